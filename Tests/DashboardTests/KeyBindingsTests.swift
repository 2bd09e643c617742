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

  /// What can be taken back is offered, of the selected lanes; what cannot is said.
  @Test func undo() {
    var state = Fixture.state(120, 36)
    for (key, notice) in [
      (Key.character("u"), "u: there is no change to undo"),
      (.character("U"), "U: there is no earlier validation to go back to"),
      (.control("r"), "Ctrl-R: nothing was undone since the last change"),
    ] {
      #expect(Self.press(&state, key).isEmpty && state.notice?.text == notice)
    }
    func footer(_ state: State) -> String {
      FooterLine.entries(state, width: state.size.columns).map { "\($0.0) \($0.1)" }
        .joined(separator: "  ")
    }
    #expect(!footer(state).contains("undo"))
    var undo = UndoSnapshot()
    (undo.undo, undo.rewind) = (UndoSnapshot.Place(label: "5 clip 0.5", step: 1140), 1800)
    (undo.states, undo.bytes) = (12, 3_400_000)
    state.snapshot.lanes[1].undo = undo
    #expect(Self.command(Self.press(&state, .character("u")))?.action == .undo)
    #expect(Self.command(Self.press(&state, .character("U")))?.action == .rewind(1))
    state.size.columns = 80
    #expect(footer(state).contains("u undo") && !footer(state).contains("redo"))
    #expect(
      HelpText.lines(state).contains {
        $0.text == "  kept for this: 12 states, 3.4 MB (record.undo sets how many)"
      })
    (undo.undo, undo.redo) = (nil, UndoSnapshot.Place(label: "5 clip 0.5", step: 1900))
    state.snapshot.lanes[1].undo = undo
    #expect(footer(state).contains("Ctrl-R redo") && !footer(state).contains("undo"))
    #expect(Self.command(Self.press(&state, .control("r")))?.action == .redo)
    state.selectedLane = 0
    #expect(Self.press(&state, .control("r")).isEmpty)
  }

  /// A copy of the one lane that is selected, with a change that is typed, or none.
  @Test func fork() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("f")).isEmpty)
    #expect(state.notice?.text == "f: select one lane first: [ and ]")
    state.selectedLane = 1
    _ = Self.press(&state, .character("f"))
    #expect(state.overlay == .fork(cursor: 0))
    #expect(render(state).text.contains("Fork lstm with"))
    let copy = Self.command(Self.press(&state, .enter))
    #expect(copy?.action == .fork(nil) && copy?.lanes == .lane(1) && state.overlay == nil)
    for key in [Key.character("f"), .down, .down, .down, .enter] { _ = Self.press(&state, key) }
    #expect(render(state).text.contains("for: a copy of lstm"))
    #expect(Self.press(&state, .enter).isEmpty)
    for key in "0.3" { _ = Self.press(&state, .character(key)) }
    let fork = Self.command(Self.press(&state, .enter))
    #expect(fork?.action == .fork(.init(key: "regularizers.dropout", value: "0.3")))
    #expect(fork?.lanes == .lane(1) && state.overlay == nil)
    // Or at once by the digit that switches it.
    for key in [Key.character("f"), .character("3")] { _ = Self.press(&state, key) }
    for key in "0.3" { _ = Self.press(&state, .character(key)) }
    #expect(Self.command(Self.press(&state, .enter))?.action == fork?.action)
    // A refusal is not left in the log alone.
    var snapshot = state.snapshot
    snapshot.log.append(
      LogEntry(seconds: 42, lane: "lstm", kind: .rejected, text: "fork: x rejected: no"))
    _ = update(&state, .snapshot(snapshot))
    #expect(state.notice?.text == "lstm: fork: x rejected: no")
    state.snapshot.lanes += state.snapshot.lanes + state.snapshot.lanes
    _ = Self.press(&state, .character("f"))
    #expect(state.notice?.text == "f: 8 lanes are the most")
  }

  /// A lane is taken out when that was asked twice, whichever lane stands in its place by then.
  @Test func removal() {
    var state = Fixture.state(120, 36)
    #expect(Self.press(&state, .character("X")).isEmpty)
    #expect(state.notice?.text == "X: select one lane first: [ and ]")
    state.selectedLane = 1
    _ = Self.press(&state, .character("X"))
    #expect(state.overlay == .confirmRemoval(1))
    #expect(render(state).text.contains("Remove lstm for good?"))
    #expect(Self.press(&state, .escape).isEmpty && state.overlay == nil)
    // Nothing that was meant for something else does it.
    for key in [Key.enter, .character("X"), .character(" "), .character("3")] {
      _ = Self.press(&state, .character("X"))
      #expect(Self.press(&state, key).isEmpty && state.overlay == nil)
    }
    _ = Self.press(&state, .character("X"))
    let command = Self.command(Self.press(&state, .character("y")))
    #expect(command?.action == .remove && command?.lanes == .lane(1))
    // Once it is gone its place is another lane's, which was not selected.
    _ = Self.press(&state, .character("X"))
    var snapshot = state.snapshot
    snapshot.lanes.remove(at: 1)
    _ = update(&state, .snapshot(snapshot))
    #expect(state.overlay == nil && state.selectedLane == nil)
    // Those that stay keep their marks.
    let rows = render(state).text.split(separator: "\n")
    #expect(rows.contains { $0.contains("● rnn") } && rows.contains { $0.contains("■ gru") })
    snapshot.lanes.remove(at: 1)
    _ = update(&state, .snapshot(snapshot))
    #expect(Self.press(&state, .character("X")).isEmpty)
    #expect(state.notice?.text == "X: the last lane stays")
  }

  /// A selected lane is the same one when another one before it goes.
  @Test func theSelectedLaneStaysSelected() {
    var state = Fixture.state(120, 36)
    state.selectedLane = 2
    var snapshot = state.snapshot
    snapshot.lanes.remove(at: 0)
    _ = update(&state, .snapshot(snapshot))
    #expect(state.selectedLane == 1 && state.lanes[1].info.name == "gru")
  }

  @Test(arguments: [(120, 36), (80, 24), (160, 50)])
  func wayOutOfADivergence(_ columns: Int, _ rows: Int) {
    var state = Fixture.state(columns, rows)
    #expect(Self.press(&state, .character("!")).isEmpty)
    #expect(state.notice?.text == "!: no lane has diverged")
    var snapshot = state.snapshot
    snapshot.lanes[1].phase = .diverged(
      step: 43, layer: "rnn.0", timeStep: 17,
      what: "the gradient overflowed (forget, unit 7: inf)")
    _ = update(&state, .snapshot(snapshot))
    #expect(state.overlay == .divergence(1))
    let text = render(state).text
    #expect(text.contains("lstm diverged"))
    #expect(text.contains("diverged at step 43: the gradient overflowed (forget, unit 7: inf)"))
    #expect(text.contains("Enter: back to its validation at step"))
    #expect(Self.press(&state, .character("3")).isEmpty && state.overlay != nil)
    #expect(Self.press(&state, .escape).isEmpty && state.overlay == nil)
    // It asks once, and then by its key.
    _ = update(&state, .snapshot(snapshot))
    #expect(state.overlay == nil)
    #expect(FooterLine.entries(state, width: 400).contains { $0 == ("!", "recover") })
    _ = Self.press(&state, .character("!"))
    let command = Self.command(Self.press(&state, .enter))
    #expect(command?.action == .recover && command?.lanes == .lane(1) && state.overlay == nil)
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
    #expect(Self.press(&state, .control("c")) == [.quit])
    for _ in 0..<5 { #expect(Self.press(&state, .escape).isEmpty) }
    state.overlay = .help(scroll: 0)
    #expect(Self.press(&state, .character("q")).isEmpty)
    #expect(state.overlay == nil)
    state.overlay = .help(scroll: 0)
    #expect(Self.press(&state, .control("c")) == [.quit])
  }

  /// At 80 columns the settings have no place among the panes: one Esc leaves them all the same.
  @Test func escapeLeavesAPaneThatStandsAlone() {
    for keys in [[Key.escape], [.enter, .escape, .escape], [.character("R"), .escape, .escape]] {
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

  // MARK: panes by their keys

  /// Any pane from anywhere, and back to where one was, by its key again or by Esc.
  @Test(arguments: [(120, 36), (80, 24)])
  func everyPaneHasAKey(_ columns: Int, _ rows: Int) {
    var session = Fixture.language()
    session.info?.dataSheet = Fixture.seriesSheet()
    session.lanes[0].lossByPosition = LossByPosition(step: 1, timeSteps: 2, losses: [1, 2])
    let start = Fixture.state(columns, rows, session)
    #expect(PaneRegistry.available(start).count == PaneRegistry.all.count)
    for pane in PaneRegistry.all {
      for back in [Key.character(pane.key), .escape] {
        var state = start
        state.focus = .log
        #expect(Self.press(&state, .character(pane.key)).isEmpty && state.notice == nil)
        #expect(state.focus == pane.id && state.isFullScreen)
        _ = Self.press(&state, back)
        // At 80 columns the log has no place: Esc from there is seen to do something.
        let isSame = pane.id == .log && rows == 24
        #expect(state.focus == (isSame ? .loss : .log) && !state.isFullScreen, "\(pane.id)")
      }
    }
  }

  @Test func escGoesBackLevelByLevel() {
    var state = Fixture.state(120, 36)
    for key in [Key.tab, .enter, .character("G"), .character("T"), .character("G")] {
      _ = Self.press(&state, key)
    }
    // G was there already: T, which came after it, is done with.
    #expect(state.view == PaneView(.gradient, isFullScreen: true))
    _ = Self.press(&state, .escape)
    #expect(state.view == PaneView(.lanes, isFullScreen: true))
    _ = Self.press(&state, .escape)
    #expect(state.view == PaneView(.lanes, isFullScreen: false))
    _ = Self.press(&state, .escape)
    #expect(state.view == PaneView(.loss, isFullScreen: false))
    _ = Self.press(&state, .escape)
    #expect(state.notice?.text == "Esc: nothing to go back to · q quits")
    for _ in 0..<100 {
      for key in "GTNROWMEC" { _ = Self.press(&state, .character(key)) }
    }
    #expect(state.backStack.count <= PaneRegistry.all.count)
  }

  @Test func titlesAndHelpShowTheKey() {
    for snapshot in [Fixture.language(), Fixture.withData(Fixture.textSheet())] {
      for pane in PaneRegistry.available(Fixture.state(120, 36, snapshot)) {
        var state = Fixture.state(120, 36, snapshot)
        _ = Self.press(&state, .character(pane.key))
        let title = text(render(state)).split(separator: "\n")[1]
        #expect(title.hasPrefix("┏━ \(pane.key) "), "\(title)")
        let help = HelpText.lines(state)
        #expect(
          help.contains {
            $0.key == String(pane.key) && $0.text.hasPrefix(pane.id.name + ", full screen")
          })
      }
    }
  }

  @Test func aPaneWithNothingToShowSaysWhy() {
    for (key, reason) in [
      ("A", "no model with attention was validated (model.attention, model.decoder.attention)"),
      ("D", "there is no description of the data"), ("d", "there is no description of the data"),
    ] {
      var state = Fixture.state(120, 36)
      _ = Self.press(&state, .character(Character(key)))
      #expect(state.notice?.text == "\(key): \(reason)")
      #expect(state.view == PaneView(.loss, isFullScreen: false))
    }
    var state = SweepFixture.state(120, 36)
    _ = Self.press(&state, .character("G"))
    #expect(state.notice?.text == "G: a sweep has no Gradient pane")
  }

  @Test func vShowsTheOtherViewAndTheUsualAgain() {
    var state = Fixture.state(120, 36)
    _ = Self.press(&state, .character("v"))
    #expect(state.otherViews == [.loss] && state.notice?.text == "Loss: all of the y axis")
    _ = Self.press(&state, .character("v"))
    #expect(state.otherViews == [] && state.notice?.text == "Loss: the usual view again")
    state.focus = .log
    _ = Self.press(&state, .character("v"))
    #expect(state.otherViews == [] && state.notice?.text == "v: Log has only one view")
  }

  // MARK: keys that do nothing

  @Test func aKeyThatDoesNothingSaysSo() {
    for (key, name) in [
      (Key.character("z"), "z"), (.function(9), "F9"), (.backspace, "Backspace"),
      (.control("u"), "Ctrl-U"),
    ] {
      var state = Fixture.state(120, 36)
      #expect(Self.press(&state, key).isEmpty)
      #expect(state.notice?.text == "\(name): no such key · ? help")
      // A message goes with the next key.
      _ = Self.press(&state, .character("y"))
      #expect(state.notice == nil)
    }
    for (keys, notice) in [
      ("-", "-: the whole range is shown"), ("*", "*: all lanes are selected"),
      ("SSS", "S: the loss is not smoothed"), ("cz", "z: no such key here · Esc back"),
      ("pz", "z: no such key here · Esc back"), ("?z", "z: no such key here · Esc back"),
      ("}", "}: the pace has no limit"),
    ] {
      var state = Fixture.state(120, 36)
      for key in keys { _ = Self.press(&state, .character(key)) }
      #expect(state.notice?.text == notice, "\(keys)")
    }
  }

  /// The strength of what is off is changed where nobody sees it: it is said.
  @Test func changingWhatIsOffIsSaid() {
    var snapshot = Fixture.adding()
    var state = Fixture.state(120, 36, snapshot)
    state.lastSwitched = "regularizers.dropout"
    _ = Self.press(&state, .character(">"))
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].settings[2] = SettingSnapshot(
        on: false, text: "0.15", status: .applied(step: 1900))
    }
    snapshot.answeredCommand = 1
    _ = update(&state, .snapshot(snapshot))
    #expect(state.notice?.text == "dropout is off · its strength is now 0.15")
    // What is on shows it itself.
    _ = Self.press(&state, .character(">"))
    for i in snapshot.lanes.indices { snapshot.lanes[i].settings[2].on = true }
    snapshot.answeredCommand = 2
    _ = update(&state, .snapshot(snapshot))
    #expect(state.notice == nil)
    // So is a refusal.
    _ = Self.press(&state, .character(">"))
    for i in snapshot.lanes.indices {
      snapshot.lanes[i].settings[2].status = .rejected(reason: "0.9 is the strongest allowed")
    }
    snapshot.answeredCommand = 3
    _ = update(&state, .snapshot(snapshot))
    #expect(state.notice?.text == "dropout: 0.9 is the strongest allowed")
  }

  @Test func paceKeys() {
    var state = Fixture.state(120, 36)
    #expect(Self.command(Self.press(&state, .character("{")))?.action == .slower)
    state.snapshot.pace = 20
    #expect(text(render(state)).contains("step 1 824   pace 20/s   0:41"))
    #expect(Self.command(Self.press(&state, .character("}")))?.action == .faster)
    state.snapshot.pace = 1
    #expect(Self.press(&state, .character("{")).isEmpty && state.notice != nil)
    state.snapshot.phase = .done
    #expect(Self.press(&state, .character("}")).isEmpty)
    #expect(state.notice?.text == "{ }: every lane has ended")
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
        // No key is half shown.
        let record = DrawingRecord()
        let last = text(render(state, record: record)).split(separator: "\n").last ?? ""
        for (name, label) in entries { #expect(last.contains("\(name) \(label)")) }
        #expect(!record.cuts.contains { $0.row == 35 })
      }
    }
  }

  @Test func footerHasWhatIsUsedMost() {
    let state = Fixture.state(80, 24, Fixture.withData(Fixture.seriesSheet()))
    #expect(
      text(render(state)).hasSuffix(
        " Space pause  1-9 toggle  Tab pane  Enter full  c cells  d data  ? help  q quit\n"))
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
