import Dashboard
import Telemetry
import Testing

@Suite struct KeyBindingsTests {
  static func press(_ state: inout State, _ key: Key) -> [Effect] { update(&state, .key(key)) }

  static func command(_ effects: [Effect]) -> Command? {
    guard case .send(let command)? = effects.first, effects.count == 1 else { return nil }
    return command
  }

  @Test(arguments: [
    (Key.character(" "), Command.Action.pause),
    (.character("1"), .set(key: "regularizers.l1", value: "on")),
    (.character("5"), .set(key: "regularizers.clip", value: "off")),
    (.character("6"), .set(key: "early_stopping", value: "off")),
    (.character("8"), .set(key: "regularizers.zoneout", value: "on")),
    (.character("9"), .set(key: "regularizers.adaptive", value: "on")),
    (.character("("), .weaken(key: "training.learning_rate")),
    (.character(")"), .strengthen(key: "training.learning_rate")),
  ])
  func keySendsCommand(_ key: Key, _ action: Command.Action) {
    var state = Fixture.state(120, 36)
    let command = Self.command(Self.press(&state, key))
    #expect(command == Command(id: 1, lanes: .all, action: action))
  }

  /// `7` switches augmentation as a whole; `<` and `>` then change the share of sequences.
  @Test func augmentation() {
    var state = Fixture.state(120, 36, Fixture.augmented())
    let off = Self.command(Self.press(&state, .character("7")))
    #expect(off?.action == .set(key: "augmentation", value: "off"))
    let more = Self.command(Self.press(&state, .character(">")))
    #expect(more?.action == .strengthen(key: "augmentation"))
    state.selectedLane = 1
    let on = Self.command(Self.press(&state, .character("7")))
    #expect(on?.lanes == .lane(1) && on?.action == .set(key: "augmentation", value: "on"))
    let help = HelpText.lines(state)
    #expect(help.contains { $0.text.hasPrefix("  7  augmentation - share of the training") })
  }

  @Test func strengthChangesTheLastSwitched() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character(">")).isEmpty)
    #expect(state.notice != nil)
    _ = Self.press(&state, .character("3"))
    let up = Self.command(Self.press(&state, .character(">")))
    #expect(up?.action == .strengthen(key: "regularizers.dropout"))
    let down = Self.command(Self.press(&state, .character("<")))
    #expect(down?.action == .weaken(key: "regularizers.dropout"))
    #expect(down?.id == 3)
  }

  @Test func digitActsOnTheSelectedLane() {
    var state = Fixture.state(120, 36)
    state.snapshot.lanes[0].settings[4].on = false
    _ = Self.press(&state, .character("]"))
    let command = Self.command(Self.press(&state, .character("5")))
    #expect(command?.lanes == .lane(0))
    #expect(command?.action == .set(key: "regularizers.clip", value: "on"))
    _ = Self.press(&state, .character("*"))
    // Lanes differ: one that has it on is enough to switch it off.
    let all = Self.command(Self.press(&state, .character("5")))
    #expect(all?.lanes == .all)
    #expect(all?.action == .set(key: "regularizers.clip", value: "off"))
  }

  @Test func digitWithoutSettingDoesNothing() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("7")).isEmpty)
    #expect(state.notice?.text.contains("7") == true)
  }

  @Test func stepOnlyWhilePaused() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("n")).isEmpty)
    state.snapshot.phase = .paused
    #expect(Self.command(Self.press(&state, .character("n")))?.action == .singleStep)
    #expect(Self.command(Self.press(&state, .character(" ")))?.action == .resume)
  }

  @Test func quitAndEscape() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("q")) == [.quit])
    #expect(Self.press(&state, .controlC) == [.quit])
    for _ in 0..<5 { #expect(Self.press(&state, .escape).isEmpty) }
    state.overlay = .help(scroll: 0)
    #expect(Self.press(&state, .character("q")).isEmpty)
    #expect(state.overlay == nil)
    state.overlay = .help(scroll: 0)
    #expect(Self.press(&state, .controlC) == [.quit])
  }

  /// At 80 columns the settings have no place among the panes: one Esc leaves them all the same.
  @Test func escapeLeavesAPaneThatStandsAlone() {
    for keys in [[Key.escape], [.enter, .escape]] {
      var state = Fixture.state(80, 24)
      state.focus = .regularizers
      for key in keys { _ = Self.press(&state, key) }
      #expect(!state.showsOnePane && state.focus == .loss)
    }
    var state = Fixture.state(120, 36)
    state.focus = .regularizers
    for key in [Key.enter, .escape] { _ = Self.press(&state, key) }
    #expect(!state.showsOnePane && state.focus == .regularizers)
  }

  @Test func cellsAndPresets() {
    var state = Fixture.state(120, 36)
    _ = Self.press(&state, .character("c"))
    _ = Self.press(&state, .down)
    _ = Self.press(&state, .character(" "))
    let command = Self.command(Self.press(&state, .enter))
    #expect(command?.action == .chooseCells(["rnn", "gru"]))
    _ = Self.press(&state, .character("p"))
    _ = Self.press(&state, .down)
    #expect(Self.press(&state, .enter) == [.openPreset("vanishing")])
  }

  @Test func noCellAtAllIsRefused() {
    var state = Fixture.state(120, 36)
    state.overlay = .cells(cursor: 0, chosen: [false, false, false])
    #expect(Self.press(&state, .enter).isEmpty)
    #expect(state.overlay != nil)
  }

  @Test func restartAsks() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("r")).isEmpty)
    #expect(Self.press(&state, .character("x")).isEmpty)
    #expect(state.overlay == nil)
    _ = Self.press(&state, .character("r"))
    #expect(Self.command(Self.press(&state, .character("y")))?.action == .restart)
  }

  /// What the footer names works: none of its keys answers with a reason.
  @Test func footerListsOnlyKeysThatWork() {
    for phase in [SessionPhase.training, .paused, .done, .preparing("data"), .failed("no data")] {
      var snapshot = Fixture.adding()
      snapshot.phase = phase
      for width in [40, 60, 80, 120, 200] {
        let state = Fixture.state(width, 36, snapshot)
        let entries = FooterLine.entries(state, width: width - 2)
        #expect(entries.contains { $0.1 == "quit" } && entries.contains { $0.1 == "help" })
        for binding in KeyBindings.all where binding.whyDisabled(state) != nil {
          #expect(!entries.contains { $0.0 == binding.name })
        }
        let used = entries.reduce(0) { $0 + TextWidth.of($1.0 + $1.1) + 3 }
        #expect(used <= width + 2, "\(width): \(entries)")
      }
    }
  }

  @Test func everyKeyIsBoundOnceAndInTheHelp() {
    let keys = KeyBindings.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    let help = HelpText.lines(Fixture.state(120, 36))
    for binding in KeyBindings.all {
      #expect(help.contains { $0.key == binding.name }, "\(binding.name) is missing in the help")
    }
  }
}
