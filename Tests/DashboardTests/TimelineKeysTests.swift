import Dashboard
import Telemetry
import Testing

/// Keys and header on the record of a run.
@Suite struct TimelineKeysTests {
  static func timeline(_ change: (inout TimelineSnapshot) -> Void = { _ in }) -> TimelineSnapshot {
    var timeline = TimelineSnapshot(
      step: 812, lastStep: 2040, isAtEnd: false, isAtStart: false, hasInterventionBefore: true,
      hasInterventionAfter: true, isPlaying: false, speed: 4, run: .ended, age: nil,
      goOn: "rnn-tui resume runs/x")
    change(&timeline)
    return timeline
  }

  static func state(
    _ columns: Int = 120, _ rows: Int = 36, _ change: (inout TimelineSnapshot) -> Void = { _ in }
  ) -> State {
    var state = State(
      size: Size(columns: columns, rows: rows),
      capabilities: Capabilities(colors: .full, unicode: true), presets: [], source: .recorded)
    var snapshot = Fixture.adding()
    snapshot.timeline = timeline(change)
    _ = update(&state, .snapshot(snapshot))
    return state
  }

  private func header(_ state: State) -> String {
    String(text(render(state)).split(separator: "\n")[0])
  }

  @Test(arguments: [
    (Key.character(" "), TimelineMove.playOrStop), (.character(","), .back),
    (.character("."), .forward), (.character("("), .interventionBefore),
    (.character(")"), .interventionAfter), (.home, .first), (.end, .last),
    (.character("{"), .slower), (.character("}"), .faster),
  ])
  func keysMove(_ key: Key, _ move: TimelineMove) {
    var state = Self.state()
    #expect(update(&state, .key(key)) == [.move(move)])
  }

