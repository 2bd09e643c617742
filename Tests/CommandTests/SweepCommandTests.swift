import Foundation
import Testing
import Training

/// `sweep` as a person runs it, with trials that are over in a moment.
@Suite struct SweepCommandTests {
  static let small = [
    "--set", "data.length=5", "--set", "data.count=100", "--set", "training.batch=16",
    "--set", "model.match=hidden", "--seed", "1", "--folds", "2", "--jobs", "2",
  ]
  /// Two combinations on two folds.
  static let sweep =
    ["sweep", "compare", "--cells", "gru", "--over", "model.hidden=[[3], [4, 2]]"]
    + small + ["--max-epochs", "1", "--save", "out"]
  /// Trials that run until they are stopped.
  static let endless =
    ["sweep", "compare", "--cells", "gru", "--over", "model.hidden=[[3], [4, 2]]"]
    + small + ["--max-epochs", "1000000", "--set", "early_stopping=off", "--save", "out"]

  static func objects(_ result: Program.Result, _ event: String) throws -> [[String: Any]] {
    try TrainingLog(result).all(event)
  }

  @Test func everyTrialThenTheRankingAndTheWinner() throws {
    let program = try Program()
    let result = try program.run(Self.sweep + ["--json"])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let trials = try Self.objects(result, "trial")
    #expect(
      Set(trials.compactMap { $0["trial"] as? String }) == ["c1-f1", "c2-f1", "c1-f2", "c2-f2"])
    #expect(trials.allSatisfy { $0["state"] as? String == "done" })
    let ranking = try Self.objects(result, "ranking")
    #expect(ranking.map { $0["rank"] as? Int } == [1, 2])
    for row in ranking {
      // The mean of what the trials told.
      let own = trials.filter { $0["combination"] as? Int == row["combination"] as? Int }
      let losses = own.compactMap { $0["val_loss"] as? Double }
      let mean = try #require(row["mean"] as? Double)
      #expect(abs(mean - (losses[0] + losses[1]) / 2) < 1e-8)
      let deviation = try #require(row["sd"] as? Double)
      #expect(abs(deviation - abs(losses[0] - losses[1]) / 2.0.squareRoot()) < 1e-8)
    }
    let end = try Self.objects(result, "end").first
    #expect(end?["best"] as? String == "out/best.yaml" && end?["done"] as? Int == 4)
    #expect(
      program.folder.files("out") == [
        "best.yaml", "c1-f1", "c1-f1.jsonl", "c1-f2", "c1-f2.jsonl", "c2-f1", "c2-f1.jsonl",
        "c2-f2",
        "c2-f2.jsonl", "sweep.json",
      ])
    // The winner trains, on the ordinary split.
    let best = try program.run(["train", "out/best.yaml", "--json", "--save", "again"])
    #expect(best.status == 0)
    let hidden = (ranking.first?["values"] as? [String: Any])?["model.hidden"] as? [Int]
    let start = try #require(try TrainingLog(best).all("start").first)
    #expect((start["lanes"] as? [[String: Any]])?.first?["hidden"] as? [Int] == hidden)
    #expect((start["data"] as? [String: Any])?["train"] as? Int == 80)
  }

  @Test func asText() throws {
    let program = try Program()
    let result = try program.run(Self.sweep + ["--headless"])
    #expect(result.status == 0 && result.errors == "")
    #expect(
      result.lines.first
        == "sweep of compare: 2 combination(s) x 2 fold(s), 4 trials, 2 at a time, "
        + "\(max(1, Processors.usualThreads / 2)) thread(s) each, in out")
    #expect(
      result.lines.count { $0.contains(#/ s  [1-4]/4  hidden \[.*fold [12]: validation/#) } == 4)
    let table = result.lines.drop { !$0.hasPrefix("rank") }
    #expect(table.count == 5)
    #expect(table.dropFirst().first?.contains("2/2  best") == true)
    #expect(table.last?.hasSuffix("rnn-tui train out/best.yaml") == true)
    #expect(!result.output.contains("\u{1B}"))
  }

  /// A trial is the command that --dry-run prints: run by itself it says the same.
  @Test func theDryRunRunsAsPrinted() throws {
    let program = try Program()
    let dry = try program.run(Self.sweep + ["--dry-run"])
    #expect(dry.status == 0 && dry.lines.count == 4)
    #expect(!program.folder.has("out"))
    #expect(dry.lines[0].contains("--cells gru") && dry.lines[0].contains("data.fold=1"))
    #expect(
      dry.lines[0].contains("'model.hidden=[3]'") && dry.lines[0].contains(" --save out/c1-f1 "))
    let line = try program.shell(dry.lines[3].replacing("--save out/", with: "--save other/"))
    #expect(line.status == 0, "\(line.errors)")
    let sweep = try program.run(Self.sweep + ["--json"])
    #expect(sweep.status == 0)
    let trial = try Self.objects(sweep, "trial").first { $0["trial"] as? String == "c2-f2" }
    let best = try TrainingLog(line).all("improved").last
    #expect(trial?["val_loss"] as? Double == best?["val_loss"] as? Double)
    #expect(trial?["val_loss"] is Double)
    // What is done is not printed again.
    #expect(try program.run(Self.sweep + ["--dry-run"]).output == "")
  }

  /// Lines that another machine wrote count.
  @Test func whatAnotherMachineRanIsTakenUp() throws {
    let program = try Program()
    let dry = try program.run(Self.sweep + ["--dry-run"])
    let script =
      "mkdir out\n"
      + dry.lines.enumerated().map { place, line in
        "\(line) > out/\(["c1-f1", "c1-f2", "c2-f1", "c2-f2"][place]).jsonl\n"
      }.joined()
    #expect(try program.shell(script).status == 0)
    let result = try program.run(Self.sweep + ["--json"])
    #expect(result.status == 0)
    #expect(try Self.objects(result, "trial").isEmpty)
    #expect(try Self.objects(result, "start").first?["done"] as? Int == 4)
    #expect(try Self.objects(result, "ranking").count == 2)
  }

  @Test func aFinishedTrialIsNeverRunAgain() throws {
    let program = try Program()
    #expect(try program.run(Self.sweep + ["--json"]).status == 0)
    // One is missing, one is cut: those two run, and come to the same.
    let before = program.folder.text("out/c2-f1.jsonl")
    try FileManager.default.removeItem(atPath: program.folder.path + "/out/c2-f2.jsonl")
    try program.folder.write(String(before.prefix(400)), to: "out/c2-f1.jsonl")
    for arguments in [Self.sweep, ["sweep", "--continue", "out"]] {
      let again = try program.run(arguments + ["--json"])
      #expect(again.status == 0, "\(again.errors)")
      let ran = try Self.objects(again, "trial").compactMap { $0["trial"] as? String }
      #expect(Set(ran) == (arguments == Self.sweep ? ["c2-f1", "c2-f2"] : []))
    }
    func losses(_ text: String) -> [Substring] {
      text.matches(of: /"val_loss": [^,]*/).map(\.output)
    }
    #expect(losses(program.folder.text("out/c2-f1.jsonl")) == losses(before))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func aSignalStopsTheTrials(_ number: Int32) throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    try running.wait(for: "\"start\"")
    try Self.wait { program.folder.text("out/c1-f1.part").contains("improved") }
    running.signal(number)
    let result = try running.finish()
    #expect(result.status == 128 + number)
    #expect(try Self.objects(result, "end").first?["reason"] as? String == "interrupted")
    #expect(
      !program.folder.files("out").contains { $0.hasSuffix(".part") || $0.hasSuffix(".jsonl") })
    try Self.noneIsLeft(program)
  }

  /// After kill -9 the trials end by themselves, and the sweep goes on where it was.
  @Test func itGoesOnAfterAKill() throws {
    let program = try Program()
    let running = try program.start(
      Self.sweepWithoutEpochs + [
        "--over", "training.max_epochs=[1, 1000000]", "--set", "early_stopping=off", "--json",
      ])
    // c1 and c3 train one epoch, c2 and c4 for ever.
    try running.wait(for: "\"c1-f1\"")
    try Self.wait { program.folder.text("out/c2-f1.part").contains("improved") }
    running.signal(SIGKILL)
    _ = try running.finish()
    #expect(program.folder.has("out/c1-f1.jsonl") && program.folder.has("out/c2-f1.part"))
    try Self.noneIsLeft(program)
    let again = try program.start(["sweep", "--continue", "out", "--json"])
    try again.wait(for: "\"start\"")
    try Self.wait { program.folder.text("out/c2-f1.part").contains("improved") }
    again.signal(SIGTERM)
    let result = try again.finish()
    #expect(result.status == 143)
    #expect(try Self.objects(result, "start").first?["done"] as? Int ?? 0 >= 1)
    #expect(!result.output.contains("\"c1-f1\""))
  }

  static let sweepWithoutEpochs =
    ["sweep", "compare", "--cells", "gru", "--over", "model.hidden=[[3], [4, 2]]"]
    + small + ["--save", "out"]

  @Test func anotherSweepIsNotMixedIn() throws {
    let program = try Program()
    #expect(try program.run(Self.sweep + ["--json"]).status == 0)
    for arguments in [Self.sweep + ["--set", "training.learning_rate=0.02"]] {
      for more in [["--json"], ["--dry-run"]] {
        let other = try program.run(arguments + more)
        #expect(other.status == 65)
        #expect(
          other.errors.contains(
            "out holds a different sweep "
              + "(the preset's training.learning_rate: 0.005 there, 0.02 now)"))
        #expect(other.output == "")
      }
    }
  }

  @Test func twoSweepsDoNotShareAFolder() throws {
    let program = try Program()
    let running = try program.start(Self.endless + ["--json"])
    try running.wait(for: "\"start\"")
    let second = try program.run(Self.endless + ["--json"])
    #expect(second.status == 65 && second.errors.contains("another run is using it"))
    running.signal(SIGTERM)
    #expect(try running.finish().status == 143)
  }

  /// One value makes its trials diverge; the others go on and are ranked.
  @Test func failuresAreShownAndRankedLast() throws {
    let program = try Program()
    let arguments =
      Self.sweepWithoutEpochs + [
        "--max-epochs", "20", "--set", "training.optimizer=sgd", "--set", "regularizers.clip=off",
        "--over", "training.learning_rate=[0.01, 100]", "--headless",
      ]
    let result = try program.run(arguments)
    #expect(result.status == 0, "\(result.errors)")
    let table = Array(result.lines.drop { !$0.hasPrefix("rank") })
    #expect(table.dropFirst().prefix(2).allSatisfy { $0.contains(" 0.01 ") })
    #expect(
      table.dropFirst(3).prefix(2).allSatisfy { $0.contains("failed in fold 1: diverged at") })
  }

  @Test func dataThatCannotBeReadIsToldByEachTrial() throws {
    let program = try Program()
    let result = try program.run(
      ["sweep", "compare", "--set", "data.count=1", "--folds", "2", "--save", "out", "--headless"])
    #expect(result.status == 65)
    #expect(result.output.contains("failed: data.count"))
  }

  @Test(arguments: [
    (["--over", "training.bach=[1]"], 65, "did you mean training.batch?"),
    (["--over", "training.batch=8"], 65, "--over training.batch=8: 8 is not a list"),
    (["--over", "training.batch=[0]"], 65, "0 is out of range; allowed: all, or 1 to 65536"),
    (["--over", "training.learning_rate=log(0, 1, 3)"], 65, "FROM is 0"),
    (["--over", "training.learning_rate=log(1e-9, 1, 1000)", "--folds", "20"], 65, "60000 trials"),
    (["--folds", "0"], 65, "1 to 100 folds"), (["--jobs", "0"], 64, "--jobs must be 1 to 256"),
    (["--save", ""], 64, "--save needs a folder name"),
    (["nope"], 65, "no preset \"nope\""), (["--continue", "gone"], 65, "no sweep in this"),
    (["--continue", "gone", "--seed", "3"], 64, "--continue repeats the earlier request"),
    (["--lanes", "x"], 65, "there is no lane \"x\"; lanes: rnn, lstm, gru"),
  ])
  func badInput(_ arguments: [String], _ status: Int, _ says: String) throws {
    let program = try Program()
    let result = try program.run(["sweep"] + arguments)
    #expect(result.status == status)
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.output == "")
    #expect(program.folder.files("").filter { !$0.hasPrefix(".") } == [])
  }

  /// Looks again until it is so; each look costs a process nothing.
  static func wait(_ condition: () -> Bool) throws {
    let end = Date(timeIntervalSinceNow: Program.bound)
    while !condition() {
      guard Date() < end else { throw StillWaiting(what: "a trial's lines", seen: "") }
      sched_yield()
    }
  }

  /// No trial of this sweep is at work any more.
  static func noneIsLeft(_ program: Program) throws {
    try wait {
      let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return !numbers.compactMap { Int32($0) }.contains { number in
        let folder = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/\(number)/cwd")
        let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
        return folder == program.folder.path && file == Program.path
      }
    }
  }
}

