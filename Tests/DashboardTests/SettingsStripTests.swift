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
    for digit in [1, 2, 3, 4, 5, 6, 8, 9] { #expect(frame.contains("\(digit) ")) }
    #expect(frame.contains("rejected") || frame.contains("!"))
    #expect(frame.contains("6 stop ON 10") || frame.contains("6 STOP 10"))
    #expect(frame.contains("lr 0.001"))
  }

  @Test(arguments: [(160, 50), (120, 36), (100, 30), (80, 24)])
  func nineDigitsHavePlace(_ columns: Int, _ rows: Int) {
    let frame = text(render(Fixture.state(columns, rows, Fixture.augmented())))
    for digit in 1...9 { #expect(frame.contains("\(digit) "), "\(digit)") }
    #expect(frame.contains("lr 0.001"))
  }

  /// Without a digit: only while it is on, or the one changed last.
  @Test(arguments: [(160, 50), (120, 36)])
  func settingsWithoutADigit(_ columns: Int, _ rows: Int) {
    var state = Fixture.state(columns, rows)
    #expect(text(render(state)).contains("decay ON 0.01"))
    #expect(text(render(state)).contains("Enter all 17"))
    #expect(!text(render(state)).contains("smoothing off"))
    state.lastSwitched = "regularizers.label_smoothing"
    #expect(text(render(state)).contains("smoothing off"))
    #expect(!text(render(state)).contains(" 7 "))
  }

  /// Everything on: all digits stay in sight, and the rest is at least counted.
  @Test(arguments: [(160, 50), (120, 36), (100, 30), (80, 24)])
  func everythingOn(_ columns: Int, _ rows: Int) {
    var snapshot = Fixture.adding()
    for i in snapshot.lanes.indices {
      for j in snapshot.lanes[i].settings.indices { snapshot.lanes[i].settings[j].on = true }
    }
    let frame = text(render(Fixture.state(columns, rows, snapshot)))
    for digit in [1, 2, 3, 4, 5, 6, 8, 9] { #expect(frame.contains("\(digit) "), "\(digit)") }
    #expect(frame.contains("lr 0.001"))
  }

  /// Where names have no room, those that are off keep their digits.
  @Test func narrowStripKeepsEveryDigit() {
    let frame = text(render(Fixture.state(70, 24, Fixture.augmented())))
    #expect(
      frame.contains("lr 0.001 · off 1 2 3 4 8 9") && frame.contains("5 CLIP 0.5 · 6 STOP 10"))
  }

  /// The list: every setting is reached with arrows, switched by Space, changed by < and >.
  @Test(arguments: [true, false])
  func theListReachesEverySetting(_ isAsked: Bool) {
    var state = Fixture.state(80, 24)
    state.focus = .regularizers
    // At this size the pane has no place among the others: the list is open without Enter too.
    if isAsked { _ = update(&state, .key(.character("R"))) }
    var seen: Set<String> = []
    for _ in Fixture.settings {
      let frame = text(render(state))
      let setting = Fixture.settings[state.settingOrder[state.settingCursor]]
      #expect(
        frame.contains("▸ \(setting.digit.map { String($0) } ?? " ") \(setting.label)"),
        "\(setting.label)")
      #expect(frame.contains(setting.label + ": " + setting.meaning.prefix(20)))
      let effects = update(&state, .key(.character(" ")))
      if setting.switches {
        #expect(
          effects == [
            .send(
              Command(
                id: state.nextCommandID - 1, lanes: .all,
                action: .set(
                  key: setting.key,
                  value: frame.contains("\(setting.label)".padded(right: 27) + " ON")
                    ? "off" : "on")))
          ], "\(setting.label)")
      } else {
        #expect(effects.isEmpty)
      }
      _ = update(&state, .key(.character(">")))
      #expect(state.lastSwitched == setting.key)
      seen.insert(setting.key)
      _ = update(&state, .key(.down))
    }
    #expect(seen.count == Fixture.settings.count)
  }

  @Test func lanesThatDiffer() {
    var snapshot = Fixture.adding()
    snapshot.lanes[1].settings[4].on = false
    let state = Fixture.state(120, 36, snapshot)
    #expect(SettingSummary(4, state).state == .mixed)
    #expect(text(render(state)).contains("5 clip some"))
  }

  /// From the least to the largest of those that act.
  @Test func strengthsThatDiffer() {
    var snapshot = Fixture.adding()
    let rate = Fixture.settings.count - 1
    for (lane, text) in ["0.005", "0.0063", "1e-5"].enumerated() {
      snapshot.lanes[lane].settings[rate].text = text
    }
    #expect(SettingSummary(rate, Fixture.state(80, 24, snapshot)).text == "1e-5-0.0063")
    snapshot.lanes[2].settings[rate].text = "0.0051"
    #expect(text(render(Fixture.state(80, 24, snapshot))).contains("lr 0.005-0.0063"))
    snapshot.lanes[0].settings[4].text = "9"
    snapshot.lanes[0].settings[4].on = false
    #expect(SettingSummary(4, Fixture.state(80, 24, snapshot)).text == "0.5")
  }

  @Test func theOptimizerIsShownWithTheRate() {
    var snapshot = Fixture.adding()
    #expect(text(render(Fixture.state(120, 36, snapshot))).contains("adam lr 0.001"))
    snapshot.lanes[1].info.optimizer = "sgd"
    #expect(!text(render(Fixture.state(120, 36, snapshot))).contains("adam lr"))
  }
}
