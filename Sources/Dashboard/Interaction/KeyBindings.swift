import Telemetry

/// All keys, the most used first: dispatch, footer and help read this table.
package enum KeyBindings {
  package static let all: [KeyBinding] =
    training.map(\.ofTraining) + views + choosing + changing.map(\.ofTraining) + looking + moving
    + panes + ending

  /// The keys for the current source. On a record, keys of the time line replace training keys that
  /// use the same key.
  package static func of(_ state: State) -> [KeyBinding] {
    switch state.source {
    case .live, .sweep: all
    case .recorded: state.isAtTheTrainer ? ofFollowed : ofRecord
    case .runs: ofRuns
    }
  }

  private static let ofRecord: [KeyBinding] = {
    let taken = Set((timeline + atARecord).flatMap(\.keys))
    let others = all.filter { !taken.isSuperset(of: $0.keys) }
    return timeline + others + atARecord
  }()

  /// The first binding with the key.
  package static func binding(for key: Key, _ state: State) -> KeyBinding? {
    of(state).first { $0.keys.contains(key) }
  }

  private static let training: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "Space",
      short: {
        Settings.listIsOpen($0) ? "toggle" : $0.snapshot.phase == .paused ? "resume" : "pause"
      },
      help: "pause, resume; in the settings list: toggle", whyDisabled: spaceWhy,
      action: { state, _ in
        if Settings.listIsOpen(state) { return Settings.toggleCursor(&state) }
        return [state.send(state.snapshot.phase == .paused ? .resume : .pause, to: .all)]
      }),
    KeyBinding(
      [.character("n")], "n", short: { $0.snapshot.phase == .paused ? "step" : nil },
      help: "one training step while paused", whyDisabled: Needs.paused,
      action: { state, _ in [state.send(.singleStep, to: .all)] }),
    KeyBinding(
      (1...9).compactMap { String($0).first }.map { Key.character($0) }, "1-9",
      short: { digitsName($0) == nil ? nil : "toggle" },
      help: "toggle a regularizer of the selected lanes (see its digit)",
      whyDisabled: { digitsName($0) == nil ? "this preset has no switches" : Needs.settings($0) },
      action: { state, key in Settings.toggle(digit: key, &state) }
    ).inFooter(.inTurn, as: digitsName).detailed(Settings.digits),
    KeyBinding(
      [.character("u")], "u", short: { UndoKeys.undone($0) == nil ? nil : "undo" },
      help: "undo the last change: the selected lanes go back to just before it",
      whyDisabled: UndoKeys.whyNoUndo,
      action: { state, _ in [state.send(.undo, to: state.selection)] }
    ).detailed { UndoKeys.kept($0).map { [$0] } ?? [] },
    KeyBinding(
      [.character("U")], "U", nil, help: "back by one validation (rewind)",
      whyDisabled: UndoKeys.whyNoRewind,
      action: { state, _ in [state.send(.rewind(1), to: state.selection)] }),
    KeyBinding(
      [.control("r")], "Ctrl-R", short: { UndoKeys.redone($0) == nil ? nil : "redo" },
      help: "redo what undo or rewind took back, until the next change",
      whyDisabled: UndoKeys.whyNoRedo,
      action: { state, _ in [state.send(.redo, to: state.selection)] }),
  ]

  private static let spaceWhy: @Sendable (State) -> String? = { state in
    Settings.listIsOpen(state) ? Needs.switchable(state) : Needs.running(state)
  }

  /// Keys that change a number in training.
  private static let changing: [KeyBinding] = [
    KeyBinding(
      [.character("<"), .character(">")], "< >", "strength",
      help: "weaken, strengthen the regularizer last toggled", whyDisabled: Needs.switched,
      action: { state, key in Settings.change(strengthen: key == .character(">"), &state) }),
    KeyBinding(
      [.character("("), .character(")")], "( )", "rate",
      help: "divide, multiply the learning rate by 1.25",
      whyDisabled: {
        $0.settingIndex(SettingKey.learningRate) == nil
          ? "the learning rate is fixed" : Needs.settings($0)
      },
      action: { state, key in
        Settings.change(SettingKey.learningRate, strengthen: key == .character(")"), &state)
      }),
    KeyBinding(
      [.character("{"), .character("}")], "{ }", short: { $0.snapshot.pace == nil ? nil : "pace" },
      help: "slower, faster: limit the steps per second", whyDisabled: Needs.running,
      action: { state, key in Pace.change(isFaster: key == .character("}"), &state) }),
  ]

  /// "1-6": the digits of the session's settings.
  package static func digitsName(_ state: State) -> String? {
    let digits = (state.info?.settings ?? []).compactMap(\.digit).sorted()
    guard let first = digits.first, let last = digits.last else { return nil }
    return first == last ? String(first) : "\(first)-\(last)"
  }

  /// Keys for the curves are only offered where curves are shown.
  private static let showsLoss: @Sendable (State) -> Bool = {
    $0.focus == .loss || !$0.showsOnePane
  }

  /// Keys that choose what the screen shows.
  private static let views: [KeyBinding] = [
    KeyBinding([.tab], "Tab", "pane", help: "next pane", whyDisabled: Needs.lanes) { state, _ in
      Navigation.focusNext(&state, by: 1)
    },
    KeyBinding([.backTab], "Shift-Tab", nil, help: "previous pane", whyDisabled: Needs.lanes) {
      state, _ in Navigation.focusNext(&state, by: -1)
    },
    KeyBinding(
      [.enter], "Enter",
      short: { Settings.listIsOpen($0) ? "value" : $0.showsOnePane ? nil : "full" },
      help: "pane full screen; in the settings list: type a value",
      whyDisabled: {
        if Settings.listIsOpen($0) { return Needs.settings($0) }
        return $0.showsOnePane ? "already full screen, Esc goes back" : Needs.lanes($0)
      },
      action: { state, _ in
        if Settings.listIsOpen(state) { return Settings.openField(&state) }
        state.backStack.append(state.view)
        state.isFullScreen = true
        return []
      }),
    KeyBinding(
      [.escape], "Esc", short: { $0.showsOnePane ? "back" : nil },
      help: "back one level; never quits",
      whyDisabled: {
        $0.isFullScreen || $0.focus != .loss ? nil : "nothing to go back to · q quits"
      },
      action: { state, _ in Navigation.goBack(&state) }),
  ]

  private static let choosing: [KeyBinding] = [
    KeyBinding(
      [.character("c")], "c", "cells", help: "choose which cells run",
      whyDisabled: { $0.info?.cells.isEmpty ?? true ? "there is nothing to choose" : nil },
      action: { state, _ in Choosing.openCells(&state) }
    ).ofTraining,
    KeyBinding(
      [.character("f")], "f", short: { $0.selectedLanes.count == 1 ? "fork" : nil },
      help: "fork the selected lane: a copy, with one change or none, trains next to it",
      whyDisabled: Forking.whyNot,
      action: { state, _ in
        state.overlay = .fork(cursor: 0)
        return []
      }
    ).ofTraining,
    KeyBinding(
      [.character("!")], "!", short: { Recovery.lane($0) == nil ? nil : "recover" },
      help: "recover a diverged lane: back to its last validation, half the rate, clip 1 (asks)",
      whyDisabled: Recovery.whyNot,
      action: { state, _ in
        state.overlay = Recovery.lane(state).map { .divergence($0) }
        return []
      }
    ).ofTraining,
    KeyBinding(
      [.character("X")], "X", nil,
      help: "remove the selected lane for good (asks); its file stays",
      whyDisabled: Forking.whyNoRemoval,
      action: { state, _ in
        if let lane = state.selectedLanes.first {
          state.overlay = .confirmRemoval(state.lanes[lane].info.id)
        }
        return []
      }
    ).ofTraining,
    KeyBinding(
      [.character("d")], "d", short: { $0.focus == .data ? nil : "data" },
      help: "the data and how they were prepared; again: back",
      whyDisabled: { state in PaneRegistry.pane(.data).flatMap { why($0, state) } },
      action: { state, _ in Navigation.show(.data, &state) }
    ).bringing(.data),
  ]

  private static let looking: [KeyBinding] = [
    KeyBinding(
      [.character("y")], "y", short: { showsLoss($0) ? "log" : nil },
      help: "logarithmic or linear loss", whyDisabled: Needs.lanes,
      action: { state, _ in
        state.timeView.logScale = !state.logScale
        return []
      }),
    KeyBinding(
      [.character("s"), .character("S")], "s S", short: { showsLoss($0) ? "smooth" : nil },
      help: "smooth the training loss more, less", whyDisabled: Needs.lanes,
      action: { state, key in
        let isMore = key == .character("s")
        let next = state.timeView.smoothingLevel + (isMore ? 1 : -1)
        guard TimeView.smoothingLevels.indices.contains(next) else {
          state.say(isMore ? "s: this is the most smoothing" : "S: the loss is not smoothed")
          return []
        }
        state.timeView.smoothingLevel = next
        return []
      }),
    KeyBinding(
      [.character("x")], "x", nil, help: "x axis in steps, epochs, seconds",
      whyDisabled: Needs.lanes
    ) { state, _ in
      let axes = TimeView.Axis.allCases
      state.timeView.axis = axes[(state.timeView.axis.rawValue + 1) % axes.count]
      state.timeView.rightEnd = nil
      return []
    },
    KeyBinding(
      [.character("v")], "v",
      short: {
        $0.showsOnePane && PaneRegistry.pane($0.focus)?.otherView($0) != nil ? "view" : nil
      },
      help: "the other view of the focused pane; again: back",
      whyDisabled: { state in
        if let why = Needs.lanes(state) { return why }
        let pane = PaneRegistry.pane(state.focus)
        return pane?.otherView(state) == nil ? "\(state.focus.name) has only one view" : nil
      }, action: { state, _ in Navigation.toggleView(&state) }),
    KeyBinding(
      [.character("p")], "p", "presets", help: "open another preset",
      whyDisabled: { $0.presets.isEmpty ? "no presets were found" : nil },
      action: { state, _ in
        let now = state.presets.firstIndex { $0.name == state.info?.preset }
        state.overlay = .presets(cursor: now ?? 0)
        return []
      }
    ).ofTraining,
  ]

  private static let moving: [KeyBinding] = [
    KeyBinding(
      [.character("b"), .character("e")], "b e",
      short: { showsLoss($0) && RunStrip.hasEvents($0) ? "event" : nil },
      help: "previous, next event: a change, a fork, a best validation, an explosion, a stop",
      whyDisabled: EventKeys.whyNot,
      action: { state, key in EventKeys.move(&state, forward: key == .character("e")) }),
    KeyBinding(
      [.character("["), .character("]")], "[ ]", "lane", help: "select the previous, next lane",
      whyDisabled: Needs.severalLanes,
      action: { state, key in
        state.selectLane(by: key == .character("]") ? 1 : -1)
        return []
      }),
    KeyBinding(
      [.character("*")], "*", short: { $0.selectedLane == nil ? nil : "all lanes" },
      help: "select all lanes",
      whyDisabled: {
        Needs.severalLanes($0) ?? ($0.selectedLane == nil ? "all lanes are selected" : nil)
      },
      action: { state, _ in
        state.selectedLane = nil
        return []
      }),
    KeyBinding(
      [
        .left, .right, .up, .down, .character("h"), .character("j"), .character("k"),
        .character("l"), .pageUp, .pageDown, .home, .end,
      ], "arrows, hjkl",
      short: { $0.showsOnePane ? PaneRegistry.pane($0.focus)?.arrows($0) : nil },
      help: "move in the focused pane", whyDisabled: Needs.lanes,
      action: { state, key in Navigation.move(&state, key) }
    ).inFooter(.first, as: { _ in "arrows" }),
    KeyBinding(
      [.character("+"), .character("="), .character("-"), .character("0")], "+ - 0", nil,
      help: "zoom the time axis in, out, to the whole range", whyDisabled: Needs.lanes,
      action: { state, key in Navigation.zoom(&state, key) }),
    KeyBinding(
      [.character("r")], "r", short: { $0.snapshot.phase == .done ? "again" : nil },
      help: "restart the selected lanes (asks)", whyDisabled: Needs.lanes,
      action: { state, _ in
        state.overlay = .confirmRestart
        return []
      }
    ).ofTraining.inFooter(.first),
  ]

  /// One key for each pane of the registry.
  private static let panes: [KeyBinding] = PaneRegistry.all.map { pane in
    KeyBinding(
      [.character(pane.key)], String(pane.key), nil,
      help: pane.id.name + ", full screen; again: back",
      whyDisabled: { why(pane, $0) }, action: { state, _ in Navigation.show(pane.id, &state) }
    ).bringing(pane.id)
  }

  /// Why a pane cannot be shown; nil when it can.
  private static func why(_ pane: any Pane, _ state: State) -> String? {
    if pane.isAvailable(state) { return nil }
    if state.source == .sweep { return "a sweep has no \(pane.id.name) pane" }
    return Needs.lanes(state) ?? pane.whyUnavailable(state)
  }

  private static let ending: [KeyBinding] = [
    KeyBinding([.character("?"), .function(1)], "?", "help", help: "this help") { state, _ in
      state.overlay = .help(scroll: 0)
      return []
    }.inFooter(.always),
    KeyBinding([.character("q"), .control("c")], "q", "quit", help: "save and quit (also Ctrl-C)") {
      _, _ in [.quit]
    }.inFooter(.always),
  ]
}
