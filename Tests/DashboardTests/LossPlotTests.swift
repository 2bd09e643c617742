import Dashboard
import Telemetry
import Testing

@Suite struct LossPlotTests {
  private func topNames(_ change: (inout SessionSnapshot) -> Void) -> String {
    var snapshot = Fixture.adding()
    change(&snapshot)
    let lines = text(render(Fixture.state(120, 36, snapshot))).split(separator: "\n")
    return String(lines[2])
  }

  @Test func namesOfLinesNeverOverwriteEachOther() {
    let row = topNames { snapshot in
      for i in snapshot.lanes.indices {
        snapshot.lanes[i].interventions = [
          Intervention(step: 1000, seconds: 22, label: "3 dropout 0.2"),
          Intervention(step: 1100, seconds: 24, label: "5 clip 0.5"),
          Intervention(step: 1800, seconds: 40, label: "lr 0.0008"),
        ]
      }
    }
    #expect(row.contains("3 dropout 0.2 5 clip 0.5"))
    #expect(row.contains("lr 0.0008"))
  }

  @Test func nameOfOneLaneCarriesItsMark() {
    let row = topNames { snapshot in
      snapshot.lanes[0].interventions = []
      snapshot.lanes[2].interventions = []
    }
    #expect(row.contains("▲ 5 clip 0.5"))
  }

  @Test func gapStaysAGap() {
    var snapshot = Fixture.adding()
    snapshot.lanes = [snapshot.lanes[0]]
    snapshot.lanes[0].interventions = []
    snapshot.lanes[0].validationCurve = Series()
    snapshot.lanes[0].bestLoss = nil
    snapshot.info?.baselineLoss = nil
    var series = Series()
    for step in 1...200 {
      series.append(
        step: step, seconds: Double(step), value: (80...120).contains(step) ? .nan : 0.5)
    }
    snapshot.lanes[0].trainCurve = series
    snapshot.lanes[0].step = 200
    let state = Fixture.state(120, 36, snapshot)
    let rect = Rect(column: 0, row: 0, columns: 50, rows: 10)
    let window = LossWindow(state, rect: rect)
    var plot = DotPlot(rect)
    LossCurves(state: state, window: window).draw(into: &plot)
    let columns = (0..<50).filter { c in (0..<10).contains { !plot.isBlank(column: c, row: $0) } }
    #expect(columns.contains(5) && columns.contains(45) && !columns.contains(25))
  }

  private func plot(_ change: (inout State) -> Void) -> Canvas {
    var state = Fixture.state(120, 36)
    change(&state)
    let rect = Rect(column: 0, row: 0, columns: 60, rows: 12)
    var canvas = Canvas(size: Size(columns: 60, rows: 12), capabilities: state.capabilities)
    var plot = DotPlot(rect)
    LossCurves(state: state, window: LossWindow(state, rect: rect)).draw(into: &plot)
    plot.draw(into: &canvas)
    return canvas
  }

  private func cells(_ canvas: Canvas, _ ink: Ink) -> Int {
    canvas.screen.cells.count { $0.style.foreground == ink && $0.scalar != " " }
  }

  /// Three lanes over each other: each is a thin line, not a band.
  @Test func smoothedCurvesAreThin() {
    let canvas = plot { $0.timeView.smoothingLevel = 4 }
    for column in 0..<60 {
      let used = (0..<12).count { canvas.screen[column, $0].scalar != " " }
      #expect(used <= 8, "column \(column)")
    }
  }

  /// The area between validation and plain training loss, and nothing where there is no gap.
  @Test func gapIsAnArea() {
    func cells(gap: Float) -> Int {
      let canvas = plot { state in
        var lane = state.snapshot.lanes[0]
        (lane.trainCurve, lane.validationCurve, lane.plainCurve) = (Series(), Series(), Series())
        (lane.bestLoss, lane.earlier) = (nil, nil)
        for step in 1...20 {
          lane.validationCurve.append(step: step * 90, seconds: 0, value: 0.5)
          lane.plainCurve.append(step: step * 90, seconds: 0, value: 0.5 - gap)
        }
        state.snapshot.lanes = [lane]
        state.snapshot.info?.baselineLoss = nil
        state.timeView.logScale = false
      }
      return canvas.screen.cells.count { $0.style.dim && $0.style.foreground == .lane(0) }
    }
    #expect(cells(gap: 0.2) > 150)
    #expect(cells(gap: 0) == 0 && cells(gap: -0.2) == 0)
  }

