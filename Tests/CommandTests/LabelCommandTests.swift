import Foundation
import Testing

/// `model.loss=ctc` and `model.convolution` from training to answers.
@Suite struct LabelCommandTests {
  /// A word whose letters are stretched, and the word.
  private static let words: String = {
    let words = ["dog", "cat", "cot", "dot", "tag", "god", "act", "add", "coat", "goat"]
    let lines = (0..<400).map { index -> String in
      let word = words[index % words.count]
      let stretched = word.enumerated().flatMap { place, letter in
        // Two of the same letter have something in between.
        String(repeating: letter, count: 2 + (index / words.count + place) % 3) + "-"
      }
      return String(stretched) + ",\(word)"
    }
    return "source,target\n" + lines.joined(separator: "\n") + "\n"
  }()

  private func trained(_ more: [String] = [], text: String = words) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "words.csv")
    let result = try program.run(
      [
        "train", "--data", "words.csv", "--set", "data.source=pairs", "--cells", "gru",
        "--headless", "--max-steps",
        "150", "--save", "out",
        "--threads", "1", "--set", "model.hidden=[24]", "--set", "model.loss=ctc", "--set",
        "training.learning_rate=0.01",
      ] + more)
    #expect(result.status == 0, "\(result.errors)")
    return program
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static let convolution = [
    "--set", "model.convolution.channels=16", "--set", "model.convolution.stride=2", "--set",
    "model.convolution.width=3",
  ]

  /// Every way that a model is used; what no decoder wrote has no teacher-forced score.
  @Test(arguments: [[], convolution]) func usedInEveryWay(_ more: [String]) throws {
    let program = try trained(more)
    let score = try object(
      try program.run(["evaluate", "out/gru.safetensors", "--data", "words.csv", "--json"]).output)
    let metrics = try #require(score["metrics"] as? [String: Double])
    #expect(metrics["token_accuracy"] == nil)
    #expect(try #require(metrics["exact_match"]) > 0.9 && metrics["cer"]! < 0.1)
    #expect(try #require(score["loss"] as? Double) < 0.3)
    let plain = try program.run(["predict", "out/gru.safetensors", "--data", "words.csv"])
    let lines = plain.output.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines[0] == ["source", "target", "predicted"] && lines.count == 401)
    #expect(lines.dropFirst().count { $0.count == 3 && $0[1] == $0[2] } > 360)
    let beam = try program.run(
      ["predict", "out/gru.safetensors", "--data", "words.csv", "--beam", "3", "--best", "3"])
    #expect(beam.status == 0, "\(beam.errors)")
    let first = beam.output.split(separator: "\n").dropFirst().prefix(3)
      .compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
    #expect(first.count == 3 && first == first.sorted(by: >) && first[0] <= 0)
    let answer = try program.run(["generate", "out/gru.safetensors", "--prompt", "ddd-oo-gggg-"])
    #expect(answer.status == 0 && answer.output == "dog\n", "\(answer.output)\(answer.errors)")
    let drawn = try program.run(
      [
        "generate", "out/gru.safetensors", "--prompt", "ddd-oo-gggg-", "--temperature", "0.5",
        "--seed", "3",
      ])
    #expect(drawn.status == 0, "\(drawn.errors)")
  }

  @Test func theFileSaysWhatItIs() throws {
    let program = try trained(Self.convolution + ["--max-steps", "2"])
    let bytes = try Data(contentsOf: URL(filePath: program.folder.path + "/out/gru.safetensors"))
    let text = String(decoding: bytes.prefix(20_000), as: UTF8.self)
    for part in [
      #"\"format\":2"#, #"\"loss\":\"ctc\""#, #"\"convolution_stride\":2"#, "convolution.0.weight",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  /// A run goes on from its checkpoint to the same weights, and weights serve another run.
  @Test func goesOn() throws {
    let program = try trained(Self.convolution + ["--max-steps", "40"])
    let from = try program.run(
      [
        "train", "dial", "--data", "words.csv", "--set", "data.source=pairs", "--cells", "gru",
        "--headless", "--max-steps",
        "3", "--save", "next",
        "--set", "model.hidden=[24]", "--set", "model.loss=ctc", "--set",
        "model.from=out/gru.safetensors", "--set", "model.freeze=[convolution]",
      ] + Self.convolution)
    #expect(from.status == 0, "\(from.errors)")
    let other = try program.run(
      [
        "train", "dial", "--data", "words.csv", "--set", "data.source=pairs", "--cells", "gru",
        "--headless", "--max-steps",
        "3", "--save", "third",
        "--set", "model.hidden=[24]", "--set", "model.loss=ctc", "--set",
        "model.from=out/gru.safetensors", "--set", "model.convolution.channels=16", "--set",
        "model.convolution.width=3", "--set", "model.convolution.causal=true",
      ])
    #expect(other.status != 0 && other.errors.contains("convolution differs in stride"))
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    var run: [String]
    var says: String

    var testDescription: String { run.joined(separator: " ") }
  }

  @Test(arguments: [
    Refused(
      run: ["sunspots", "--set", "model.loss=ctc"], says: "that are separate sequences"),
    Refused(
      run: ["tagged", "--set", "model.loss=ctc"], says: "that are separate sequences"),
    Refused(
      run: ["dial", "--set", "model.loss=crf"], says: "use model.loss=ctc"),
    Refused(
      run: ["dial", "--set", "model.decoder.attention=dot"],
      says: "belongs to a decoder; with model.loss=ctc there is none"),
    Refused(
      run: ["dial", "--set", "regularizers.label_smoothing=0.1"], says: "softens single steps"),
    Refused(
      run: ["dial", "--set", "training.teacher_forcing=0.5"], says: "belongs to a decoder"),
    Refused(
      run: [
        "dial", "--set", "model.convolution.channels=8", "--set", "model.convolution.stride=40",
      ], says: "steps after the convolution"),
    Refused(
      run: ["dial", "--set", "model.convolution.stride=2"],
      says: "needs model.convolution.channels"),
    Refused(
      run: [
        "brackets", "--set", "model.convolution.channels=8", "--set", "model.convolution.stride=2",
        "--set", "data.length=10",
      ], says: ""),
    Refused(
      run: [
        "parity", "--set", "model.convolution.channels=8", "--set", "model.convolution.stride=2",
      ], says: "here every step has a target"),
    Refused(
      run: ["charlm", "--set", "model.convolution.channels=8"],
      says: "a language model writes step by step"),
    Refused(
      run: ["dates", "--set", "model.convolution.channels=8"], says: "not for an encoder"),
    Refused(
      run: ["dial", "--set", "model.convolution.channels=0"], says: "1 to 4096, or null"),
    Refused(
      run: ["tones", "--set", "model.freeze=[convolution]"], says: "the model has no convolution"),
  ])
  func refusedByName(_ refused: Refused) throws {
    let program = try Program()
    let result = try program.run(refused.run + ["--headless", "--max-steps", "1"])
    if refused.says.isEmpty {
      #expect(result.status == 0, "\(result.errors)")
    } else {
      #expect(result.status == 65, "\(result.status)")
      #expect(result.errors.contains(refused.says), "\(result.errors)")
    }
  }

  /// Labels that need more steps than there are: named before a step is trained, not an infinite loss.
  @Test func targetsLongerThanSources() throws {
    let program = try Program()
    let text = Self.words + "ab,aab\nabc,abccc\n"
    try program.folder.write(text, to: "words.csv")
    let result = try program.run(
      [
        "train", "dial", "--data", "words.csv", "--set", "data.source=pairs", "--headless",
        "--max-steps", "1", "--set",
        "model.loss=ctc",
      ])
    #expect(result.status == 65)
    for part in ["labels need", "2 of 402 examples are too short", "model.loss=null"] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    let made = try trained(["--max-steps", "2"])
    try made.folder.write("source,target\nab,aab\nabc,abc\n", to: "short.csv")
    let score = try made.run(["evaluate", "out/gru.safetensors", "--data", "short.csv"])
    #expect(score.status == 65 && score.errors.contains("short.csv"))
    #expect(score.errors.contains("1 of 2 examples are too short"), "\(score.errors)")
    // Answers need no targets.
    let answers = try made.run(["predict", "out/gru.safetensors", "--data", "short.csv"])
    #expect(answers.status == 0, "\(answers.errors)")
  }
}
