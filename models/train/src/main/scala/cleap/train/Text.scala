package cleap.train

import java.nio.file.Path

import ml.combust.mleap.core.types.{ScalarType, StructField, StructType}
import ml.combust.mleap.runtime.frame.{DefaultLeapFrame, Row => LeapRow}
import org.apache.spark.ml.classification.NaiveBayes
import org.apache.spark.ml.feature.{CountVectorizer, Tokenizer}
import org.apache.spark.sql.SparkSession

/** Which of six Python packages a sentence of documentation is about, by the words in it. */
object Text {
  def samples(spark: SparkSession, data: Path): Seq[Sample] = {
    val rows = spark.read.option("header", "true").option("inferSchema", "true")
      .option("escape", "\"").csv(data.resolve("sentences.csv").toString).cache()
    val stages = Seq(
      new Tokenizer().setInputCol("text").setOutputCol("w"),
      new CountVectorizer().setInputCol("w").setOutputCol("c").setVocabSize(500),
      new NaiveBayes().setFeaturesCol("c")
    )
    val texts = rows.select("text").limit(24).collect().toSeq.map(_.getString(0)) ++
      Seq("", "Ünïcödé — 数据 iris", "THE the The")
    val frame = DefaultLeapFrame(
      StructType(Seq(StructField("text", ScalarType.String))).get,
      texts.map(LeapRow(_))
    )
    Seq(Sample("text_topic", "json", stages, rows, frame))
  }
}
