import ArgumentParser
import Datasets
import Foundation
import Training

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Text that a trained language model writes.",
    discussion: """
      It goes on from the prompt, one token (character, byte or word) after the other, and appears as
      it is written. The same seed gives the same text; at temperature 0 each token is the most
      probable one. On a terminal control characters are shown escaped, in a pipe they pass.
      """)

  @Argument(help: "A model file (safetensors) that rnn-tui has saved.") var model: String
  @Option(help: "The text to go on from (default: the beginning of a line).") var prompt: String?
  @Option(help: "Tokens to write.") var length = 400
  @Option(help: "0 always takes the most probable token; higher dares more.")
  var temperature: Float = 0.8
  @Option(help: "Seed of the draws.") var seed: UInt64 = 1

  func validate() throws {
    guard (0...100_000_000).contains(length) else {
      throw ValidationError("--length is 0 to 100000000")
    }
    guard temperature >= 0, temperature <= 100 else {
      throw ValidationError("--temperature is 0 to 100")
    }
  }

  func run() throws {
    Signals.endAtOnce()
    var generator = try badData {
      try TextGenerator(
        TrainedModel(contentsOf: model), prompt: prompt, temperature: temperature, seed: seed)
    }
    for warning in generator.warnings {
      LineWriter(STDERR_FILENO).write("rnn-tui: \(warning)")
    }
    let out = LineWriter(STDOUT_FILENO)
    var text = TextStreamOutput(isTerminal: isatty(STDOUT_FILENO) == 1)
    out.put(text.shown(generator.prompt))
    for _ in 0..<length where !out.isBroken {
      out.put(text.shown(try badData { try generator.next() }))
    }
    out.put(text.end())
    try out.requireWritten()
  }
}
