import Dashboard
import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// `send`, and what a run makes of its inbox.
@Suite struct SendCommandTests {
  /// A run in another process that goes on until it is told to end.
  private struct Run {
    let program: Program
    let running: RunningProgram

    init() throws {
      program = try Program()
      running = try program.start(
        ["train", "compare", "--headless", "--save", "run"] + Program.endless)
      try running.wait(for: "best ")
      try program.waitForFiles(["run/manifest.json", "run/record.jsonl"], of: running)
      // Which start it is, is in the first lines.
      let end = Date(timeIntervalSinceNow: Program.bound)
      while Date() < end, try !record().contains("\"alive\"") { Program.pause(milliseconds: 5) }
    }

    func send(_ words: String...) throws -> Program.Result {
      try program.run(["send", "run"] + words)
    }

    func record() throws -> String {
      try String(contentsOfFile: program.folder.path + "/run/record.jsonl", encoding: .utf8)
    }
  }

  @Test func whatIsSentIsDoneAndRepeated() throws {
    let run = try Run()
    let drop = try run.send("regularizers.dropout=0.3")
    #expect(drop.status == 0 && drop.output.contains("3 drop 0.3 applied at step"), "\(drop)")
    let fork = try run.send("gru:fork", "training.learning_rate=0.001")
    #expect(fork.status == 0 && fork.output.contains("gru+lr 0.001 fork"), "\(fork)")
    #expect(try run.send("lstm:remove").status == 0)
    let undo = try run.send("rnn:undo")
    #expect(undo.status == 0 && undo.output.contains("undo: 3 drop 0.3, now at step"), "\(undo)")
    let pause = try run.send("pause")
    #expect(pause.status == 0 && pause.output == "done: pause\n")
    #expect(try run.send("step").output == "done: step\n")
    #expect(try run.send("resume").status == 0)
    #expect(try run.send("stop").output == "done: stop\n")
    let end = try run.running.finish()
    let table = end.output.replacing(/\n +/, with: " ")
    #expect(end.status == 0 && table.contains("lstm.safetensors (lstm, removed)"))
    #expect(end.output.contains("with the changes made while it trained:"))
    #expect(try run.record().contains("\"by\": \"sent\", \"from\": \""))
    #expect(access(run.program.folder.path + "/run/inbox", F_OK) != 0)
    let again = try run.program.run(
      ["train", "--repeat", "run", "--headless", "--save", "again"])
    #expect(again.status == 0, "\(again.errors)")
    for name in run.program.folder.models("run") {
      let files = ["run", "again"].map {
        try? Data(contentsOf: URL(fileURLWithPath: run.program.folder.path + "/\($0)/\(name)"))
      }
      #expect(files[0] == files[1], "\(name)")
    }
    let late = try run.send("pause")
    #expect(late.status == 65 && late.errors.contains("is not training; to continue it: "))
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let run = try Run()
    for (words, status, text) in [
      (["nobody:restart"], 65, "the run has no lane nobody; lanes: rnn, lstm, gru"),
      (["halt"], 65, "or one of restart, undo"),
      (["dropout=0.3"], 65, "dropout: unknown key"),
      (["model.hidden=8"], 65, "model.hidden"),
      (["regularizers.dropout=7"], 65, "7"),
      (["undo"], 1, "undo rejected: no change is kept"),
      (["recover"], 1, "recover rejected: no lane has diverged"),
      (["remove"], 1, "remove rejected: one lane must stay"),
    ] as [([String], Int32, String)] {
      let sent = try run.program.run(["send", "run"] + words)
      #expect(sent.status == status, "\(words): \(sent)")
      #expect((sent.output + sent.errors).contains(text), "\(words): \(sent)")
    }
    let elsewhere = try run.program.run(["send", "nowhere", "pause"])
    #expect(elsewhere.status == 65 && elsewhere.errors.contains("nowhere: there is no such folder"))
    let nothing = try run.program.run(["send", "run"])
    #expect(nothing.status == 64)
    run.running.signal(SIGTERM)
    _ = try run.running.finish()
  }

