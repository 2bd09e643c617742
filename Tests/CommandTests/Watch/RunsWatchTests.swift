import Dashboard
import Foundation
import Telemetry
import Testing
import Training

/// Several runs beside each other.
@Suite struct RunsWatchTests {
  private func run(_ recorded: RecordedFolder, _ name: String) throws -> RunsSnapshot.Run {
    var follower = try recorded.follower()
    follower.look(at: 0)
    return RunsSnapshot.Run(
      name: name, snapshot: follower.snapshot(at: 0),
      data: try RecordedRun(recorded.run).manifest.data.digest)
  }

  @Test func namesAreTheShortestThatTellApart() {
    #expect(RunsSnapshot.names(of: ["runs/a", "runs/b"]) == ["a", "b"])
    #expect(RunsSnapshot.names(of: ["x/run", "y/run/"]) == ["x/run", "y/run"])
    #expect(RunsSnapshot.names(of: ["runs/a"]) == ["a"])
    #expect(RunsSnapshot.names(of: ["a", "./a"]).count == 2)
  }

  @Test func lanesStandSideBySide() throws {
    let one = try RecordedFolder(requests: ["9:regularizers.dropout=0.3", "12:gru:fork"])
    let two = try RecordedFolder(steps: 20)
    var picture = RunsSnapshot()
    let merged = picture.merged([try run(one, "one"), try run(two, "two")])
    #expect(
      merged.lanes.map(\.info.name) == [
        "one/rnn", "one/lstm", "one/gru", "one/gru+copy", "two/rnn", "two/lstm", "two/gru",
      ])
    #expect(merged.lanes.map(\.info.seat) == Array(0..<7))
    #expect(merged.lanes[3].info.origin?.lane == merged.lanes[2].info.id)
    #expect(merged.lanes[0].step == 40 && merged.lanes[4].step == 20)
    // Of the same data and loss they are drawn as they are.
    let own = try run(one, "one").snapshot
    #expect(merged.lanes[0].trainCurve == own.lanes[0].trainCurve)
    #expect(merged.info?.baselineLoss == own.info?.baselineLoss)
    #expect(merged.log.contains { $0.lane == "one/gru+copy" || $0.lane == "one/gru" })
    #expect(!merged.log.contains { $0.text.hasPrefix("different") })
    let text = drawn(merged, 160, 50)
    for name in ["one/rnn", "two/gru", "one/gru+copy"] { #expect(text.contains(name), "\(name)") }
  }

  /// Losses of other kinds are drawn over their own baselines, and it is said.
  @Test func differentLossesAreDrawnOverTheirBaselines() throws {
    let adding = try RecordedFolder()
    let majority = try RecordedFolder("brackets", sets: ["data.count=200", "model.hidden=[4]"])
    let (one, other) = (try run(adding, "a"), try run(majority, "b"))
    var picture = RunsSnapshot()
    let merged = picture.merged([one, other])
    #expect(merged.info?.lossName == "loss over its own baseline" && merged.info?.baselineLoss == 1)
    let scale = Double(try #require(one.snapshot.info?.baselineLoss))
    let (before, after) = (one.snapshot.lanes[0], merged.lanes[0])
    #expect(
      abs(
        Double(try #require(after.validationLoss)) * scale
          - Double(try #require(before.validationLoss)))
        < 1e-5)
    #expect(
      zip(before.trainCurve.buckets, after.trainCurve.buckets).allSatisfy {
        abs($1.exactMean * scale - $0.exactMean) < 1e-9
      })
    let notes = merged.log.suffix(2).map(\.text)
    #expect(notes[0].hasPrefix("different losses: each is drawn relative to its own baseline"))
    #expect(notes[1].hasPrefix("different data: "))
    #expect(drawn(merged, 120, 36).contains("Loss · loss over its own baseline"))
  }

  private func drawn(_ snapshot: SessionSnapshot, _ columns: Int, _ rows: Int) -> String {
    var state = State(
      size: Size(columns: columns, rows: rows),
      capabilities: Capabilities(colors: .full, unicode: true), presets: [], source: .runs)
    _ = update(&state, .snapshot(snapshot))
    for key in "3 nUrcfX<!" {
      #expect(update(&state, .key(.character(key))).isEmpty, "\(key)")
    }
    for key in "]x*y[b" { #expect(update(&state, .key(.character(key))).isEmpty, "\(key)") }
    state.notice = nil
    _ = update(&state, .key(.character("0")))
    return render(state).text
  }

  @Test func whatIsNamedTwiceIsSaid() throws {
    let recorded = try RecordedFolder(steps: 3)
    let run = try Program().run(["watch", recorded.run, recorded.record])
    #expect(run.status == 65 && run.errors.contains("is given twice; give each run once"))
  }
}

extension InTerminal {
  @Suite struct SeveralRunsTests {
    @Test func twoRuns() throws {
      let (one, two) = (try RecordedFolder(), try RecordedFolder(steps: 20))
      let tmux = try Tmux.running(["watch", one.run, two.run], columns: 160, rows: 50)
      try tmux.wait(for: "both") { rows in
        rows[0].contains("ended") && rows.contains { $0.contains("/run/gru") }
      }
      try tmux.press("3", shows: "several runs are read-only")
      try tmux.press("q")
      try tmux.expectEnd(0)
    }
  }
}