  @Test func trainIsFaintAndValidationStrong() {
    let styles = plot { _ in }.screen.cells.filter {
      (0..<3).map(Ink.lane).contains($0.style.foreground)
    }
    .map(\.style)
    #expect(styles.count { $0.dim } > 10 && styles.count { $0.bold } > 10)
  }

  /// A restarted run's old curves stay, in a muted ink, and fall under what runs now.
  @Test func curvesFromBeforeARestart() {
    var old = Series()
    for step in 1...1800 { old.append(step: step, seconds: Double(step), value: 0.002) }
    let with = plot {
      $0.snapshot.lanes[0].earlier = EarlierCurves(trainCurve: old, validationCurve: Series())
    }
    #expect(cells(with, .muted) >= 50 && cells(plot { _ in }, .muted) < 30)
    for lane in 0..<3 { #expect(cells(with, .lane(lane)) > 10) }
    // In the place of a lane's own curve they are covered by it.
    let covered = plot { state in
      for i in state.snapshot.lanes.indices {
        let lane = state.snapshot.lanes[i]
        state.snapshot.lanes[i].earlier = EarlierCurves(
          trainCurve: lane.trainCurve, validationCurve: lane.validationCurve)
      }
    }
    for lane in 0..<3 { #expect(cells(covered, .lane(lane)) > 10) }
  }

  @Test func selectedLaneLiesOnTopAndOthersTakeTurns() {
    func same(_ selected: Int?) -> (Int, Int) {
      let canvas = plot { state in
        for i in state.snapshot.lanes.indices {
          state.snapshot.lanes[i].trainCurve = state.snapshot.lanes[0].trainCurve
          state.snapshot.lanes[i].validationCurve = Series()
        }
        state.selectedLane = selected
      }
      return (cells(canvas, .lane(0)), cells(canvas, .lane(2)))
    }
    #expect(same(0).0 > 10 && same(0).1 == 0)
    // None selected: curves on one another take turns.
    #expect(same(nil).0 > 10 && same(nil).1 > 10)
  }

  // MARK: the right edge and the border

  private func pane(
    _ columns: Int, _ rows: Int, unicode: Bool = true, _ change: (inout State) -> Void = { _ in }
  ) -> [String] {
    var state = Fixture.state(columns, rows, unicode: unicode)
    (state.focus, state.isFullScreen) = (.loss, true)
    change(&state)
    return text(render(state)).split(separator: "\n").map(String.init)
  }

  @Test(arguments: [(160, 50), (120, 36), (100, 30), (80, 24), (80, 12), (60, 9)])
  func everyCurveHasItsLabel(_ columns: Int, _ rows: Int) {
    let lines = pane(columns, rows)
    for (mark, name) in [("●", "rnn"), ("▲", "lstm"), ("■", "gru")] {
      #expect(
        lines.count { $0.contains("\(mark) \(name) val 0.") || $0.contains("\(mark) \(name) 0.") }
          == 1, "\(name)\n\(lines.joined(separator: "\n"))")
    }
  }

  /// Curves that end in the same place: their labels move apart, in the order of the lanes.
  @Test func labelsOfCurvesThatCoincide() throws {
    let lines = pane(120, 36) { state in
      for i in state.snapshot.lanes.indices {
        state.snapshot.lanes[i].validationCurve = state.snapshot.lanes[0].validationCurve
        state.snapshot.lanes[i].bestLoss = nil
      }
    }
    let rows = try ["rnn val", "lstm val", "gru val"].map { name in
      try #require(lines.firstIndex { $0.contains(name) })
    }
    #expect(rows == [rows[0], rows[0] + 1, rows[0] + 2])
  }

  @Test func labelsSayWhatALaneIs() {
    let lines = pane(120, 36) { state in
      state.snapshot.lanes[1].phase = .diverged(step: 1200, layer: "rnn.1", timeStep: 1, what: "")
      var before = Series()
      for step in 1...1800 { before.append(step: step, seconds: 0, value: 0.05) }
      state.snapshot.lanes[0].earlier = EarlierCurves(
        trainCurve: before, validationCurve: Series())
    }
    let frame = lines.joined(separator: "\n")
    for words in ["▲ lstm diverged", "● before", "● train"] { #expect(frame.contains(words)) }
    #expect(!frame.contains("lstm val"))
  }

  /// A run that exploded before a restart does not take the height from the one that runs now.
  @Test func curvesFromBeforeLeaveRoom() {
    let frame = pane(120, 36) { state in
      for i in state.snapshot.lanes.indices {
        var before = Series()
        for step in 1...1800 { before.append(step: step, seconds: 0, value: 5000) }
        state.snapshot.lanes[i].earlier = EarlierCurves(
          trainCurve: before, validationCurve: Series())
      }
    }.joined(separator: "\n")
    #expect(frame.contains("↑● before") && !frame.contains("1 000 ┤"))
  }

  /// Marks of lanes whose best points coincide are all seen, even where a curve is one point.
  @Test func marksThatCoincide() {
    let frame = pane(120, 36) { state in
      for i in state.snapshot.lanes.indices {
        var lane = state.snapshot.lanes[i]
        (lane.validationCurve, lane.plainCurve) = (Series(), Series())
        lane.validationCurve.append(step: 900, seconds: 0, value: 0.1)
        (lane.bestLoss, lane.bestStep) = (0.1, 900)
        state.snapshot.lanes[i] = lane
      }
    }.joined(separator: "\n")
    #expect(frame.contains("■▲●") || frame.contains("▲■●") || frame.contains("▲●■"))
  }

  @Test func moreLabelsThanRows() {
    let lines = pane(80, 9) { state in
      state.snapshot.lanes = (0..<9).map { i in
        var lane = state.snapshot.lanes[i % 3]
        lane.info.name = "lane \(i)"
        return lane
      }
    }
    #expect(lines.contains { $0.contains("more") })
  }

  /// What leaves the axis is marked, and `v` brings it in.
  @Test func arrowsAtTheBorder() {
    func lines(_ all: Bool, unicode: Bool = true) -> String {
      pane(120, 36, unicode: unicode) { state in
        var curve = Series()
        for step in 1...1800 {
          curve.append(step: step, seconds: Double(step), value: step < 40 ? 16 : 0.5)
        }
        state.snapshot.lanes[0].trainCurve = curve
        state.timeView.logScale = false
        if all { state.otherViews.insert(.loss) }
      }.joined(separator: "\n")
    }
    #expect(lines(false).contains("↑16") && !lines(true).contains("↑"))
    #expect(lines(false, unicode: false).contains("^16"))
    #expect(lines(true).contains("all values"))
  }

  /// The mark of the best validation is on its curve and on its side of the predictor.
  @Test func bestPointIsOnItsCurve() throws {
    for (shift, isBelow) in [(Float(-0.0002), true), (0.0002, false)] {
      for rows in [9, 12, 16, 24, 36] {
        var state = Fixture.state(120, rows)
        (state.focus, state.isFullScreen) = (.loss, true)
        let baseline = try #require(state.info?.baselineLoss)
        var lane = state.snapshot.lanes[0]
        lane.validationCurve = Series()
        for epoch in 1...8 {
          let loss = baseline * (epoch == 5 ? 1 : 1.02) + shift
          lane.validationCurve.append(step: epoch * 228, seconds: 0, value: loss)
        }
        (lane.bestLoss, lane.bestStep) = (baseline + shift, 5 * 228)
        lane.phase = .training
        lane.interventions = []
        state.snapshot.lanes = [lane]
        let screen = render(state)
        func row(where matches: (ScreenCell) -> Bool) -> Int? {
          (1..<rows - 1).first { row in
            (8..<90).contains { matches(screen[$0, row]) }
          }
        }
        let mark = try #require(row { $0.scalar == "●" })
        let line = try #require(
          row { $0.style == Style(.muted) && (0x2840...0x28ff).contains($0.scalar.value) })
        #expect(isBelow ? mark > line : mark <= line, "\(rows) \(shift)")
      }
    }
  }

  @Test func axesNameTheirUnit() {
    for (axis, unit) in [(TimeView.Axis.steps, "step"), (.epochs, "epoch"), (.seconds, "s")] {
      let lines = pane(120, 36) { $0.timeView.axis = axis }
      #expect(lines.contains { $0.hasPrefix("┃") && $0.contains(" \(unit) ") })
    }
    #expect(pane(120, 36)[1].contains("smooth 0.6"))
  }
}
