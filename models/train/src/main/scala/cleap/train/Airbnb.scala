package cleap.train

import ml.combust.mleap.core.{types => leap}
import ml.combust.mleap.runtime.frame.{DefaultLeapFrame, Row => LeapRow}
import org.apache.spark.ml.PipelineStage
import org.apache.spark.ml.feature.{OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler}
import org.apache.spark.ml.mleap.feature.Imputer
import org.apache.spark.ml.regression.{LinearRegression, RandomForestRegressor}
import org.apache.spark.sql.{DataFrame, Row, SparkSession}
import org.apache.spark.sql.types._

import scala.jdk.CollectionConverters._
import scala.util.Random

/** The price of a night, from made-up listings: words, numbers that may be missing, a yes or no.
  * Half the square feet are unknown, as in real listings.
  */
object Airbnb {
  private val cities =
    Seq("San Francisco", "New York", "Berlin", "São Paulo", "東京", "London", "Paris", "Austin")
  private val rooms = Seq("Entire home/apt", "Private room", "Shared room")
  private val policies = Seq("flexible", "moderate", "strict", "super_strict_30")

  private val words = Array("city", "room_type", "policy")
  private val numbers = Array("bathrooms", "bedrooms", "square_feet", "cleaning_fee")

  private val columns = Seq(
    ("city", StringType, true), ("room_type", StringType, true), ("policy", StringType, true),
    ("instant_bookable", DoubleType, false), ("bathrooms", DoubleType, true),
    ("bedrooms", DoubleType, true), ("square_feet", DoubleType, true),
    ("cleaning_fee", DoubleType, true), ("reviews", IntegerType, false),
    ("host_is_superhost", BooleanType, false), ("price", DoubleType, false)
  )

  def samples(spark: SparkSession, seed: Long): Seq[Sample] = {
    val rows = dataFrame(spark, listings(generator(seed, "airbnb"), 1200)).cache()

    def sample(name: String, format: String, frame: String, model: PipelineStage) =
      Sample(name, format, stages(model), rows, leapFrame(generator(seed, frame)))

    val linear = new LinearRegression().setLabelCol("price").setPredictionCol("price_prediction")
    val forest = new RandomForestRegressor().setLabelCol("price")
      .setPredictionCol("price_prediction").setNumTrees(100).setMaxDepth(6).setSeed(seed)
    Seq(
      sample("airbnb_price", "json", "abin1", linear),
      sample("airbnb_price_forest", "protobuf", "abin2", forest)
    )
  }

  private def generator(seed: Long, name: String) = new Random(seed * 1000003L + name.hashCode)

  private def listings(random: Random, n: Int): Seq[Seq[Any]] = (0 until n).map { _ =>
    val city = random.nextInt(cities.size)
    val room = random.nextInt(rooms.size)
    val bedrooms = 1 + random.nextInt(5)
    val bathrooms = 1 + random.nextInt(4) * 0.5
    val feet = 300 + 400 * bedrooms + random.nextGaussian() * 100
    val fee = random.nextInt(20) * 5.0
    val reviews = random.nextInt(300)
    val superhost = random.nextDouble() < 0.2

    def missing(value: Double, share: Double): Any =
      if (random.nextDouble() < share) null else value

    Seq(
      cities(city), rooms(room), policies(random.nextInt(policies.size)),
      random.nextInt(2).toDouble, missing(bathrooms, 0.05), missing(bedrooms.toDouble, 0.05),
      missing(feet, 0.5), missing(fee, 0.2), reviews, superhost,
      40 + 12 * city + 60 * bedrooms - 35 * room + 0.02 * feet + 0.3 * fee +
        (if (superhost) 15 else 0) + 10 * random.nextGaussian()
    )
  }

  private def dataFrame(spark: SparkSession, rows: Seq[Seq[Any]]): DataFrame =
    spark.createDataFrame(
      rows.map(Row.fromSeq).asJava,
      StructType(columns.map { case (name, kind, nullable) => StructField(name, kind, nullable) })
    )

  /** 24 listings without their price, one of a city that was never seen, one of nearly nothing. */
  private def leapFrame(random: Random): DefaultLeapFrame = {
    val rows = listings(random, 24).map(_.init) ++ Seq(
      Seq("Atlantis", "Private room", "strict", 1.0, null, null, null, null, 0, false),
      Seq(null, null, "", 0.0, 1.0, 2.0, 900.0, 0.0, 12, true)
    )
    val fields = columns.init.map { case (name, kind, nullable) =>
      val base = kind match {
        case StringType  => leap.ScalarType.String
        case DoubleType  => leap.ScalarType.Double
        case IntegerType => leap.ScalarType.Int
        case _           => leap.ScalarType.Boolean
      }
      leap.StructField(name, if (nullable) base else base.nonNullable)
    }
    DefaultLeapFrame(leap.StructType(fields).get, rows.map(LeapRow(_: _*)))
  }

  private def stages(model: PipelineStage): Seq[PipelineStage] =
    numbers.toSeq.map(c => new Imputer().setInputCol(c).setOutputCol(c + "_i")) ++ Seq(
      new StringIndexer().setInputCols(words).setOutputCols(words.map(_ + "_x"))
        .setHandleInvalid("keep"),
      new OneHotEncoder().setInputCols(words.map(_ + "_x")).setOutputCols(words.map(_ + "_o")),
      new VectorAssembler()
        .setInputCols(numbers.map(_ + "_i") ++ Array("reviews", "host_is_superhost"))
        .setOutputCol("cont"),
      new StandardScaler().setInputCol("cont").setOutputCol("scaled").setWithMean(true),
      new VectorAssembler().setInputCols(words.map(_ + "_o") ++ Array("scaled", "instant_bookable"))
        .setOutputCol("features"),
      model
    )
}
