import ArgumentParser
import Datasets
import Foundation
import Training

struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "What a trained model forecasts for a file, as CSV.",
    discussion: """
      Series: the forecast of each target in the data's own units beside what is known, also beyond
      the file's last row. Classes: the one predicted and the probability of each. One line for each
      example, or for each step where every step has an answer.
      """)

  @OptionGroup var options: ModelOptions
  @Option(help: "The file to forecast.") var data: String
  @Option(help: "Write to this file, which is replaced as a whole (default: standard output).")
  var output: String?

  func validate() throws {
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
    let runner = try options.runner(
      model, timeSteps: file.shape.timeSteps, count: file.examples.count)
    let table = PredictionTable(file)
    if let output {
      try badData {
        let whole = try WholeFile(output)
        try whole.write(CSVText.line(table.header) + "\n")
        try runner.answers(to: file.examples) { answer in
          try Self.endIfAsked()
          for row in table.rows(answer) { try whole.write(CSVText.line(row) + "\n") }
          return true
        }
        try whole.commit()
      }
      return
    }
    let out = LineWriter(STDOUT_FILENO)
    let screen = TerminalText(STDOUT_FILENO)
    out.write(screen.shown(CSVText.line(table.header)))
    runner.answers(to: file.examples) { answer in
      for row in table.rows(answer) { out.write(screen.shown(CSVText.line(row))) }
      return !out.isBroken
    }
    try out.requireWritten()
  }

  /// Between two lines nothing half written stays behind.
  private static func endIfAsked() throws {
    if let signal = Signals.take().end { throw ExitCode(128 + signal) }
  }
}
