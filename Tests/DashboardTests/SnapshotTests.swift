import Dashboard
import Foundation
import Telemetry
import Testing

/// Whole frames against text that a person can look at. `RNN_TUI_RECORD=1` writes them anew, and
/// fails so that a recording is never taken for a proof.
@Suite struct SnapshotTests {
  @Test(arguments: [(160, 50), (120, 36), (80, 24), (60, 16), (48, 9), (40, 8), (31, 5)])
  func adding(_ columns: Int, _ rows: Int) throws {
    try expect(Fixture.state(columns, rows), "adding-\(columns)x\(rows)")
  }

  @Test func withoutColours() throws {
    try expect(Fixture.state(120, 36, colors: .none), "adding-120x36-mono")
  }

  @Test func ascii() throws {
    let state = Fixture.state(80, 24, unicode: false, colors: .none)
    try expect(state, "adding-80x24-ascii")
  }

  /// All nine digits in the strip, and augmentation's methods in the list.
  @Test(arguments: [(120, 36), (80, 24)])
  func augmentation(_ columns: Int, _ rows: Int) throws {
    var state = Fixture.state(columns, rows, Fixture.augmented())
    try expect(state, "augment-\(columns)x\(rows)")
    state.focus = .regularizers
    state.isFullScreen = true
    state.settingCursor = 6
    try expect(state, "augment-settings-\(columns)x\(rows)")
  }

  @Test func languageModel() throws {
    try expect(Fixture.state(160, 50, Fixture.language()), "language-160x50")
  }

  @Test func banner() throws {
    var state = Fixture.state(120, 36)
    state.showsBanner = true
    try expect(state, "banner-120x36")
    state.size = Size(columns: 80, rows: 24)
    state.snapshot.seconds = 14
    try expect(state, "banner-80x24")
    // There it covers the gradient, and so goes soon, and when there is a result.
    var plain = state
    plain.showsBanner = false
    (state.snapshot.seconds, plain.snapshot.seconds) = (16, 16)
    #expect(render(state) == render(plain))
    (state.snapshot.seconds, plain.snapshot.seconds) = (3, 3)
    (state.snapshot.phase, plain.snapshot.phase) = (.done, .done)
    #expect(render(state) == render(plain))
  }

  @Test func paused() throws {
    var snapshot = Fixture.adding()
    snapshot.phase = .paused
    try expect(Fixture.state(80, 24, snapshot), "paused-80x24")
  }

  @Test func diverged() throws {
    var snapshot = Fixture.adding()
    snapshot.lanes[1].phase = .diverged(step: 1200, layer: "rnn.1", timeStep: 12, what: "NaN")
    snapshot.lanes[1].trainLoss = .nan
    try expect(Fixture.state(120, 36, snapshot), "diverged-120x36")
  }

  @Test func stoppedEarly() throws {
    var snapshot = Fixture.adding()
    snapshot.phase = .done
    snapshot.lanes[0].phase = .stoppedEarly(epoch: 6, step: 1368, bestEpoch: 2)
    snapshot.lanes[1].phase = .finished
    snapshot.lanes[2].phase = .finished
    try expect(Fixture.state(120, 36, snapshot), "done-120x36")
  }

  /// The result, at the foot once every lane has ended.
  @Test(arguments: [(120, 36), (80, 24), (60, 16), (40, 8)])
  func verdict(_ columns: Int, _ rows: Int) throws {
    var snapshot = Fixture.adding()
    snapshot.phase = .done
    for lane in snapshot.lanes.indices { snapshot.lanes[lane].phase = .finished }
    snapshot.verdict = RunVerdict(
      lane: nil,
      outcome: NamedValues([("gru", .solved), ("lstm", .onBaseline), ("rnn", .onBaseline)]),
      text:
        "gru solved it: 0.000617 on the test part (best weights), 270 times below predicting the mean; "
        + "lstm and rnn are still on that line")
    try expect(Fixture.state(columns, rows, snapshot), "verdict-\(columns)x\(rows)")
  }

