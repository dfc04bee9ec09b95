package cleap.train

import ml.combust.mleap.runtime.frame.DefaultLeapFrame
import org.apache.spark.ml.PipelineStage
import org.apache.spark.sql.DataFrame

/** A model to train: its stages, the rows to fit them to, and a frame to ask it about. */
final case class Sample(
    name: String,
    format: String, // "json" or "protobuf"
    stages: Seq[PipelineStage],
    rows: DataFrame,
    frame: DefaultLeapFrame
)
