import ArgumentParser
import CTerminal
import Datasets
import Foundation
import Training

/// Options that the commands have in common that use a trained model.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A model file (safetensors) that rnn-tui has saved.") var model: String
  @Option(help: "Threads that work; answers that are written token by token take one.")
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

  /// `file`, prepared as the model's own data were.
  ///
  /// - Parameter targets: of a model of pairs, a file whose lines are the targets.
  func prepare(
    _ file: String, targets: String? = nil, for model: TrainedModel
  ) throws -> PreparedFile {
    let progress = ProgressLine()
    defer { progress.clear() }
    if targets != nil, model.description.pairs == nil {
      throw Failure.badData(
        "\(escaped(model.path, limit: 400)): --target-file is for models of pairs; leave it out")
    }
    return try badData { try model.prepare(file, targets: targets, progress: progress.show) }
  }
}

/// How tags are chosen, by models that score whole sequences.
struct TagOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tags of a model with model.loss=crf: viterbi, the best of the whole sequence together, or greedy, "
        + "the highest score at each step by itself.", valueName: "greedy|viterbi"))
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

/// - Throws: a usage error where `--threads` is out of range.
func requireThreads(_ count: Int) throws {
  guard (1...Processors.mostThreads).contains(count) else {
    throw ValidationError("--threads is 1 to \(Processors.mostThreads)")
  }
}

/// Errors of presets, data and models with their exit code.
func badData<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let code as ExitCode {
    // Asked to end.
    throw code
  } catch {
    throw Failure.badData("\(error)")
  }
}
