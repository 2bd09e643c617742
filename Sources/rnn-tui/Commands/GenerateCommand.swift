import ArgumentParser
import Datasets
import Foundation
import Telemetry
import Training

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write text with a trained model.",
    discussion: """
      A language model continues the prompt, one token (character, byte or word) at a time, and \
      its text appears as it is written. A pair model answers the prompt; with --beam N it writes \
      its N best answers, each after its mean log probability and a tab. The same seed gives the \
      same text. Control characters are escaped on a terminal, and passed through in a pipe.
      """)

  @Argument(
    help: "A model file (safetensors) saved by rnn-tui.",
    completion: .file(extensions: ["safetensors"])) var model: String
  @Option(
    help: "The text to continue (default: the start of a line), or the source to answer.")
  var prompt: String?
  @Option(help: "Language models: tokens to write (default: 400).") var length: Int?
  @Option(
    help: ArgumentHelp(
      "0 always takes the most probable token; higher is more varied (default: 0.8; 0 for answers; "
        + "1 with only --top-k or --top-p)."))
  var temperature: Float?
  @Option(name: .customLong("top-k"), help: "Sample from the K most probable tokens.")
  var topK: Int?
  @Option(
    name: .customLong("top-p"),
    help: "Sample from the most probable tokens that together reach this probability.")
  var topP: Double?
  @Option(help: "Pairs: search with a beam of this many answers, and write all of them.")
  var beam: Int?
  @Option(
    help: ArgumentHelp(
      "With --beam: an answer's log probability is divided by its length to this power (default: 1, the "
        + "mean; 0 favours short answers)."))
  var lengthPower: Double?
  @Option(help: "Random seed (default: 1).") var seed: UInt64?

  private static let usualLength = 400
  private static let usualTemperature: Float = 0.8

  func validate() throws {
    if let length, !(0...100_000_000).contains(length) {
      throw ValidationError("--length must be 0 to 100000000")
    }
    if let temperature, !(0...100).contains(temperature) {
      throw ValidationError("--temperature must be 0 to 100")
    }
    if let topK, topK < 1 { throw ValidationError("--top-k must be at least 1") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p must be above 0, at most 1")
    }
    if topK != nil || topP != nil, temperature == 0 {
      throw ValidationError(
        "--top-k and --top-p limit sampling; at --temperature 0 there is none")
    }
    try requireBeam(beam, lengthPower)
    guard beam != nil else { return }
    if temperature != nil || topK != nil || topP != nil || seed != nil {
      throw ValidationError(
        "--beam does not sample: leave out --temperature, --top-k, --top-p and --seed")
    }
  }

  func run() throws {
    Signals.endAtOnce()
    let trained = try badData { try TrainedModel(contentsOf: model) }
    if trained.description.pairs != nil { return try answer(trained) }
    if beam != nil {
      throw Failure.badData(
        "\(escaped(model, limit: 400)): --beam is for pair models; a language model samples its text"
      )
    }
    try goOn(trained)
  }

  private func sampling(_ usual: Float) -> Sampling {
    let isDrawn = topK != nil || topP != nil
    return Sampling(temperature: temperature ?? (isDrawn ? 1 : usual), topK: topK, topP: topP)
  }

  private func goOn(_ trained: TrainedModel) throws {
    var generator = try badData {
      try TextGenerator(trained, prompt: prompt, sampling(Self.usualTemperature), seed: seed ?? 1)
    }
    for warning in generator.warnings { warn(warning) }
    let out = LineWriter(STDOUT_FILENO)
    var text = TextStreamOutput(isTerminal: isatty(STDOUT_FILENO) == 1)
    out.put(text.shown(generator.prompt))
    for _ in 0..<(length ?? Self.usualLength) where !out.isBroken {
      out.put(text.shown(try badData { try generator.next() }))
    }
    out.put(text.end())
    try out.requireWritten()
  }

  private func answer(_ trained: TrainedModel) throws {
    let path = escaped(model, limit: 400)
    guard let prompt, !prompt.isEmpty else {
      throw Failure.badData(
        "\(path): a pair model answers a source: give it with --prompt TEXT, or answer a whole "
          + "file with `rnn-tui predict \(path) --data FILE`")
    }
    if length != nil {
      throw Failure.badData("\(path): --length is for language models; an answer ends by itself")
    }
    let sampling = sampling(0)
    if seed != nil, sampling.temperature == 0 {
      throw Failure.badData(
        "\(path): --seed is for sampling: add --temperature above 0, --top-k or --top-p, or leave it out"
      )
    }
    let search: AnswerSearch =
      beam.map { .beam(width: $0, answers: $0, lengthPower: lengthPower ?? 1) }
      ?? .sampling(sampling, seed: seed ?? 1)
    let (answers, warning) = try badData { try AnswerWriter(trained).answers(to: prompt, search) }
    if let warning { warn(warning) }
    if answers.first?.isWhole == false {
      warn("the answer was cut off at \(answers[0].tokens.count) tokens, before it ended")
    }
    let out = LineWriter(STDOUT_FILENO)
    let screen = TerminalText(STDOUT_FILENO)
    for answer in answers {
      let score = answer.score.map { Numbers.measured($0) + "\t" } ?? ""
      out.write(score + screen.shown(answer.text))
    }
    try out.requireWritten()
  }

  private func warn(_ text: String) { LineWriter(STDERR_FILENO).write("rnn-tui: \(text)") }
}
