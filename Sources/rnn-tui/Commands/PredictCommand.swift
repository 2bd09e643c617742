import ArgumentParser
import Datasets
import Foundation
import Training

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Write a trained model's forecasts for a file, as CSV.",
    discussion: """
      Series: the forecast of each target next to the known value, in the data's own units, and \
      beyond the file's last row. Classes: the predicted one and the probability of each. Pairs: \
      the answer next to its source. One line per example, or per step if every step has an answer.
      """)

  @OptionGroup var options: ModelOptions
  @Option(help: "The file to predict from.", completion: .file()) var data: String
  @Option(
    help: """
      Write to this file, which is replaced only when all is done (default: standard output).
      """)
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Pairs: search with a beam of this many answers; writes the one with the best mean log "
        + "probability (default: 1, the most probable token at every step)."))
  var beam: Int?
  @Option(help: "Pairs: with --beam, write this many answers per source, with their scores.")
  var best: Int?
  @Option(
    help: ArgumentHelp(
      "Pairs: with --beam, an answer's log probability is divided by its length to this power "
        + "(default: 1, the mean; 0 favours short answers)."))
  var lengthPower: Double?

  @OptionGroup var tags: TagOptions

  private var search: AnswerSearch {
    beam.map { .beam(width: $0, answers: best ?? 1, lengthPower: lengthPower ?? 1) } ?? .greedy
  }

  func validate() throws {
    try requireBeam(beam, lengthPower)
    if let best {
      guard let beam else { throw ValidationError("--best needs --beam N") }
      guard (1...beam).contains(best) else {
        throw ValidationError("--best must be 1 to --beam (\(beam))")
      }
    }
    guard let output else { return }
    if output.isEmpty { throw ValidationError("--output needs a file name") }
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
        "\(escaped(model.path, limit: 400)): a language model predicts text: write some with "
          + "`generate`, or score it with `evaluate`")
    }
    guard beam == nil || file.kind == .pairs else {
      throw Failure.badData(
        "\(escaped(model.path, limit: 400)): --beam is for pair models, which write their answers "
          + "token by token; leave it out")
    }
    let runner = try options.runner(model, file.shape, count: file.examples.count)
    try tags.apply(to: runner, options.model)
    let table = PredictionTable(file, hasScores: best != nil)
    if let output {
      try badData {
        let whole = try AtomicFile(output)
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

  /// Calls `body` with every row of the table in turn, until it returns false.
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
          "rnn-tui: \(cut) of \(file.examples.count) answers were cut off at "
            + "\(file.shape.targetSequence?.timeSteps ?? 0) tokens, before they ended")
      }
      return
    }
    try runner.answers(to: file.examples) { answer in
      try table.rows(answer).allSatisfy(body)
    }
  }

  /// Called between two lines, so that no half-written line remains.
  private static func endIfAsked() throws {
    if let signal = Signals.take().end { throw ExitCode(ExitStatus.signal(signal).code) }
  }
}

/// - Throws: a usage error if the options of a beam are invalid.
func requireBeam(_ beam: Int?, _ lengthPower: Double?) throws {
  if let beam, !(1...100).contains(beam) { throw ValidationError("--beam must be 1 to 100") }
  guard let lengthPower else { return }
  if beam == nil { throw ValidationError("--length-power needs --beam N") }
  guard (0...10).contains(lengthPower) else {
    throw ValidationError("--length-power must be 0 to 10")
  }
}