extension InTerminal {
  @Suite struct SweepDashboardTests {
    @Test func combinationsStandSideBySideAndQKeepsThem() throws {
      let tmux = try Tmux.running(SweepCommandTests.endless)
      try tmux.wait(for: "combinations") { rows in
        rows.contains { $0.contains("Combinations · best first") }
          && rows.contains { $0.contains(/#1 .*\[3\].*fold 1,2/) }
          && rows.contains { $0.contains(/#2 .*\[4, 2\].*waiting/) }
      }
      try tmux.press("Space", shows: "the trials of a sweep run by themselves")
      try tmux.press("q")
      let rows = try tmux.expectEnd(0)
      // In a window of this width the line goes on in the next, wherever the program's path is so long
      // that it breaks; a space at the break is not seen.
      let line = rows.joined().filter { $0 != " " }
      #expect(line.contains("sweep--continueout"))
      #expect(tmux.folder.files("out").contains("sweep.json"))
    }

    @Test func aSignalStopsTheTrialsAndGivesTheTerminalBack() throws {
      let tmux = try Tmux.running(SweepCommandTests.endless, columns: 80, rows: 24)
      try tmux.wait(for: "fold 1")
      try tmux.signal(SIGTERM)
      try tmux.expectEnd(143)
    }

    @Test func whenAllIsDoneTheTableStandsOnTheMainScreen() throws {
      let tmux = try Tmux.running(SweepCommandTests.sweep)
      try tmux.wait(for: "done ·")
      try tmux.wait(for: "best: out/best.yaml")
      try tmux.press("q")
      let rows = try tmux.expectEnd(0)
      #expect(rows.contains { $0.contains(/1 .*\[.*2\/2  best/) })
      #expect(rows.contains { $0.hasPrefix("train it with:") })
    }
  }
}
