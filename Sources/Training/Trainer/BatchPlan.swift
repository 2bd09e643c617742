import Datasets
import Engine

/// How the training part becomes steps: shuffled batches, the whole part in one step, or contiguous
/// streams with carried states.
struct BatchPlan {
  /// Sequences per pass in a step of `training.batch: all`; their gradients are summed.
  private static let wholeSetPart = 128

  /// Columns of a batch.
  let size: Int
  let run: RunLength
  let takesWholeSet: Bool
  let stream: StreamPlan?
  private let trainingSteps: Int
  /// Of training and of evaluation.
  let mostTimeSteps: Int
  /// For targets that are separate sequences; 0 if there are none.
  let mostTargetSteps: Int

  init(_ training: TrainingConfiguration, _ dataset: Dataset) throws(Trainer.Failure) {
    let count = dataset.training.count
    let wholeSet = training.batch == TrainingConfiguration.wholeSet
    takesWholeSet = wholeSet
    mostTargetSteps = dataset.shape.targetSequence?.timeSteps ?? 0
    guard let truncate = training.truncate else {
      size = min(wholeSet ? Self.wholeSetPart : training.batch, count)
      run = Self.run(training, stepsPerEpoch: wholeSet ? 1 : (count + size - 1) / size)
      stream = nil
      trainingSteps = dataset.shape.timeSteps
      mostTimeSteps = dataset.shape.timeSteps
      return
    }
    guard let text = dataset.stream else {
      throw Trainer.Failure(
        description: "training.truncate: needs a text; these data are separate sequences")
    }
    guard !wholeSet else {
      throw Trainer.Failure(
        description: "training.truncate: states are carried from batch to batch, so training.batch "
          + "cannot be all")
    }
    let length = text.length(columns: training.batch)
    guard length > 0 else {
      throw Trainer.Failure(
        description: "training.batch: the text is too short for \(training.batch) streams")
    }
    let streamPlan = StreamPlan(length: length, truncate: min(truncate, length))
    size = training.batch
    run = Self.run(training, stepsPerEpoch: streamPlan.stepsPerEpoch)
    stream = streamPlan
    trainingSteps = streamPlan.truncate
    mostTimeSteps = max(streamPlan.truncate, dataset.shape.timeSteps)
  }

  private static func run(_ training: TrainingConfiguration, stepsPerEpoch: Int) -> RunLength {
    RunLength(
      stepsPerEpoch: stepsPerEpoch, maxEpochs: training.maxEpochs, maxSteps: training.maxSteps)
  }

  /// Memory for one step of a model.
  func makeBatch(_ architecture: ModelArchitecture) -> Batch {
    architecture.makeBatch(timeSteps: mostTimeSteps, targetSteps: mostTargetSteps, size: size)
  }

  var sizes: Lane.Sizes {
    Lane.Sizes(
      timeSteps: mostTimeSteps, trainingSteps: trainingSteps, batch: size,
      targetSteps: mostTargetSteps, run: run, carriesStates: stream != nil)
  }
}
