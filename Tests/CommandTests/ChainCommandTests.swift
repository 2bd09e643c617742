import Foundation
import Testing

/// `model.loss=crf` from training to answers.
@Suite struct ChainCommandTests {
  /// Names of one to three words; what begins one may stand alone.
  private static let sentences: String = {
    let lines = (0..<160).map { index -> [String] in
      let name = [["stone"], ["stone", "hill"], ["new", "stone", "hill"]][index % 3]
      let words = [["the", "road"], ["we", "see"], ["new", "books"]][index / 3 % 3]
      let tagged = name.enumerated().map {
        "\($1)\t\($0 == 0 ? "B" : "I")-\(index % 5 < 3 ? "LOC" : "PER")"
      }
      let who = index % 5 < 3 ? "in\tO" : "of\tO"
      return words.map { "\($0)\tO" } + [who] + tagged + ["is\tO"]
    }
    return lines.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }()

  private func trained(_ more: [String] = [], text: String = sentences) throws -> Program {
    let program = try Program()
    try program.folder.write(text, to: "tags.tsv")
    let result = try program.run(
      [
        "tags.tsv", "--cells", "gru", "--headless", "--max-steps", "120", "--save", "out",
        "--threads",
        "1", "--set", "model.hidden=[8]", "--set", "model.loss=crf",
      ] + more)
    #expect(result.status == 0, "\(result.errors)")
    return program
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// No tag follows one that the scheme forbids, in any state of training; probabilities are some.
  @Test(arguments: ["1", "120"]) func noImpossibleTagIsAnswered(_ steps: String) throws {
    let program = try trained(["--max-steps", steps])
    let run = try program.run(["predict", "out/gru.safetensors", "--data", "tags.tsv"])
    #expect(run.status == 0, "\(run.errors)")
    var (last, sequence, rows) = ("O", "", 0)
    let head = try #require(run.output.split(separator: "\n").first).split(separator: ",")
    let place = try #require(head.firstIndex(of: "predicted"))
    let shares = head.indices.filter { head[$0].hasPrefix("p(") }
    for line in run.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      if cells[0] != sequence { (sequence, last) = (cells[0], "O") }
      let tag = cells[place]
      if tag.hasPrefix("I-") {
        #expect(last.dropFirst(2) == tag.dropFirst(2) && last != "O", "\(last) \(tag)")
      }
      let sum = shares.compactMap { Double(cells[$0]) }.reduce(0, +)
      #expect(abs(sum - 1) < 1e-4)
      last = tag
      rows += 1
    }
    #expect(rows > 500)
  }

  @Test func bothDecodingsAreScored() throws {
    let program = try trained()
    let both = try object(
      try program.run(["evaluate", "out/gru.safetensors", "--data", "tags.tsv", "--json"]).output)
    let metrics = try #require(both["metrics"] as? [String: Double])
    let greedy = try #require(both["greedy_metrics"] as? [String: Double])
    for values in [metrics, greedy] { #expect((0...1).contains(try #require(values["span_f1"]))) }
    let alone = try object(
      try program.run(
        ["evaluate", "out/gru.safetensors", "--data", "tags.tsv", "--json", "--decode", "greedy"]
      ).output)
    #expect(alone["metrics"] as? [String: Double] == greedy && alone["greedy_metrics"] == nil)
    #expect(alone["loss"] as? Double == both["loss"] as? Double)
    let table = try program.run(["evaluate", "out/gru.safetensors", "--data", "tags.tsv"]).output
    #expect(table.contains("viterbi") && table.contains("greedy") && table.contains("span_f1"))
  }

  /// Weights alone do not say what is impossible: the file does.
  @Test func theFileKeepsTheChain() throws {
    let program = try trained()
    let data = try Data(
      contentsOf: URL(fileURLWithPath: program.folder.path + "/out/gru.safetensors"))
    let text = String(decoding: data.prefix(20_000), as: UTF8.self)
    for part in [
      "crf.transitions", "crf.start", "crf.end", "\\\"format\\\":2", "\\\"impossible\\\":[",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func aRunGoesOn() throws {
    let program = try trained(["--at", "60:stop", "--set", "record.every={steps: 20}"])
    let whole = try trained(["--set", "record.every={steps: 20}"])
    #expect(try program.run(["resume", "out", "--headless"]).status == 0)
    func model(_ program: Program) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: program.folder.path + "/out/gru.safetensors"))
    }
    #expect(try model(program) == model(whole))
  }

  @Test(arguments: [
    (["compare"], "needs a tag at every step"),
    (["tags.tsv", "--set", "regularizers.label_smoothing=0.1"], "softens single tags"),
    (["tags.tsv", "--set", "training.class_weights=balanced"], "weighs single tags"),
    (["tags.tsv", "--set", "augmentation.swap=0.2"], "where their scheme forbids them"),
    (["tags.tsv", "--cells", "mingru", "--set", "model.recurrent_gain=2"], "mingru has none"),
    (["dates"], "is only for networks that answer in place"),
    (["charlm"], "needs a tag at every step"),
  ])
  func whatDoesNotGoTogetherIsSaid(_ words: [String], _ says: String) throws {
    let program = try Program()
    try program.folder.write(Self.sentences, to: "tags.tsv")
    let run = try program.run(
      ["train"] + words + ["--headless", "--max-steps", "2", "--set", "model.loss=crf"])
    #expect(run.status == 65 && run.errors.contains(says), "\(run.errors)")
  }

  @Test func decodingNeedsAChain() throws {
    let program = try trained(["--set", "model.loss=null"])
    let run = try program.run(
      ["predict", "out/gru.safetensors", "--data", "tags.tsv", "--decode", "viterbi"])
    #expect(run.status == 65 && run.errors.contains("--decode is for models with model.loss=crf"))
  }

  /// Tags that break their scheme are said, and then nothing is impossible.
  @Test func brokenSchemesAreSaid() throws {
    let program = try trained(
      text: Self.sentences.replacingOccurrences(of: "road\tO", with: "road\tI-PER"))
    let shown = try program.run(["data", "tags.tsv", "--json"])
    #expect(
      shown.output.contains("tags are not BIO or IOBES throughout (I-PER after O)"),
      "\(shown.output)")
    let data = try Data(
      contentsOf: URL(fileURLWithPath: program.folder.path + "/out/gru.safetensors"))
    #expect(String(decoding: data.prefix(20_000), as: UTF8.self).contains("\\\"impossible\\\":[]"))
  }

  /// A tag that is not known may be any that the scheme allows; the loss stays a number.
  @Test func unknownTagsAreOpen() throws {
    let text = Self.sentences.replacingOccurrences(of: "hill\tI-LOC", with: "hill\t")
    let program = try trained(text: text)
    let score = try object(
      try program.run(["evaluate", "out/gru.safetensors", "--data", "tags.tsv", "--json"]).output)
    #expect(try #require(score["loss"] as? Double) < 1)
  }

  /// Tags of another file that the model forbids are said.
  @Test func tagsThatTheModelForbidsAreSaid() throws {
    let program = try trained()
    try program.folder.write("we\tO\nsee\tI-LOC\n\nthe\tO\nroad\tO\n", to: "new.tsv")
    let run = try program.run(["evaluate", "out/gru.safetensors", "--data", "new.tsv"])
    #expect(
      run.status == 0 && run.output.contains("(I-LOC after O)"), "\(run.output) \(run.errors)")
    #expect(run.output.contains("inf"))
  }
}
