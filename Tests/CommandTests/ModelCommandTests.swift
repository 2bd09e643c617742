import Foundation
import Testing

/// `evaluate`, `predict` and `generate` on models that `train` saves.
@Suite struct ModelCommandTests {
  private static let series =
    "day,height\n" + (0..<240).map { "\($0),\(10 + 3 * sin(Double($0) / 5))\n" }.joined()

  private func trained(_ arguments: [String], steps: Int = 20) throws -> (Program, [[String: Any]])
  {
    let program = try Program()
    try program.folder.write(Self.series, to: "waves.csv")
    let result = try program.run(
      arguments + [
        "--headless", "--json", "--max-steps", "\(steps)", "--save", "out", "--cells", "gru",
        "--threads", "1", "--set", "model.hidden=[8]",
      ])
    #expect(result.status == 0, "\(result.errors)")
    return (program, try result.lines.map { try object($0) })
  }

  private func series() throws -> Program {
    try trained(["--data", "waves.csv", "--target", "height", "--set", "data.window=10"]).0
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: evaluate

  /// The test part made anew gives the very numbers that training told at its end; zoneout's mean
  /// path is part of the model.
  @Test(arguments: [[], ["--set", "regularizers.zoneout=0.3"]])
  func evaluateRepeatsTheEndOfTraining(_ flags: [String]) throws {
    let (program, events) = try trained(
      ["compare", "--seed", "3", "--set", "data.length=12", "--set", "data.count=400"] + flags)
    let end = try #require(events.last { $0["event"] as? String == "end" })
    let result = try program.run(["evaluate", "out/gru.safetensors", "--json", "--threads", "1"])
    #expect(result.status == 0, "\(result.errors)")
    let score = try object(result.output)
    #expect(score["examples"] as? Int == 40)
    #expect(score["loss"] as? Double == end["test_loss"] as? Double)
    #expect(
      score["metrics"] as? [String: Double] == end["test_metrics"] as? [String: Double])
    #expect(
      score["baseline_metrics"] as? [String: Double]
        == end["baseline_metrics"] as? [String: Double])
    let threads = try program.run(["evaluate", "out/gru.safetensors", "--json", "--threads", "3"])
    #expect(threads.output == result.output)
  }

  @Test func evaluateScoresAFile() throws {
    let program = try series()
    let result = try program.run(["evaluate", "out/gru.safetensors", "--data", "waves.csv"])
    #expect(result.status == 0, "\(result.errors)")
    for part in ["gru, hidden [", "persistence", "loss", "rmse", "mae"] {
      #expect(result.output.contains(part), "\(part)")
    }
  }

  // MARK: predict

  @Test func predictForecastsBeyondTheEnd() throws {
    let program = try series()
    let model = "out/gru.safetensors"
    let result = try program.run(["predict", model, "--data", "waves.csv"])
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows[0].first == "row")
    #expect(rows[0].suffix(2) == ["forecast(height)", "actual(height)"])
    #expect(rows.dropFirst().allSatisfy { $0.count == rows[0].count })
    let last = try #require(rows.last)
    #expect(last.first == "241" && last.last == "")
    let forecast = try #require(Double(last[last.count - 2]))
    #expect(forecast > 0 && forecast < 20)
    // Row 240 of the file, counted from 1, and its actual value in the data's own units.
    let known = try #require(rows.dropLast().last)
    #expect(known.first == "240")
    #expect(abs((Double(known.last ?? "") ?? 0) - (10 + 3 * sin(239.0 / 5))) < 1e-4)

    try program.folder.write("old", to: "forecast.csv")
    let file = try program.run([
      "predict", model, "--data", "waves.csv", "--output", "forecast.csv",
    ])
    #expect(file.status == 0 && file.output == "" && file.errors == "")
    #expect(program.folder.text("forecast.csv") == result.output)
    #expect(!program.folder.files(".").contains { $0.hasSuffix(".tmp") })
  }

  @Test func predictLeavesTheOldFileWhereItFails() throws {
    let program = try series()
    try program.folder.write("old", to: "old.csv")
    try program.folder.write("day,depth\n1,2\n2,3\n", to: "other.csv")
    let model = "out/gru.safetensors"
    let failed = try program.run([
      "predict", model, "--data", "other.csv", "--output", "old.csv",
    ])
    #expect(failed.status == 65 && failed.errors.contains("height"))
    #expect(program.folder.text("old.csv") == "old")
    for (output, status, says) in [
      (model, Int32(64), "would replace"), ("waves.csv", 64, "would replace"),
      ("/dev/null", 65, "not a regular file"), ("gone/x.csv", 65, "cannot write gone/x.csv"),
    ] {
      let result = try program.run([
        "predict", model, "--data", "waves.csv", "--output", output,
      ])
      #expect(result.status == status && result.errors.contains(says), "\(result.errors)")
    }
    let full = try program.shell("\"$0\" predict \(model) --data waves.csv > /dev/full")
    #expect(full.status == 1 && full.errors.contains("No space left on device"))
    let pipe = try program.shell("\"$0\" predict \(model) --data waves.csv | head -n 1")
    #expect(pipe.status == 0 && pipe.errors == "")
  }

  // MARK: generate

  private func language() throws -> Program {
    try trained(["charlm", "--set", "data.count=4000", "--set", "data.length=20"]).0
  }

  @Test func generateWritesTheSameTextForTheSameSeed() throws {
    let program = try language()
    func text(_ flags: [String]) throws -> String {
      let result = try program.run(["generate", "out/gru.safetensors", "--length", "60"] + flags)
      #expect(result.status == 0 && result.errors == "", "\(result.errors)")
      return result.output
    }
    let one = try text(["--prompt", "the cat", "--seed", "7"])
    #expect(one.hasPrefix("the cat") && one.count == 67)
    #expect(try text(["--prompt", "the cat", "--seed", "7"]) == one)
    #expect(try text(["--prompt", "the cat", "--seed", "8"]) != one)
    // The most probable token needs no seed.
    let greedy = try text(["--temperature", "0", "--seed", "1"])
    #expect(try text(["--temperature", "0", "--seed", "2"]) == greedy)
    #expect(try text(["--length", "0", "--prompt", "the"]) == "the")
  }

  @Test func generateEndsQuietlyWithItsReader() throws {
    let program = try language()
    let result = try program.shell(
      "\"$0\" generate out/gru.safetensors --length 50000000 | head -c 20")
    #expect(result.status == 0 && result.errors == "" && result.output.count == 20)
  }

  // MARK: what does not fit

  @Test func refusesWhatDoesNotFit() throws {
    let program = try series()
    let model = "out/gru.safetensors"
    try program.folder.write("not a model", to: "text.safetensors")
    try program.folder.write("depth\n" + (0..<90).map { "\($0)\n" }.joined(), to: "depth.csv")
    try program.folder.write("height\n1\n2\n", to: "short.csv")
    for (arguments, status, says) in [
      (["evaluate", "gone.safetensors"], Int32(65), "gone.safetensors"),
      (["evaluate", "text.safetensors"], 65, "not a complete safetensors file"),
      (["evaluate", model], 65, "--data FILE"),
      (["evaluate", model, "--data", "gone.csv"], 65, "gone.csv: no such file"),
      (["evaluate", model, "--data", "depth.csv"], 65, "height"),
      (["predict", model, "--data", "depth.csv"], 65, "height"),
      (["predict", model, "--data", "short.csv"], 65, "short.csv"),
      (["predict", model], 64, "--data"),
      (["generate", model], 65, "not a language model"),
      (["generate", model, "--temperature", "-1"], 64, "--temperature"),
      (["generate", model, "--length", "-1"], 64, "--length"),
    ] {
      let result = try program.run(arguments)
      #expect(result.status == status && result.output == "", "\(arguments) \(result)")
      #expect(result.errors.contains(says), "\(arguments): \(result.errors)")
    }
  }

  /// The last weight becomes NaN.
  @Test func weightsThatAreNotFiniteAreRefused() throws {
    let program = try series()
    _ = try program.shell(
      "printf '\\000\\000\\300\\177' | dd of=out/gru.safetensors bs=1 conv=notrunc "
        + "seek=$(($(stat -c %s out/gru.safetensors) - 4))")
    let model = "out/gru.safetensors"
    for arguments in [
      ["evaluate", model, "--data", "waves.csv"], ["predict", model, "--data", "waves.csv"],
      ["generate", model],
    ] {
      let result = try program.run(arguments)
      #expect(result.status == 65 && result.output == "", "\(result)")
      #expect(result.errors.contains("tensor rnn.weight_ih_l0 holds nan"), "\(result.errors)")
    }
  }

  @Test func evaluateScoresTheWholeText() throws {
    let program = try Program()
    let sentence = "the cat sat on the mat "
    try program.folder.write(String(repeating: sentence, count: 60), to: "long.txt")
    try program.folder.write(
      String(String(repeating: sentence, count: 5).prefix(87)), to: "other.txt")
    let training = try program.run([
      "--data", "long.txt", "--headless", "--max-steps", "5", "--save", "out", "--cells", "gru",
      "--set", "data.length=20", "--set", "model.hidden=[4]", "--threads", "1",
    ])
    #expect(training.status == 0, "\(training.errors)")
    let result = try program.run(["evaluate", "out/gru.safetensors", "--data", "other.txt"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains(
        "text: 87 characters; all after the first are scored, in 5 windows of 20, the last of 6"),
      "\(result.output)")
  }

  @Test func unknownCharactersAreNamed() throws {
    let program = try language()
    let result = try program.run([
      "generate", "out/gru.safetensors", "--prompt", "the \u{3A9}\u{1B}",
    ])
    #expect(result.status == 65 && result.errors.contains("\"\u{3A9}\""))
    #expect(!result.errors.contains("\u{1B}"))
  }
}
