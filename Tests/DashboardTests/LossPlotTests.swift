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

  /// A restarted run's old curves stay, in a muted ink, and fall under what runs now.
  @Test func ghostOfARestart() {
    var old = Series()
    for step in 1...1800 { old.append(step: step, seconds: Double(step), value: 0.002) }
    let with = plot {
      $0.snapshot.lanes[0].ghost = Ghost(trainCurve: old, validationCurve: Series())
    }
    #expect(cells(with, .muted) >= 50 && cells(plot { _ in }, .muted) < 30)
    for lane in 0..<3 { #expect(cells(with, .lane(lane)) > 10) }
    // A ghost on the place of a lane's own curve is covered by it.
    let covered = plot { state in
      for i in state.snapshot.lanes.indices {
        let lane = state.snapshot.lanes[i]
        state.snapshot.lanes[i].ghost = Ghost(
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
}
