import Foundation
import Testing

/// `watch`, as it is typed.
@Suite struct WatchCommandTests {
  @Test func whatIsNoRunIsSaid() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      atPath: program.folder.path + "/broken", withIntermediateDirectories: true)
    try program.folder.write("{", to: "broken/manifest.json")
    for (word, text) in [
      ("nowhere", "nowhere: there is no such folder; all runs: "),
      (".", "no run's folder, there is no manifest.json; all runs: "),
      ("latest", "runs/latest: there is no such folder; all runs: "),
      ("broken", "broken/manifest.json: it cannot be read as a run's manifest"),
    ] {
      let run = try program.run(["watch", word])
      #expect(run.status == 65 && run.errors.contains(text), "\(word): \(run.errors)")
    }
  }

  @Test func aRecordWithoutAPictureIsSaid() throws {
    let recorded = try RecordedFolder(steps: 3)
    let program = try Program()
    for (text, reason) in [
      ("", "it has no complete line"),
      (String(repeating: "x", count: 99), "it has no complete line"),
      ("no line\n", "it has no complete picture of the run"),
      (recorded.lines[0] + "\n", "it has no complete picture of the run"),
    ] {
      try recorded.write(text)
      let run = try program.run(["watch", recorded.run])
      #expect(run.status == 65)
      #expect(run.errors.contains("record.jsonl: \(reason); to train it again: "), "\(run.errors)")
      #expect(run.errors.contains(" train \(recorded.run)/run.yaml"))
    }
    try FileManager.default.removeItem(atPath: recorded.record)
    let run = try program.run(["watch", recorded.run])
    #expect(run.status == 65 && run.errors.contains("there is no such file; to train it again: "))
  }

  @Test func withoutATerminalItSaysWhatGoesOn() throws {
    let recorded = try RecordedFolder(steps: 3)
    let run = try Program().run(["watch", recorded.run])
    #expect(run.status == 1)
    #expect(run.errors.contains("no dashboard: standard output is not a terminal"))
    #expect(run.errors.contains(" export \(recorded.run) --to screen.txt"))
  }
}

extension InTerminal {
  /// A run in its record, played by keys.
  @Suite struct WatchTests {
    @Test(arguments: [(120, 36), (80, 24)])
    func aFinishedRun(_ columns: Int, _ rows: Int) throws {
      let recorded = try RecordedFolder(requests: ["9:regularizers.dropout=0.3"])
      let before = try Data(contentsOf: URL(fileURLWithPath: recorded.record))
      let tmux = try Tmux.running(
        ["watch", recorded.record], columns: columns, rows: rows)
      try tmux.wait(for: "the end") { $0[0].contains("ended") && $0[0].contains("step 40") }
      try tmux.press(",")
      try tmux.wait(for: "the record before") {
        $0[0].contains(/◀ step 3[0-9] of 40/) && $0[0].contains("End: newest")
      }
      try tmux.press("n", shows: "n: this is the record of a run; continue it with: ")
      try tmux.press("Home", shows: "◀ step 0 of 40")
      try tmux.press(",", shows: ",: this is the first frame")
      try tmux.press(")")
      try tmux.wait(for: "the change") { $0[0].contains(/◀ step (9|1[0-9]) of 40/) }
      try tmux.press(")", shows: "there is no intervention before or after")
      try tmux.press("}", times: 6)
      try tmux.press("Space")
      try tmux.wait(for: "the end again") { $0[0].contains("ended") }
      if rows > 30 {
        try tmux.press("?", shows: "play or stop the record")
        try tmux.press("Escape")
        try tmux.waitGone("play or stop the record")
      }
      try tmux.press("G")
      try tmux.wait(for: "the gradient alone") { $0[1].hasPrefix("┏━ G Gradient ") }
      try tmux.press("Home", shows: "◀ step 0 of 40")
      try tmux.press("End")
      try tmux.wait(for: "the end") { $0[0].contains("ended") }
      try tmux.press("q")
      try tmux.expectEnd(0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: recorded.record)) == before)
      #expect(recorded.folder.files("run") == ["manifest.json", "record.jsonl"])
    }

    /// What a run that trains records is seen, and the run ends by itself.
    @Test func aRunningRun() throws {
      let program = try Program()
      let running = try program.start(
        ["train", "compare", "--headless", "--save", "run"] + Program.endless)
      try program.waitForFiles(["run/record.jsonl", "run/manifest.json"], of: running)
      let run = program.folder.path + "/run"
      let tmux = try Tmux.running(["watch", run, "--read-only"])
      func step(_ rows: [String]) -> Int {
        let words = rows[0].firstMatch(of: /step ([0-9 ]+[0-9])/)?.1
        return words.flatMap { Int($0.filter { $0 != " " }) } ?? 0
      }
      let first = step(
        try tmux.wait(for: "training") { $0[0].contains("▶ watching") && step($0) > 0 })
      try tmux.wait(for: "later steps") { step($0) > first }
      try tmux.press("5", shows: "it was opened with --read-only")
      try tmux.press(",", shows: "End: live")
      try tmux.press("End", shows: "▶ watching")
      running.signal(SIGINT)
      #expect(try running.finish().status == 130)
      try tmux.wait(for: "its end") { $0[0].contains("interrupted") }
      try program.folder.takeAway("run")
      try tmux.wait(for: "run is gone; what was read is still shown")
      try tmux.press("q")
      try tmux.expectEnd(0)
    }

    @Test func quittingDoesNotEndTheRun() throws {
      let program = try Program()
      let running = try program.start(
        ["train", "compare", "--headless", "--save", "run"] + Program.endless)
      try program.waitForFiles(["run/record.jsonl", "run/manifest.json"], of: running)
      let tmux = try Tmux.running(["watch", program.folder.path + "/run"])
      try tmux.wait(for: "▶ watching")
      try tmux.press("q")
      try tmux.expectEnd(0)
      let bytes = program.folder.text("run/record.jsonl").utf8.count
      let end = Date(timeIntervalSinceNow: Program.bound)
      while program.folder.text("run/record.jsonl").utf8.count <= bytes, Date() < end {
        Program.pause(milliseconds: 20)
      }
      #expect(program.folder.text("run/record.jsonl").utf8.count > bytes)
      running.signal(SIGTERM)
      #expect(try running.finish().status == 143)
    }
  }
}
