import ArgumentParser
import CTerminal
import Datasets
import Foundation
import Training

/// Options shared by the commands that use a trained model.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "A model file (safetensors) saved by rnn-tui.",
    completion: .file(extensions: ["safetensors"])) var model: String
  @Option(help: "Threads to use; answers written token by token use one.")
  var threads = Processors.usualThreads

  func validate() throws {
    try requireThreads(threads)
  }

  func load() throws -> TrainedModel { try badData { try TrainedModel(contentsOf: model) } }

  func runner(_ model: TrainedModel, _ shape: SequenceShape, count: Int) throws -> ModelRunner {
    try badData {
      try ModelRunner(
        model, shape, count: count, threads: threads,
        onThreadStart: { _ = terminal_prepare_thread_stack() })
    }
  }

  /// `file`, prepared like the model's own data.
  ///
  /// - Parameter targets: for a model of pairs, a file with one target per line.
  func prepare(
    _ file: String, targets: String? = nil, for model: TrainedModel
  ) throws -> PreparedFile {
    let progress = ProgressLine()
    defer { progress.clear() }
    if targets != nil, model.description.pairs == nil {
      throw Failure.badData(
        "\(escaped(model.path, limit: 400)): --target-file is for pair models; leave it out")
    }
    return try badData { try model.prepare(file, targets: targets, progress: progress.show) }
  }
}

/// How models that score whole sequences choose tags.
struct TagOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tags of a model with model.loss=crf: viterbi, the best tags for the whole sequence, or greedy, "
        + "the best tag at each step.", valueName: "greedy|viterbi"))
  var decode: TagDecoding?

  func apply(to runner: ModelRunner, _ path: String) throws {
    guard let decode else { return }
    guard runner.answersSequences else {
      throw Failure.badData(
        "\(escaped(path, limit: 400)): --decode is for models with model.loss=crf, which score the tags of "
          + "a sequence together; leave it out")
    }
    runner.decoding = decode
  }
}

extension TagDecoding: ExpressibleByArgument {}

/// - Throws: a usage error if `--threads` is out of range.
func requireThreads(_ count: Int) throws {
  guard (1...Processors.mostThreads).contains(count) else {
    throw ValidationError("--threads must be 1 to \(Processors.mostThreads)")
  }
}
