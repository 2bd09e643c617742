import ArgumentParser
import Datasets
import Foundation
import Training

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Forecasts of a trained model for a file, as CSV.",
    discussion: """
      Series: the forecast of each target in the data's own units beside what is known, also beyond
      the file's last row. Classes: the one predicted and the probability of each. Pairs: the answer
      beside its source. One line for each example, or for each step where every step has an answer.
      """)

  @OptionGroup var options: ModelOptions
  @Option(help: "The file to forecast.") var data: String
  @Option(help: "Write to this file, which is replaced as a whole (default: standard output).")
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Pairs: search with a beam of so many answers; the best by its mean log probability is written "
        + "(default: 1, the most probable token at every step)."))
  var beam: Int?
  @Option(help: "Pairs: with --beam, write so many answers to each source, with their scores.")
  var best: Int?
  @Option(
    help: ArgumentHelp(
      "Pairs: with --beam, the power of an answer's length that its log probability is divided by "
        + "(default: 1, the mean; 0 favours short answers)."))
  var lengthPower: Double?

  @OptionGroup var tags: TagOptions

  private var search: AnswerSearch {
    beam.map { .beam(width: $0, answers: best ?? 1, lengthPower: lengthPower ?? 1) } ?? .greedy
  }

  func validate() throws {
    try requireBeam(beam, lengthPower)
    if let best {
      guard let beam else { throw ValidationError("--best goes with --beam N") }
      guard (1...beam).contains(best) else {
        throw ValidationError("--best is 1 to --beam (\(beam))")
      }
    }
    guard let output else { return }
    if output.isEmpty { throw ValidationError("--output needs a file's name") }
    let inputs = [options.model, data].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
    guard !inputs.contains(URL(fileURLWithPath: output).resolvingSymlinksInPath()) else {
      throw ValidationError("--output would replace the model or the data")
    }
  }

  func run() throws {
    if output == nil { Signals.endAtOnce() }
    let model = try options.load()
    let file = try options.prepare(data, for: model)
    try Self.endIfAsked()
    guard file.kind != .language else {
      throw Failure.badData(
        "\(escaped(model.path, limit: 400)): a language model forecasts text: let it write with "
          + "`generate`, or score it with `evaluate`")
    }
    guard beam == nil || file.kind == .pairs else {
      throw Failure.badData(
        "\(escaped(model.path, limit: 400)): --beam is for models of pairs, which write their answers "
          + "token by token; leave it out")
    }
    let runner = try options.runner(model, file.shape, count: file.examples.count)
    try tags.apply(to: runner, options.model)
    let table = PredictionTable(file, hasScores: best != nil)
    if let output {
      try badData {
        let whole = try WholeFile(output)
        try whole.write(CSVText.line(table.header) + "\n")
        try rows(of: file, runner, table) { row in
          try Self.endIfAsked()
          try whole.write(CSVText.line(row) + "\n")
          return true
        }
        try whole.commit()
      }
      return
    }
    let out = LineWriter(STDOUT_FILENO)
    let screen = TerminalText(STDOUT_FILENO)
    out.write(screen.shown(CSVText.line(table.header)))
    try rows(of: file, runner, table) { row in
      out.write(screen.shown(CSVText.line(row)))
      return !out.isBroken
    }
    try out.requireWritten()
  }

  /// Calls `body` with every row of the table in turn, until it wants no more.
  private func rows(
    of file: PreparedFile, _ runner: ModelRunner, _ table: PredictionTable,
    _ body: ([String]) throws -> Bool
  ) throws {
    if let vocabulary = file.targetVocabulary {
      var cut = 0
      try runner.write(for: file.examples, file.shape, vocabulary, search) { example, answers in
        cut += answers.first?.isWhole == false ? 1 : 0
        return try table.rows(example, answers).allSatisfy(body)
      }
      if cut > 0 {
        LineWriter(STDERR_FILENO).write(
          "rnn-tui: \(cut) of \(file.examples.count) answers were broken off before they ended, at "
            + "\(file.shape.targetSequence?.timeSteps ?? 0) tokens")
      }
      return
    }
    try runner.answers(to: file.examples) { answer in
      try table.rows(answer).allSatisfy(body)
    }
  }

  /// Between two lines nothing half written stays behind.
  private static func endIfAsked() throws {
    if let signal = Signals.take().end { throw ExitCode(128 + signal) }
  }
}

/// - Throws: a usage error where a beam cannot be.
func requireBeam(_ beam: Int?, _ lengthPower: Double?) throws {
  if let beam, !(1...100).contains(beam) { throw ValidationError("--beam is 1 to 100") }
  guard let lengthPower else { return }
  if beam == nil { throw ValidationError("--length-power goes with --beam N") }
  guard (0...10).contains(lengthPower) else { throw ValidationError("--length-power is 0 to 10") }
}
