import Foundation
import Testing

/// Commands on pairs: two files line by line, and what answers single sources and whole files.
@Suite struct PairCommandTests {
  private static let letters = "abcdefgh".map { String($0) }
  private static let words = (0..<200).map { number in
    (0..<3).map { letters[(number / [1, 8, 64][$0]) % 8] }.joined()
  }

  private func trained() throws -> Program {
    let program = try Program()
    try program.folder.write(Self.words.joined(separator: "\n"), to: "a.src")
    try program.folder.write(
      Self.words.map { String($0.reversed()) }.joined(separator: "\n"), to: "a.tgt")
    let result = try program.run([
      "train", "a.src", "--set", "data.target_file=a.tgt", "--headless", "--max-epochs", "2",
      "--save", "out", "--threads", "1", "--set", "model.hidden=[12]",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      (result.output + result.errors).contains("lines of a.src with the lines of a.tgt as targets"))
    return program
  }

  @Test func aModelOfPairsAnswers() throws {
    let program = try trained()
    let model = "out/attention.safetensors"
    func output(_ arguments: [String]) throws -> [String] {
      let result = try program.run(arguments)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      return result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let answer = try output(["generate", model, "--prompt", "abc"])[0]
    #expect(try output(["generate", model, "--prompt", "abc", "--beam", "1"])[0].hasSuffix(answer))
    let found = try output(["generate", model, "--prompt", "abc", "--beam", "4"]).dropLast()
    let scores = found.compactMap { Double($0.split(separator: "\t")[0]) }
    #expect((1...4).contains(scores.count) && scores == scores.sorted(by: >))
    let drawn = ["generate", model, "--prompt", "abc", "--temperature", "2", "--top-k", "5"]
    #expect(try output(drawn + ["--seed", "4"]) == output(drawn + ["--seed", "4"]))
    // Each line of a file is a source.
    try program.folder.write("abc\nhgf\n", to: "new.txt")
    let rows = try output(["predict", model, "--data", "new.txt", "--beam", "3", "--best", "2"])
    #expect(rows[0] == "source,predicted,rank,score" && rows[1].hasPrefix("abc,"))
    let plain = try output(["predict", model, "--data", "new.txt"])
    #expect(plain[0] == "source,predicted" && plain[1] == "abc,\(answer)" && plain.count == 4)
    let scored = try output([
      "evaluate", model, "--data", "a.src", "--target-file", "a.tgt", "--json",
    ])[0]
    #expect(scored.contains("\"exact_match\"") && scored.contains("\"examples\": 200"))
  }

  @Test func refusesWhatDoesNotFit() throws {
    let program = try trained()
    let model = "out/attention.safetensors"
    try program.folder.write(Self.words.prefix(5).joined(separator: "\n"), to: "few.tgt")
    for (arguments, status, says) in [
      (["generate", model], 65, "--prompt TEXT"),
      (
        ["generate", model, "--prompt", "abc", "--length", "3"], 65,
        "--length is for language models"
      ),
      (["generate", model, "--prompt", "abc", "--beam", "0"], 64, "--beam must be 1 to 100"),
      (["generate", model, "--prompt", "abc", "--beam", "1000000"], 64, "--beam must be 1 to 100"),
      (["generate", model, "--prompt", "abc", "--beam", "2", "--seed", "1"], 64, "not sample"),
      (["generate", model, "--prompt", "abc", "--top-p", "0"], 64, "--top-p must be above 0"),
      (["generate", model, "--prompt", ""], 65, "--prompt TEXT"),
      (["predict", model, "--data", "a.src", "--best", "2"], 64, "--best needs --beam"),
      (["predict", model, "--data", "a.src", "--beam", "2", "--best", "3"], 64, "--best must be"),
      (["predict", model, "--data", "a.src", "--length-power", "1"], 64, "needs --beam"),
      (["evaluate", model, "--data", "a.src"], 65, "--target-file FILE"),
      (["evaluate", model, "--target-file", "a.tgt"], 64, "--target-file needs --data"),
      (
        ["evaluate", model, "--data", "a.src", "--target-file", "few.tgt"], 65,
        "200 lines, and few.tgt has 5"
      ),
      (["train", "a.src", "--set", "data.target_file=gone", "--headless"], 65, "gone"),
    ] {
      let result = try program.run(arguments)
      #expect(result.status == status, "\(arguments) \(result)")
      #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
    }
  }
}