  /// What is suspected, and lanes that have learned or do better than the predictor.
  @Test(arguments: [(160, 50), (120, 36), (100, 30), (80, 24), (60, 16)])
  func suspects(_ columns: Int, _ rows: Int) throws {
    try expect(Fixture.state(columns, rows, Fixture.judged()), "suspects-\(columns)x\(rows)")
  }

  @Test func suspectsInFull() throws {
    var state = Fixture.state(120, 36, Fixture.judged())
    (state.focus, state.isFullScreen) = (.lanes, true)
    try expect(state, "suspects-lanes-120x36")
    state.size = Size(columns: 80, rows: 24)
    try expect(state, "suspects-lanes-80x24")
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 36)])
  func manyLanes(_ columns: Int, _ rows: Int) throws {
    for count in [4, 6] {
      let state = Fixture.state(columns, rows, Fixture.lanes(count))
      try expect(state, "lanes-\(count)-\(columns)x\(rows)")
    }
  }

  @Test func withoutEarlyStopping() throws {
    var snapshot = Fixture.judged()
    for i in snapshot.lanes.indices { snapshot.lanes[i].earlyStopping.on = false }
    try expect(Fixture.state(120, 36, snapshot), "no-stop-120x36")
    try expect(Fixture.state(80, 24, snapshot), "no-stop-80x24")
  }

  @Test func preparingAndFailed() throws {
    try expect(Fixture.state(80, 24, nil), "preparing-80x24")
    let failed = SessionSnapshot(phase: .failed("adding.csv, line 12: \"x\" is not a number"))
    try expect(Fixture.state(80, 24, failed), "failed-80x24")
  }

  @Test func fullScreens() throws {
    var state = Fixture.state(120, 36)
    state.isFullScreen = true
    state.selectedLane = 1
    state.focus = .gradient
    try expect(state, "gradient-full-120x36")
    state.focus = .regularizers
    try expect(state, "settings-120x36")
    state.snapshot.lanes[0].settings[2].status = .rejected(
      reason: "this model has no layer to drop from")
    state.snapshot.lanes[1].settings[4].on = false
    (state.selectedLane, state.settingCursor) = (nil, 4)
    try expect(state, "settings-differ-120x36")
    state.focus = .lanes
    try expect(state, "lanes-full-120x36")
    state.focus = .output
    try expect(state, "output-full-120x36")
    (state.size, state.focus) = (Size(columns: 80, rows: 24), .lanes)
    try expect(state, "lanes-full-80x24")
    state.focus = .regularizers
    try expect(state, "settings-80x24")
  }

  @Test func layersAndGates() throws {
    var state = Fixture.state(160, 50)
    for (pane, name) in [(PaneID.layers, "layers"), (.gates, "gates")] {
      (state.focus, state.selectedLane) = (pane, nil)
      for (columns, rows) in [(160, 50), (80, 24)] {
        state.size = Size(columns: columns, rows: rows)
        try expect(state, "\(name)-\(columns)x\(rows)")
      }
    }
    // One lane of two layers, with a tensor that is held still and a number that is none.
    var snapshot = Fixture.language()
    snapshot.lanes[0].tensors[0].isFrozen = true
    snapshot.lanes[0].tensors[5].histogram.nan = 12
    snapshot.lanes[0].tensors[5].updateNorm = .nan
    state = Fixture.state(120, 36, snapshot)
    (state.focus, state.tensorCursor) = (.layers, 5)
    try expect(state, "layers-language-120x36")
    state.focus = .gates
    try expect(state, "gates-language-120x36")
    state = Fixture.state(80, 24, snapshot, unicode: false, colors: .none)
    (state.focus, state.tensorCursor) = (.layers, 5)
    try expect(state, "layers-80x24-ascii")
    state = Fixture.state(80, 24, unicode: false, colors: .none)
    state.focus = .gates
    try expect(state, "gates-80x24-ascii")
  }

  @Test func attention() throws {
    for (rows, name) in [(AttentionSnapshot.Rows.sequences, "sequences"), (.timeSteps, "steps")] {
      var snapshot = Fixture.adding()
      snapshot.lanes[2].attention = Fixture.attention(rows)
      var state = Fixture.state(160, 50, snapshot, colors: .none)
      state.focus = .attention
      try expect(state, "attention-\(name)-160x50")
      state = Fixture.state(80, 24, snapshot, unicode: false)
      state.focus = .attention
      try expect(state, "attention-\(name)-80x24-ascii")
    }
  }

  @Test func pairs() throws {
    for areWords in [false, true] {
      let name = areWords ? "words" : "characters"
      let snapshot = Fixture.pairs(areWords: areWords)
      for (columns, rows) in [(160, 50), (120, 36), (80, 24)] {
        try expect(Fixture.state(columns, rows, snapshot), "pairs-\(name)-\(columns)x\(rows)")
        var state = Fixture.state(columns, rows, snapshot, colors: .none)
        (state.isFullScreen, state.example) = (true, 2)
        for (pane, what) in [
          (PaneID.output, "answers"), (.attention, "alignment"), (.positions, "positions"),
        ] {
          state.focus = pane
          try expect(state, "\(what)-\(name)-\(columns)x\(rows)")
        }
      }
    }
    var state = Fixture.state(80, 24, Fixture.pairs(), unicode: false, colors: .none)
    (state.focus, state.isFullScreen, state.selectedLane) = (.output, true, 1)
    try expect(state, "answers-80x24-ascii")
  }

  @Test func confusion() throws {
    let cases: [(Int, Int, Int, String)] = [
      (2, 300, 0, "two"), (7, 40, 0, "seven"), (21, 40, 77, "many"),
    ]
    for (classes, scale, others, name) in cases {
      let snapshot = Fixture.classes(classes, scale: scale, others: others)
      var state = Fixture.state(160, 50, snapshot, colors: .none)
      (state.focus, state.isFullScreen) = (.output, true)
      for (columns, rows) in [(160, 50), (120, 36), (80, 24)] {
        state.size = Size(columns: columns, rows: rows)
        try expect(state, "confusion-\(name)-\(columns)x\(rows)-mono")
      }
      state = Fixture.state(80, 24, snapshot, unicode: false, colors: .none)
      (state.focus, state.isFullScreen) = (.output, true)
      try expect(state, "confusion-\(name)-80x24-ascii")
    }
    // Beside the other panes, where there is little room, and with accuracy in the table of lanes.
    try expect(Fixture.state(160, 50, Fixture.classes(12)), "classes-160x50")
    try expect(Fixture.state(120, 36, Fixture.classes(12)), "classes-120x36")
    try expect(Fixture.state(80, 24, Fixture.classes(12)), "classes-80x24")
    var state = Fixture.state(120, 36, Fixture.classes(12))
    (state.focus, state.isFullScreen) = (.lanes, true)
    try expect(state, "classes-lanes-120x36")
  }

  @Test func aSeriesWithDates() throws {
    for (columns, rows, unicode) in [(120, 36, true), (80, 24, true), (80, 24, false)] {
      var state = Fixture.state(columns, rows, Fixture.series(), unicode: unicode, colors: .none)
      (state.focus, state.isFullScreen) = (.output, true)
      try expect(state, "series-full-\(columns)x\(rows)\(unicode ? "" : "-ascii")")
    }
    try expect(Fixture.state(160, 50, Fixture.series()), "series-160x50")
  }

  @Test func earlierTexts() throws {
    for (columns, rows) in [(120, 36), (80, 24)] {
      var state = Fixture.state(columns, rows, Fixture.language())
      (state.focus, state.isFullScreen) = (.output, true)
      try expect(state, "language-full-\(columns)x\(rows)")
    }
  }

  @Test func severalTargets() throws {
    let snapshot = Fixture.targets(["pm2.5", "temperature", "wind"])
    try expect(Fixture.state(160, 50, snapshot), "targets-160x50")
    for (columns, rows) in [(120, 36), (80, 24)] {
      var state = Fixture.state(columns, rows, snapshot)
      (state.focus, state.isFullScreen) = (.output, true)
      try expect(state, "targets-full-\(columns)x\(rows)")
    }
  }

  @Test func data() throws {
    for (sheet, name) in [(Fixture.seriesSheet(), "series"), (Fixture.textSheet(), "text")] {
      for (columns, rows) in [(160, 50), (120, 36), (80, 24)] {
        var state = Fixture.state(columns, rows, Fixture.withData(sheet), colors: .none)
        state.focus = .data
        try expect(state, "data-\(name)-\(columns)x\(rows)")
      }
      var state = Fixture.state(80, 60, Fixture.withData(sheet), unicode: false)
      (state.focus, state.dataScroll) = (.data, 3)
      try expect(state, "data-\(name)-80x60-ascii")
    }
  }

  /// Where the whole screen has room, tensors and gates stand among the others.
  @Test func largeScreen() throws {
    try expect(Fixture.state(200, 80), "adding-200x80")
  }

  @Test func manySettings() throws {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      for j in [7, 8, 12] { snapshot.lanes[i].settings[j].on = true }
    }
    var state = Fixture.state(160, 50, snapshot)
    state.lastSwitched = "regularizers.label_smoothing"
    for (columns, rows) in [(160, 50), (120, 36), (80, 24)] {
      state.size = Size(columns: columns, rows: rows)
      try expect(state, "regularizers-\(columns)x\(rows)")
    }
    (state.focus, state.isFullScreen, state.settingCursor) = (.regularizers, true, 16)
    try expect(state, "settings-last-80x24")
  }

  @Test func sweep() throws {
    for (columns, rows) in [(160, 50), (120, 36), (80, 24), (60, 16), (40, 8)] {
      try expect(SweepFixture.state(columns, rows), "sweep-\(columns)x\(rows)")
    }
    try expect(SweepFixture.state(80, 24, unicode: false), "sweep-80x24-ascii")
    try expect(
      SweepFixture.state(120, 36, SweepFixture.snapshot(["gru"], isOver: true)),
      "sweep-done-120x36")
    // Far down in the table, in full size; and one that has failed.
    var state = SweepFixture.state(80, 24)
    (state.focus, state.isFullScreen) = (.lanes, true)
    for _ in 0..<3 { _ = update(&state, .key(.pageDown)) }
    try expect(state, "sweep-lanes-80x24")
    _ = update(&state, .key(.end))
    state.size = Size(columns: 120, rows: 36)
    try expect(state, "sweep-failed-120x36")
    state.overlay = .help(scroll: 0)
    try expect(state, "sweep-help-120x36")
    state = SweepFixture.state(120, 36)
    state.showsBanner = true
    state.snapshot.seconds = 5
    try expect(state, "sweep-banner-120x36")
  }

  @Test func overlays() throws {
    var state = Fixture.state(120, 40)
    for (key, name) in [("?", "help"), ("c", "cells"), ("p", "presets"), ("r", "restart")] {
      state.overlay = nil
      _ = update(&state, .key(.character(Character(key))))
      try expect(state, "\(name)-120x40")
    }
  }
}

/// A frame as text, blanks at the ends of lines cut.
func text(_ screen: Screen) -> String {
  var lines: [String] = []
  for row in 0..<screen.size.rows {
    var line = String.UnicodeScalarView()
    for column in 0..<screen.size.columns where screen[column, row].scalar.value != 0 {
      line.append(screen[column, row].scalar)
    }
    while line.last == " " { line.removeLast() }
    lines.append(String(line))
  }
  return lines.joined(separator: "\n") + "\n"
}

private func expect(
  _ state: State, _ name: String, _ location: SourceLocation = #_sourceLocation
) throws {
  let now = text(render(state))
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["RNN_TUI_RECORD"] == "1" {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try now.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name); look at it, then run again", sourceLocation: location)
    return
  }
  let recorded = try String(contentsOf: file, encoding: .utf8)
  #expect(now == recorded, "\(name) has changed:\n\(now)", sourceLocation: location)
}