  /// Files that are no requests, of another start, or late, are answered in the record and gone.
  @Test func whatLiesInTheInbox() throws {
    let run = try Run()
    let inbox = run.program.folder.path + "/run/inbox"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    let record = try RecordedRun(run.program.folder.path + "/run")
    var follower = RunFollower(record)
    follower.look(at: 0)
    let start = try #require(follower.player.timeline.start)
    func file(_ id: Int, _ start: String, _ request: String, seen: Int = 1 << 40) -> String {
      "{\"id\": \(id), \"start\": \"\(start)\", \"seen\": \(seen), \"from\": \"ada@lovelace\", "
        + "\"request\": \"\(request)\"}"
    }
    let cases: [(name: String, content: String, answer: String)] = [
      ("1.json", "", "inbox/1.json is not a request"),
      ("2.json", "[1, 2", "inbox/2.json is not a request"),
      ("3.json", String(repeating: "x", count: 1 << 17), "inbox/3.json is not a request"),
      ("4.json", file(4, start, "halt"), "inbox/4.json is not a request"),
      ("5.json", file(5, "abc", "stop"), "stop refused: the run was resumed after this was sent"),
      ("6.json", file(6, start, "regularizers.dropout=0.4"), "3 drop"),
      (
        "7.json", file(7, start, "undo", seen: 0).replacing("ada@lovelace", with: "eve@host"),
        "undo refused: somebody else has changed the run since"
      ),
      ("8.json", file(8, start, "undo", seen: 0), "\"undo\""),
      ("9.json", file(9, start, "nobody:restart"), "there is no such lane"),
    ]
    for (name, content, _) in cases {
      // As senders do: whole at once.
      try run.program.folder.write(content, to: "run/inbox/\(name).tmp")
      rename("\(inbox)/\(name).tmp", "\(inbox)/\(name)")
    }
    symlink("/etc/passwd", "\(inbox)/10.json")
    mkdir("\(inbox)/11.json", 0o777)
    let end = Date(timeIntervalSinceNow: Program.bound)
    while Date() < end {
      let text = try run.record()
      if cases.allSatisfy({ text.contains($0.answer) }),
        text.contains("inbox/10.json is not a request"),
        text.contains("inbox/11.json was not done: it cannot be removed")
      {
        break
      }
      Program.pause(milliseconds: 20)
    }
    let text = try run.record()
    for (name, _, answer) in cases { #expect(text.contains(answer), "\(name)") }
    #expect(text.contains("inbox/10.json is not a request"))
    #expect(text.contains("inbox/11.json was not done: it cannot be removed"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: inbox) == ["11.json"])
    #expect(try run.send("stop").status == 0)
    _ = try run.running.finish()
  }

  /// What a run writes for whoever watches it, and only then.
  @Test func aWatchedRunSaysWhatItHasNow() throws {
    let run = try Run()
    let path = run.program.folder.path + "/run"
    #expect(access("\(path)/live.json", F_OK) != 0)
    RequestSender(path).sayWatching()
    try run.program.waitForFiles(["run/live.json"], of: run.running)
    var follower = RunFollower(try RecordedRun(path))
    follower.look(at: 0)
    let snapshot = follower.snapshot(at: 0)
    let timeline = try #require(snapshot.timeline)
    #expect(timeline.control == .open && timeline.isAtEnd && timeline.step == timeline.lastStep)
    #expect(snapshot.lanes.map(\.info.name) == ["rnn", "lstm", "gru"])
    #expect(snapshot.lanes.allSatisfy { $0.step > 0 && !$0.trainCurve.buckets.isEmpty })
    #expect(snapshot.info?.preset == "compare" && !snapshot.log.isEmpty)
    #expect(try run.send("stop").status == 0)
    _ = try run.running.finish()
    #expect(access("\(path)/live.json", F_OK) != 0)
    follower.look(at: 1)
    #expect(follower.snapshot(at: 1).timeline?.control == .closed)
  }
}

extension InTerminal {
  /// A run of another process, with the trainer's keys.
  @Suite struct FollowedRunTests {
    /// The step, and every switch.
    private func facts(_ rows: [String]) -> [String] {
      let step = rows.first?.firstMatch(of: /step [0-9 ]+[0-9]/).map { String($0.0) } ?? "no step"
      let start = rows.firstIndex { $0.contains("R Regularizers") } ?? rows.count
      return [step] + rows.dropFirst(start + 1).prefix(3).map { String($0.prefix(70)) }
    }

    /// Whoever presses a key, all see the same.
    @Test func twoWatchersAndTheOwner() throws {
      let owner = try Tmux.running(InTerminal.endless)
      try owner.wait(for: "best ")
      let watchers = try (0..<2).map { _ in
        try Tmux.running(["watch", owner.folder.path + "/out"])
      }
      for watcher in watchers {
        try watcher.wait(for: "the run") { $0[0].contains("▶ watching") }
      }
      try owner.press("2")
      try watchers[0].press("3")
      try watchers[1].press("1")
      for screen in [owner] + watchers {
        try screen.wait(for: "three changes") { rows in
          ["1 L1 ON", "2 L2 ON", "3 drop ON"].allSatisfy { change in
            rows.contains { $0.contains(change) }
          }
        }
      }
      try watchers[1].press("u")
      try owner.wait(for: "the undo") { $0.contains { $0.contains("L1 off") } }
      try owner.press("Space")
      let paused = try owner.wait(for: "the pause") { $0[0].contains("⏸ paused") }
      for watcher in watchers {
        try watcher.wait(for: "the owner's screen") { facts($0) == facts(paused) }
      }
      #expect(facts(paused).joined().matches(of: /(L1|L2|drop) ON/).count == 2)
    }

    @Test func keysChangeTheRun() throws {
      let program = try Program()
      let running = try program.start(
        ["train", "compare", "--headless", "--save", "run"] + Program.endless)
      try running.wait(for: "best ")
      try program.waitForFiles(["run/manifest.json"], of: running)
      let tmux = try Tmux.running(["watch", program.folder.path + "/run"])
      try tmux.wait(for: "the run") { $0[0].contains("▶ watching") }
      try tmux.press("3", shows: "drop")
      try running.wait(for: "drop")
      try tmux.press("Space")
      try tmux.wait(for: "the pause") { $0[0].contains("⏸ paused") }
      try tmux.press(",")
      try tmux.wait(for: "the record") { $0[0].contains("End: live") }
      try tmux.press("3", shows: "End: live")
      try tmux.press("End")
      try tmux.wait(for: "the run again") { $0[0].contains("⏸ paused") }
      try tmux.press("Space")
      try tmux.wait(for: "the run going on") { $0[0].contains("▶ watching") }
      try tmux.press("q")
      try tmux.expectEnd(0)
      running.signal(SIGTERM)
      let end = try running.finish()
      #expect(end.status == 128 + SIGTERM && end.output.contains("saved in run"))
    }
  }
}
