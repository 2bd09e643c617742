import Dashboard
import Telemetry
import Testing

@Suite struct PaneTests {
  /// Every pane draws into any rectangle, stays inside it, and stops nothing.
  @Test(arguments: PaneRegistry.all.map(\.id))
  func drawsAtAnySize(_ id: PaneID) throws {
    let pane = try #require(PaneRegistry.pane(id))
    for snapshot in [
      Fixture.adding(), Fixture.language(), Fixture.classes(5), SessionSnapshot(phase: .training),
      Fixture.withData(Fixture.seriesSheet()), Fixture.withData(Fixture.textSheet()),
    ] {
      for isFull in [false, true] {
        for (columns, rows) in [
          (0, 0), (1, 1), (2, 2), (1, 30), (30, 1), (3, 3), (10, 4), (39, 7), (200, 60),
        ] {
          let state = Fixture.state(240, 80, snapshot)
          var canvas = Canvas(size: state.size, capabilities: state.capabilities)
          let rect = Rect(column: 20, row: 10, columns: columns, rows: rows)
          let context = PaneContext(state: state, isFocused: true, isFullScreen: isFull)
          pane.draw(into: &canvas, rect, context)
          for row in 0..<80 {
            for column in 0..<240
            where !(column >= 20 && column < 20 + columns && row >= 10 && row < 10 + rows) {
              #expect(
                canvas.screen[column, row] == ScreenCell(), "\(id) outside at \(column), \(row)")
            }
          }
        }
      }
    }
  }

  @Test func registryNamesEveryPaneOnce() {
    #expect(Set(PaneRegistry.all.map(\.id)).count == PaneRegistry.all.count)
    for pane in PaneRegistry.all { #expect(!pane.help.isEmpty) }
  }

  @Test func paneWithNothingToShowIsNotAnnounced() {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].output = .none
      snapshot.lanes[i].gradients = []
    }
    let state = Fixture.state(120, 36, snapshot)
    let ids = PaneRegistry.available(state).map(\.id)
    #expect(!ids.contains(.output) && !ids.contains(.gradient) && ids.contains(.loss))
  }
}
