import Dashboard
import Telemetry
import Testing

@Suite struct ValueFieldTests {
  private static let rate = "training.learning_rate"

  /// The list of settings with the cursor on the learning rate, and the field open.
  private func opened(_ columns: Int = 120, _ rows: Int = 36) -> State {
    var state = Fixture.state(columns, rows)
    state.snapshot.info?.settings[16].allowed = "1e-9 to 100"
    for key in [Key.character("R")] + Array(repeating: .down, count: 8) + [.enter] {
      _ = update(&state, .key(key))
    }
    return state
  }

  private func field(_ state: State) -> ValueField? {
    guard case .value(let field) = state.overlay else { return nil }
    return field
  }

  private func type(_ text: String, _ state: inout State) {
    for letter in text { #expect(update(&state, .key(.character(letter))).isEmpty) }
  }

  /// The session's answer to the command of this number, in some lanes.
  private func answer(
    _ id: Int, _ status: SettingStatus, text: String = "0.001", lanes: [Int] = [0, 1, 2],
    _ state: inout State
  ) {
    var snapshot = state.snapshot
    for lane in lanes {
      snapshot.lanes[lane].settings[16] = SettingSnapshot(on: true, text: text, status: status)
    }
    snapshot.answeredCommand = id
    _ = update(&state, .snapshot(snapshot))
  }

  @Test func aNumberIsTypedAndApplied() {
    var state = opened()
    #expect(field(state)?.key == Self.rate)
    // Keys of the dashboard are letters here.
    type("q0?1", &state)
    _ = update(&state, .key(.control("u")))
    #expect(field(state)?.text == "")
    type("0.0031", &state)
    _ = update(&state, .key(.backspace))
    let screen = text(render(state))
    #expect(screen.contains("value: 0.003 ") && screen.contains("allowed: 1e-9 to 100"))
    #expect(screen.contains("now: 0.001") && screen.contains("step size of the optimizer"))
    let effects = update(&state, .key(.enter))
    #expect(
      effects == [
        .send(Command(id: 1, lanes: .all, action: .set(key: Self.rate, value: "0.003")))
      ])
    #expect(field(state)?.isWaiting == true)
    // Once is enough.
    #expect(update(&state, .key(.enter)).isEmpty)
    answer(1, .applied(step: 1900), text: "0.003", &state)
    #expect(state.overlay == nil && state.notice?.text == "learning rate is now 0.003")
    #expect(state.view == PaneView(.regularizers, isFullScreen: true))
  }

  @Test func aRefusalStaysUntilItIsCorrected() {
    var state = opened()
    type("300", &state)
    _ = update(&state, .key(.enter))
    answer(1, .rejected(reason: "300 is outside 1e-9 to 100"), &state)
    #expect(field(state)?.refusal == "300 is outside 1e-9 to 100" && field(state)?.text == "300")
    #expect(text(render(state)).contains("refused: 300 is outside 1e-9 to 100"))
    _ = update(&state, .key(.backspace))
    #expect(field(state)?.refusal != nil)
    _ = update(&state, .key(.enter))
    #expect(field(state)?.refusal == nil)
    answer(2, .applied(step: 1900), text: "30", &state)
    #expect(state.overlay == nil && state.notice?.text == "learning rate is now 30")
  }

  @Test func escLeavesAndNothingIsNothing() {
    var state = opened()
    #expect(update(&state, .key(.enter)).isEmpty)
    #expect(field(state)?.refusal == "type a value first")
    type("5", &state)
    #expect(update(&state, .key(.escape)).isEmpty)
    #expect(state.overlay == nil && state.view == PaneView(.regularizers, isFullScreen: true))
    _ = update(&state, .key(.enter))
    #expect(update(&state, .key(.control("c"))) == [.quit])
  }

  @Test func lanesThatDifferAreSaid() {
    var state = opened()
    state.snapshot.lanes[1].settings[16].text = "0.005"
    #expect(text(render(state)).contains("now: rnn 0.001, lstm 0.005, gru 0.001"))
    type("7", &state)
    _ = update(&state, .key(.enter))
    answer(1, .rejected(reason: "too much"), lanes: [1], &state)
    #expect(field(state)?.refusal == "lstm: too much")
    state = opened()
    state.selectedLane = 2
    #expect(text(render(state)).contains("for: gru "))
  }

  /// Somebody who types on has the answer below the panes, and a lost one is not waited for.
  @Test func answersThatComeLate() {
    var state = opened()
    type("300", &state)
    _ = update(&state, .key(.enter))
    type("0", &state)
    answer(1, .rejected(reason: "too much"), &state)
    #expect(field(state)?.refusal == nil && state.notice?.text == "learning rate: too much")
    _ = update(&state, .key(.enter))
    _ = update(&state, .tick(100))
    #expect(
      field(state)?.isWaiting == false && field(state)?.refusal?.contains("no answer") == true)
  }

  @Test func itFitsEverywhere() {
    for columns in 40...160 {
      var state = opened(columns, 8 + columns % 40)
      type("123456789012345678901234567890", &state)
      #expect(field(state)?.text.count == 24)
      #expect(text(render(state)).contains("value: 123456789012345678901234"))
    }
  }
}
