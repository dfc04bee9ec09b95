package cleap.train

import java.nio.file.{Path, Paths}

import org.apache.spark.sql.SparkSession

/** Trains the sample models and writes each as a bundle, a frame and the JVM's answer.
  *
  * {{{ Main OUT DATA [SEED] }}}
  *
  * OUT receives one folder a model; DATA holds sentences.csv (made by data/sentences.py).
  */
object Main {
  def main(args: Array[String]): Unit = {
    require(args.length >= 2, "usage: Main OUT DATA [SEED]")
    val out: Path = Paths.get(args(0))
    val data: Path = Paths.get(args(1))
    val seed: Long = if (args.length > 2) args(2).toLong else 20260101L
    val spark = SparkSession.builder().master("local[2]").appName("cleap-train").getOrCreate()

    try
      for (sample <- Airbnb.samples(spark, seed) ++ Text.samples(spark, data)) {
        println(s"training ${sample.name}")
        Export.write(out.resolve(sample.name), sample)
      }
    finally spark.stop()
  }
}
