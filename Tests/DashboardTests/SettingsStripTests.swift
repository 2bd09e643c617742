import Dashboard
import Telemetry
import Testing

@Suite struct SettingsStripTests {
  /// Long answers may be cut, but every switch stays in sight.
  @Test(arguments: [(160, 50), (120, 36), (100, 30), (80, 24)])
  func everySwitchIsVisible(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes[0].settings.indices {
      snapshot.lanes[0].settings[i].status = .rejected(
        reason: "this model has no layer to drop from")
    }
    let frame = text(render(Fixture.state(columns, rows, snapshot)))
    for digit in 1...6 { #expect(frame.contains("\(digit) ")) }
    #expect(frame.contains("rejected") || frame.contains("!"))
    #expect(frame.contains("6 stop ON 10") || frame.contains("6 STOP 10"))
    #expect(frame.contains("lr 0.001"))
  }

  @Test func lanesThatDiffer() {
    var snapshot = Fixture.adding()
    snapshot.lanes[1].settings[4].on = false
    let state = Fixture.state(120, 36, snapshot)
    #expect(SettingSummary(4, state).state == .mixed)
    #expect(text(render(state)).contains("5 clip some"))
  }
}
