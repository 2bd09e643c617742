import Foundation
import Testing

/// How a run without a dashboard is told, and how it ends.
@Suite struct HeadlessEndTests {
  static let quick = ["train", "compare", "--headless", "--save", "out"] + Program.quick
  static let endless = ["train", "compare", "--headless", "--save", "out"] + Program.endless
  static let models = ["gru", "lstm", "rnn"].map { $0 + ".safetensors" }

  @Test func asTextEveryLaneHasItsLines() throws {
    let program = try Program()
    let result = try program.run(
      Self.quick + [
        "--max-steps", "6", "--at", "3:regularizers.clip=0.5", "--set",
        "training.schedule={warmup: 4}", "--set", "training.learning_rate=0.0005",
      ])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.lines.first?.contains("compare: ") ?? false)
    #expect(result.lines.first?.hasSuffix("seed 1, 1 thread") ?? false)
    #expect(result.lines.contains { $0.hasSuffix("5 clip 0.5 applied at step 3") })
    for lane in ["rnn", "lstm", "gru"] {
      let own = result.lines.filter { $0.contains(" s  \(lane)") }
      #expect(own.contains { $0.contains("epoch 1, step 5: train ") })
      #expect(own.contains { $0.hasSuffix(" lr 0.0005 (warm-up over) at step 4") })
      #expect(own.contains { $0.contains(" best ") && $0.hasSuffix(" at epoch 1") })
      #expect(
        own.contains {
          $0.contains("ended at step 6 (max steps): test ")
            && $0.hasSuffix("saved out/\(lane).safetensors")
        })
    }
    #expect(!result.output.contains("\u{1B}"))
    // The end, as after the dashboard.
    let end = result.lines.drop { $0 != "rnn-tui compare" }
    #expect(end.contains { $0.hasPrefix("predicting the mean ") })
    #expect(end.contains("saved in out: " + Self.ranked(end).joined(separator: ", ")))
    #expect(end.allSatisfy { $0.count <= 80 }, "\(end)")
    let evaluate = try #require(end.firstIndex { $0.hasPrefix("Evaluate the best lane's model (") })
    let again = try #require(end.firstIndex(of: "The same run again:"))
    for (first, last) in [(evaluate + 1, again), (again + 1, end.endIndex)] {
      let command = end[first..<last].joined(separator: "\n")
      #expect(command.contains(Program.path))
      let run = try program.shell(command)
      #expect(run.status == 0, "\(command)\n\(run.errors)")
    }
    #expect(program.folder.models("out-2") == Self.models)
  }

  /// Names that mean something to a shell or to the parser come back as they were.
  @Test func theSameRunAgainTakesAnyNames() throws {
    let program = try Program()
    let rows = (0..<120).map { "\($0 % 7)\n" }.joined()
    try program.folder.write("height\n" + rows, to: "it's a file.csv")
    let result = try program.run(
      [
        "train", "--data", "it's a file.csv", "--cells", "gru", "--headless", "--max-steps", "2",
        "--save=-my run", "--set", "training.schedule={name: cosine}", "--set", "model.hidden=[4]",
      ])
    #expect(result.status == 0, "\(result.errors)")
    let end = result.lines.drop { !$0.hasPrefix("Predict with the best lane's model (gru)") }
    let again = try #require(end.firstIndex(of: "The same run again:"))
    for part in [end.dropFirst().prefix { $0 != "The same run again:" }, end[(again + 1)...]] {
      let command = part.joined(separator: "\n")
      let run = try program.shell(command)
      #expect(run.status == 0, "\(command)\n\(run.errors)")
    }
    #expect(program.folder.has("-my run-2/gru.safetensors"))
  }

  /// The files of the lanes in the order of the table.
  private static func ranked(_ table: ArraySlice<String>) -> [String] {
    table.compactMap { row in
      ["rnn", "lstm", "gru"].first { row.hasPrefix($0 + " ") }.map { $0 + ".safetensors" }
    }
  }

  @Test func withoutATerminalItTrainsHeadlessAndSaysSoOnce() throws {
    let program = try Program()
    let result = try program.run(["train", "compare", "--max-steps", "6"] + Program.quick)
    #expect(result.status == 0)
    #expect(
      result.errors
        == "rnn-tui: no dashboard: standard output is not a terminal; training headless\n")
    #expect(result.lines.contains { $0.contains("ended at step 6 (max steps)") })
    #expect(!(result.output + result.errors).contains("\u{1B}"))
    // Without --save the weights go to a folder of the day.
    let runs = program.folder.files("runs").filter { $0 != "latest" }
    #expect(runs.count == 1)
    let name = try #require(runs.first)
    #expect(name.hasSuffix("-compare"))
    #expect(program.folder.models("runs/" + name) == Self.models)
  }

  @Test(arguments: [["--no-color"], ["--json"]])
  func aReaderWhoLeavesEndsItQuietly(_ more: [String]) throws {
    let program = try Program()
    let arguments = (Self.endless + more).map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell(
      "{ \"$0\" \(arguments) 3>&-; echo $? >&3; } 3>status | head -n 1")
    #expect(result.lines.count == 1)
    #expect(result.errors == "")
    #expect(program.folder.text("status") == "0\n")
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func aSignalSavesAndIsToldByTheExitCode(_ number: Int32) throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    try running.wait(for: "\"improved\"")
    running.signal(number)
    let result = try running.finish()
    #expect(result.status == 128 + number)
    #expect(result.errors == "")
    #expect(program.folder.models("out") == Self.models)
    let ends = try TrainingLog(result).all("end")
    #expect(ends.count == 3)
    for end in ends { #expect(end["reason"] as? String == "interrupted") }
  }

  /// Two requests in a row: every lane's best is in its file all the same, and nothing else is done.
  @Test(arguments: [[SIGINT, SIGINT], [SIGTERM, SIGINT], [SIGTERM, SIGTERM]])
  func twoSignalsInARowLoseNothing(_ numbers: [Int32]) throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    for lane in ["rnn", "lstm", "gru"] {
      try running.wait(for: "\"lane\": \"\(lane)\", \"epoch\": 1, \"step\": 5, \"val_loss\"")
    }
    running.signal(numbers[0])
    // Closer together they count as one.
    Program.pause(milliseconds: 50)
    running.signal(numbers[1])
    let result = try running.finish()
    #expect(result.status == 128 + numbers[0])
    #expect(program.folder.models("out") == Self.models)
  }

  /// What improved is on disk without anybody's asking.
  @Test func aKillLosesNothingThatHadImproved() throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    let files = Self.models + ["run.yaml", "record.jsonl", "manifest.json"]
    try program.waitForFiles(files.map { "out/" + $0 }, of: running)
    running.signal(SIGKILL)
    #expect(try running.finish().status == 128 + SIGKILL)
    let next = try program.run(Self.quick + ["--max-steps", "6"])
    #expect(next.status == 0)
    #expect(next.errors.contains("out holds another run, which is kept"))
    #expect(program.folder.models("out") == Self.models)
    let left = program.folder.files("out")
    #expect(!left.contains { $0.hasSuffix(".tmp") }, "and what was being written is swept")
    #expect(left.contains("run.yaml") && left.contains("record.jsonl"))
    #expect(program.folder.models("out-2") == Self.models)
  }

  /// What killed runs left in `runs` goes with the next run; everything else stays.
  @Test func emptyFoldersOfKilledRunsAreSwept() throws {
    let program = try Program()
    let runs = program.folder.url.appendingPathComponent("runs")
    let files = FileManager.default
    let dead = try #require(
      (1_000_000...4_000_000).first { kill(pid_t($0), 0) != 0 && errno == ESRCH })
    for name in ["empty", "stale", "full"] {
      try files.createDirectory(
        at: runs.appendingPathComponent("2026-01-01-0000-\(name)"),
        withIntermediateDirectories: true)
    }
    try files.createDirectory(
      at: runs.appendingPathComponent("mine"), withIntermediateDirectories: true)
    for place in ["stale/gru.safetensors.\(dead).tmp", "full/notes.\(dead).tmp"] {
      try Data([1]).write(to: runs.appendingPathComponent("2026-01-01-0000-" + place))
    }
    let result = try program.run(
      ["train", "compare", "--headless", "--max-steps", "2"] + Program.quick)
    #expect(result.status == 0)
    let left = program.folder.files("runs").filter { !$0.hasSuffix("-compare") && $0 != "latest" }
    #expect(left == ["2026-01-01-0000-full", "mine"])
    #expect(program.folder.files("runs/2026-01-01-0000-full") == ["notes.\(dead).tmp"])
  }

  @Test func aFolderThatGoesAwayIsMadeAgain() throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    try program.waitForFiles(Self.models.map { "out/" + $0 }, of: running)
    try program.folder.takeAway("out")
    running.signal(SIGTERM)
    #expect(try running.finish().status == 128 + SIGTERM)
    #expect(program.folder.models("out") == Self.models)
  }

  @Test func withoutAPlaceForRunsTheWeightsGoElsewhere() throws {
    let program = try Program()
    try Data().write(to: program.folder.url.appendingPathComponent("runs"))
    let result = try program.run(
      ["train", "compare", "--headless", "--json", "--max-steps", "6"] + Program.quick)
    #expect(result.status == 0)
    #expect(result.errors.contains("rnn-tui: cannot save in runs/"))
    for end in try TrainingLog(result).all("end") {
      let model = try #require(end["model"] as? String)
      #expect(model.hasPrefix("rnn-tui-") && access(program.folder.path + "/" + model, R_OK) == 0)
    }
  }

  /// A file in the folder's place: the weights go somewhere else, and that is said.
  @Test func aFolderThatCannotBeWrittenIsReplacedByAnotherPlace() throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    try program.waitForFiles(Self.models.map { "out/" + $0 }, of: running)
    try program.folder.replaceByFile("out")
    running.signal(SIGTERM)
    let result = try running.finish()
    #expect(result.status == 128 + SIGTERM)
    #expect(result.errors.contains("cannot save in out: Not a directory"))
    #expect(program.folder.models("rnn-tui-out") == Self.models)
    for end in try TrainingLog(result).all("end") {
      #expect((end["model"] as? String)?.hasPrefix("rnn-tui-out/") == true)
    }
  }

  @Test func aFullDiskForTheOutputIsToldAndTheWeightsAreSaved() throws {
    let program = try Program()
    let arguments = (Self.quick + ["--max-steps", "6"]).map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell("\"$0\" \(arguments) > /dev/full")
    #expect(result.status == 1)
    #expect(
      result.errors
        == "rnn-tui: cannot write to standard output: No space left on device\n")
    #expect(program.folder.models("out") == Self.models)
  }

  @Test func withStandardDescriptorsClosedNothingIsScribbledInto() throws {
    let program = try Program()
    let arguments = (Self.quick + ["--max-steps", "6"]).map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell("\"$0\" \(arguments) <&- >&- 2>&-; echo $?")
    #expect(result.errors == "")
    #expect(program.folder.models("out") == Self.models)
    for model in Self.models {
      let bytes = try Data(
        contentsOf: program.folder.url.appendingPathComponent("out/" + model))
      let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(length < bytes.count && bytes[8] == UInt8(ascii: "{"))
    }
  }

  /// Far too large a learning rate and nothing that clips: each lane says how it ended, the exit
  /// code says it of all.
  static let diverging = [
    "--set", "training.learning_rate=100", "--set", "training.optimizer=sgd",
    "--set", "regularizers.clip=off",
  ]

  @Test func lanesThatDivergeSayWhereAndTheExitCodeIsThree() throws {
    let program = try Program()
    let result = try program.run(Self.endless + Self.diverging)
    #expect(result.status == 3)
    #expect(result.errors == "")
    for lane in ["rnn", "lstm", "gru"] {
      let own = result.lines.filter { $0.contains(" s  \(lane) ") }
      #expect(own.contains { $0.contains(/diverged at step [0-9]+: .*overflowed/) }, "\(own)")
      #expect(own.contains { $0.contains(/ended at step [0-9]+ \(diverged\):/) }, "\(own)")
      #expect(
        own.last?.contains(/[ ]diverged at step [0-9]+(; before that .*)?$/) ?? false, "\(own)")
    }
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    let program = try Program()
    let first = try program.start(Self.endless + ["--json"])
    try first.wait(for: "\"improved\"")
    try program.waitForFiles(["out/gru.safetensors"], of: first)
    let second = try program.run(Self.quick + ["--max-steps", "6"])
    #expect(second.status == 0)
    #expect(second.errors.contains("this one is saved in out-2"))
    #expect(program.folder.models("out-2") == Self.models)
    first.signal(SIGTERM)
    #expect(try first.finish().status == 143)
  }
}
