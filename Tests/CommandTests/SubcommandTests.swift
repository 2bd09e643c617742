import Foundation
import Testing

/// The subcommands besides `train`.
@Suite struct SubcommandTests {
  static let commands = ["train", "data", "presets", "show", "probe", "bench", "doctor"]

  @Test func helpListsEverySubcommandAndEachHasItsOwn() throws {
    let program = try Program()
    let help = try program.run(["--help"])
    #expect(help.status == 0)
    #expect(help.errors == "")
    for command in Self.commands {
      #expect(help.lines.contains { $0.hasPrefix("  \(command) ") }, "\(command)")
      let own = try program.run([command, "--help"])
      #expect(own.status == 0)
      #expect(own.output.contains("USAGE: rnn-tui \(command)"))
    }
  }

  @Test func versionIsOneLine() throws {
    let result = try Program().run(["--version"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+-dev\n/) != nil)
  }

  @Test func presetsAreGroupedAndTheSameAsJSON() throws {
    let program = try Program()
    let text = try program.run(["presets"])
    let json = try program.run(["presets", "--json"])
    #expect(text.status == 0 && json.status == 0)
    #expect(text.errors + json.errors == "")
    let listings = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    let names = listings.compactMap { $0["name"] as? String }
    #expect(names.contains("compare") && names.count >= 5)
    #expect(names.sorted() == Self.presets(text.lines).sorted())
    // Every preset of the program belongs to a group.
    let groups = text.lines.filter { !$0.hasPrefix(" ") && !$0.isEmpty }
    #expect(groups == ["start here", "tasks", "series", "text", "sequences"])
    for listing in listings {
      #expect(!(listing["title"] as? String ?? "").isEmpty)
      #expect(!(listing["about"] as? String ?? "").isEmpty)
      #expect(listing["error"] == nil)
    }
  }

  /// Names in the list.
  private static func presets(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix("  ") }.map { line in
      String(line.dropFirst(2).prefix { $0 != " " })
    }
  }

  @Test func aWordThatIsNearlyACommand() throws {
    let result = try Program().run(["wathc"])
    #expect(result.status == 65)
    #expect(result.errors.contains("no preset") && result.errors.contains("rnn-tui watch"))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) throws {
    let program = try Program()
    let script = try program.run(["completions", shell])
    #expect(script.status == 0 && script.errors == "")
    #expect(script.output.contains("rnn-tui") && script.output.contains("sweep"))
  }

  @Test func aBrokenPresetIsListedWithItsFault() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      atPath: program.folder.path + "/presets", withIntermediateDirectories: false)
    try program.folder.write("title: t\nbogus: 1\n", to: "presets/mine.yaml")
    let text = try program.run(["presets"])
    #expect(text.status == 0)
    let line = try #require(text.lines.first { $0.hasPrefix("  mine ") })
    #expect(text.lines.contains("yours"))
    #expect(line.contains("cannot be used") && line.contains("bogus: unknown key"))
  }

  @Test func whatShowPrintsLoadsAgainAndShowsTheSame() throws {
    let program = try Program()
    let names = Self.presets(try program.run(["presets"]).lines)
    for name in names {
      let first = try program.run(["show", name])
      #expect(first.status == 0 && first.errors == "")
      // Relative paths of data are sought beside the preset.
      try program.folder.write(first.output, to: "copy.yaml")
      let second = try program.run(["show", "./copy.yaml"])
      #expect(second.status == 0, "\(second.errors)")
      #expect(first.output == second.output)
    }
  }

  @Test func showAppliesOverrides() throws {
    let program = try Program()
    let plain = try program.run(["show", "compare"])
    let set = try program.run(["show", "compare", "--set", "training.batch=17"])
    #expect(set.status == 0)
    #expect(!plain.output.contains("batch: 17"))
    #expect(set.output.contains("batch: 17"))
  }

  @Test func keysNamesEveryKeyThatShowPrints() throws {
    let program = try Program()
    let keys = try program.run(["show", "--keys"])
    #expect(keys.status == 0 && keys.errors == "")
    for key in [
      "data.source", "data.file", "data.window", "model.hidden", "model.match",
      "training.learning_rate", "training.optimizer", "training.validate_every",
      "regularizers.clip", "regularizers.dropout", "early_stopping.patience",
    ] {
      #expect(keys.output.contains(key), "\(key)")
    }
  }

  @Test func benchPrintsItsKeysForAGivenWorkload() throws {
    let result = try Program().run([
      "bench", "--json", "--input", "2", "--hidden", "8,4", "--outputs", "1", "--time-steps", "5",
      "--batch", "4", "--seconds", "0.01", "--threads", "1", "--cell", "gru",
    ])
    #expect(result.status == 0 && result.errors == "")
    #expect(result.lines.count == 1)
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(facts["cell"] as? String == "gru")
    #expect(facts["threads"] as? Int == 1)
    #expect(facts["workload"] is String)
    for key in [
      "steps", "step_ms", "sequences_per_second", "gflops", "peak_gflops", "peak_memory_mb",
    ] {
      #expect(facts[key] as? Double ?? 0 > 0, "\(key)")
    }
  }

  @Test func doctorTellsWhatItFound() throws {
    let program = try Program()
    let result = try program.run(["doctor"])
    #expect(result.status == 0 && result.errors == "")
    for row in [
      "rnn-tui", "processor", "BLAS core", "OPENBLAS_CORETYPE", "TERM", "colours", "window",
      "locale",
    ] {
      #expect(result.lines.contains { $0.hasPrefix(row + " ") }, "\(row)")
    }
    #expect(result.output.contains("C.UTF-8, UTF-8"))
    #expect(result.output.contains("no dashboard: standard output is not a terminal"))

    var other = program
    other.environment["TERM"] = "x\u{1B}[31m"
    other.environment["OPENBLAS_CORETYPE"] = "Haswell"
    let wrong = try other.run(["doctor"])
    #expect(wrong.status == 0)
    #expect(!wrong.output.contains("\u{1B}"))
    #expect(wrong.output.contains("OPENBLAS_CORETYPE pins OpenBLAS"))
  }
}