  /// No key brings a command, wherever one is, and those of training say why.
  @Test func noKeySendsACommand() {
    let keys = (32...126).map { Key.character(Character(Unicode.Scalar($0))) }
    let others: [Key] = [.enter, .escape, .tab, .backTab, .home, .end, .up, .down, .control("u")]
    for pane in PaneRegistry.all.map(\.id) {
      for key in keys + others {
        var state = Self.state()
        (state.focus, state.isFullScreen) = (pane, true)
        for effect in update(&state, .key(key)) {
          switch effect {
          case .send, .openPreset: Issue.record("\(key) in \(pane.name): \(effect)")
          case .move, .quit: break
          }
        }
        switch state.overlay {
        case nil, .help: break
        default: Issue.record("\(key) in \(pane.name) opens \(String(describing: state.overlay))")
        }
      }
    }
    for key in "n1257<>cpr" {
      var state = Self.state()
      #expect(update(&state, .key(.character(key))).isEmpty)
      #expect(
        state.notice?.text.hasSuffix(
          ": this is the record of a run; continue it with: rnn-tui resume runs/x") == true)
      state = Self.state { ($0.run, $0.control) = (.running, .readOnly) }
      _ = update(&state, .key(.character(key)))
      #expect(state.notice?.text.hasSuffix(": it was opened with --read-only") == true)
    }
  }

  @Test func theSettingsAreAListToLookAt() {
    var state = Self.state()
    for key in [Key.character("R"), .down, .end] { _ = update(&state, .key(key)) }
    #expect(state.settingCursor > 1, "End goes to the end of the list")
    #expect(update(&state, .key(.enter)).isEmpty && state.overlay == nil)
    #expect(state.notice?.text.hasPrefix("Enter: this is the record of a run") == true)
    #expect(update(&state, .key(.character(" "))) == [.move(.playOrStop)])
    let rows = text(render(state))
    #expect(!rows.contains("Space toggle") && !rows.contains("Enter value"))
  }

  /// In a list Home and End are the list's, and the header does not say otherwise.
  @Test func homeAndEndInALogMoveTheLog() {
    var state = Self.state()
    #expect(header(state).contains("◀ step 812 of 2 040 · End: newest"))
    _ = update(&state, .key(.character("M")))
    #expect(update(&state, .key(.end)).isEmpty)
    #expect(state.logScroll == state.snapshot.log.count - 1)
    #expect(header(state).contains("◀ step 812 of 2 040 "))
    #expect(!header(state).contains("End:"))
  }

  @Test func whereThereIsNothingMoreKeysSayIt() {
    for (key, word, change) in [
      (",", "this is the first frame", { $0.isAtStart = true }),
      (".", "this is the newest frame", { $0.isAtEnd = true }),
      ("(", "no intervention before", { $0.hasInterventionBefore = false }),
      (")", "no intervention after", { $0.hasInterventionAfter = false }),
      ("{", "1 frame a second is the slowest", { $0.speed = 1 }),
      ("}", "64 frames a second is the fastest", { $0.speed = 64 }),
    ] as [(Character, String, (inout TimelineSnapshot) -> Void)] {
      var state = Self.state(120, 36, change)
      #expect(update(&state, .key(.character(key))).isEmpty)
      #expect(state.notice?.text.contains(word) == true, "\(key): \(state.notice?.text ?? "")")
    }
  }

  @Test func headerSaysWhereOneIs() {
    #expect(header(Self.state { $0.run = .running }).contains("of 2 040 · End: live"))
    #expect(header(Self.state { $0.isPlaying = true }).contains("▶ step 812 of 2 040"))
    for (run, word) in [
      (RecordedRunState.running, "▶ watching"), (.ended, "ended"), (.interrupted, "interrupted"),
      (.crashed, "crashed"), (.silent, "silent"),
    ] {
      for columns in [120, 80] {
        var state = Self.state(columns, 24) {
          ($0.run, $0.isAtEnd, $0.step) = (run, true, 2040)
        }
        // As on the run's own screen: an undo has put the lanes back.
        for lane in state.lanes.indices { state.snapshot.lanes[lane].step = 1900 }
        #expect(header(state).contains(word) && header(state).contains("step 1 900"))
      }
    }
    let old = Self.state { ($0.run, $0.isAtEnd, $0.age) = (.running, true, 14) }
    #expect(header(old).contains("nothing new for 14 s"))
    #expect(header(old).contains("numbers at step 812"))
    let young = Self.state { ($0.run, $0.isAtEnd, $0.age) = (.running, true, 3) }
    #expect(!header(young).contains("nothing new"))
  }

  /// What footer and help list works, and nothing of training is among it.
  @Test func footerAndHelpAreTrue() {
    let state = Self.state()
    let names = FooterLine.entries(state, width: 400).map(\.0)
    for name in ["Space", ", .", "( )", "Tab", "Enter", "?", "q"] {
      #expect(names.contains(name), "\(names)")
    }
    for name in ["n", "1-9", "1-6", "< >", "c", "p", "r"] { #expect(!names.contains(name)) }
    let help = HelpText.lines(state)
    #expect(!help.contains { ["n", "1-9", "< >", "c", "p", "r"].contains($0.key) })
    #expect(help.contains { $0.key == "Space" && $0.text.hasPrefix("play or stop the record") })
    #expect(help.contains { $0.key == "q" && $0.text.hasPrefix("leave; the run stays") })
    #expect(
      !help.contains { $0.text.contains("save and quit") || $0.text.contains("type a value") })
    // Elsewhere nothing has changed.
    #expect(KeyBindings.of(Fixture.state(120, 36)).map(\.name) == KeyBindings.all.map(\.name))
  }

  /// At the newest frame of a run that takes commands the keys are the trainer's, and the way back
  /// into the record.
  @Test func followedKeysAreTheTrainers() {
    func followed(_ change: (inout TimelineSnapshot) -> Void = { _ in }) -> State {
      Self.state(160, 50) {
        ($0.run, $0.control, $0.isAtEnd, $0.step) = (.running, .open, true, 2040)
        change(&$0)
      }
    }
    var state = followed()
    state.snapshot.phase = .training
    func command(_ key: Key) -> Command? {
      if case .send(let command)? = update(&state, .key(key)).first { command } else { nil }
    }
    #expect(command(.character("3"))?.action == .set(key: "regularizers.dropout", value: "on"))
    #expect(command(.character(" "))?.action == .pause)
    #expect(command(.character(")"))?.action == .strengthen(key: "training.learning_rate"))
    #expect(command(.character("U"))?.action == .rewind(1))
    #expect(command(.control("r"))?.action == .redo)
    #expect(update(&state, .key(.character(","))) == [.move(.back)])
    #expect(update(&state, .key(.character("p"))).isEmpty)
    let help = HelpText.lines(state)
    #expect(help.contains { $0.key == "1-9" } && help.contains { $0.key == ", ." })
    #expect(help.contains { $0.key == "q" && $0.text.hasPrefix("leave; the run stays") })
    let names = FooterLine.entries(state, width: 400).map(\.0)
    #expect(names.contains("Space") && names.contains(", .") && names.contains("q"))
    // Elsewhere in the record they are the time line's.
    for (change, word) in [
      ({ ($0.isAtEnd, $0.step) = (false, 812) }, "this is step 812 of 2 040 · End: live"),
      ({ $0.control = .readOnly }, "it was opened with --read-only"),
      ({ $0.control = .closed }, "this run takes no commands from other processes"),
    ] as [((inout TimelineSnapshot) -> Void, String)] {
      state = followed(change)
      #expect(command(.character("3")) == nil && state.notice?.text.hasSuffix(word) == true)
      #expect(update(&state, .key(.character(" "))) == [.move(.playOrStop)])
    }
  }

  @Test func keysThatLookWorkAsEver() {
    var state = Self.state()
    for key in "ysxv+-0[]*GTWONECdM?" {
      state.notice = nil
      #expect(update(&state, .key(.character(key))).isEmpty)
      #expect(state.notice?.text.contains("record of a run") != true, "\(key)")
    }
    #expect(state.overlay == .help(scroll: 0))
  }

  /// Nothing that a record draws is held back, nor asks for keys of training.
  @Test func aRecordHasNoBanner() {
    let state = Self.state()
    #expect(state.showsBanner && !text(render(state)).contains("About this run"))
  }
}
