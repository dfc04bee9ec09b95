package cleap.train

import java.net.URI
import java.nio.file.{Files, Path}

import ml.combust.bundle.BundleFile
import ml.combust.bundle.serializer.SerializationFormat
import ml.combust.mleap.runtime.MleapContext
import ml.combust.mleap.runtime.MleapSupport._
import ml.combust.mleap.runtime.frame.DefaultLeapFrame
import ml.combust.mleap.runtime.serialization.FrameWriter
import ml.combust.mleap.spark.SparkSupport._
import org.apache.spark.ml.Pipeline
import org.apache.spark.ml.bundle.SparkBundleContext

import scala.util.Using

/** Fits a sample, exports it with MLeap, and asks MLeap's runtime for the answer. */
object Export {
  def write(folder: Path, sample: Sample): Unit = {
    Files.createDirectories(folder)
    val bundle = folder.resolve("bundle.zip")
    save(bundle, sample)
    write(folder.resolve("frame.json"), sample.frame)
    write(folder.resolve("expected.json"), score(bundle, sample.frame))
  }

  private def uri(bundle: Path) = new URI("jar:file:" + bundle.toAbsolutePath)

  /** The exporter reads column metadata from a transformed frame: it needs one beside the model. */
  private def save(bundle: Path, sample: Sample): Unit = {
    val model = new Pipeline().setStages(sample.stages.toArray).fit(sample.rows)
    val format =
      if (sample.format == "json") SerializationFormat.Json else SerializationFormat.Protobuf
    implicit val context: SparkBundleContext =
      SparkBundleContext().withDataset(model.transform(sample.rows))

    Files.deleteIfExists(bundle)
    Using.resource(BundleFile(uri(bundle))) { file =>
      model.writeBundle.format(format).save(file).get
    }
    ()
  }

  private def score(bundle: Path, frame: DefaultLeapFrame): DefaultLeapFrame =
    Using.resource(BundleFile(uri(bundle))) { file =>
      file.loadMleapBundle()(MleapContext.defaultContext).get.root.transform(frame).get
    }

  private def write(path: Path, frame: DefaultLeapFrame): Unit = {
    Files.write(path, FrameWriter(frame, "ml.combust.mleap.json").toBytes().get)
    ()
  }
}
