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
}
