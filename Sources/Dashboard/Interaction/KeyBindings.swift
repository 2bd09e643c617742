import Telemetry

/// Every key there is, the most used first: dispatch, footer and help read this table.
package enum KeyBindings {
  package static let all: [KeyBinding] =
    (session + settings).map(\.ofTraining) + looking + ending

  /// The first line of the table that has the key.
  package static func binding(for key: Key) -> KeyBinding? {
    all.first { $0.keys.contains(key) }
  }

  private static let session: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "Space",
      short: {
        Settings.listIsOpen($0) ? "switch" : $0.snapshot.phase == .paused ? "resume" : "pause"
      },
      help: "pause, resume; in the settings list: switch", whyDisabled: spaceWhy,
      action: { state, _ in
        if Settings.listIsOpen(state) { return Settings.toggleCursor(&state) }
        return [state.send(state.snapshot.phase == .paused ? .resume : .pause, to: .all)]
      }),
    KeyBinding(
      [.character("n")], "n", short: { $0.snapshot.phase == .paused ? "step" : nil },
      help: "one training step while paused", whyDisabled: Needs.paused,
      action: { state, _ in [state.send(.singleStep, to: .all)] }),
  ]

  private static let spaceWhy: @Sendable (State) -> String? = { state in
    Settings.listIsOpen(state) ? Needs.switchable(state) : Needs.running(state)
  }

  private static let settings: [KeyBinding] = [
    KeyBinding(
      (1...9).compactMap { String($0).first }.map { Key.character($0) }, "1-9",
      short: { digitsName($0) == nil ? nil : "regularizers" },
      help: "switch a regularizer of the selected lanes (see its digit)",
      whyDisabled: { digitsName($0) == nil ? "this preset has no switches" : Needs.settings($0) },
      action: { state, key in Settings.toggle(digit: key, &state) }),
    KeyBinding(
      [.character("<"), .character(">")], "< >", "strength",
      help: "weaken, strengthen the regularizer last switched", whyDisabled: Needs.switched,
      action: { state, key in Settings.change(strengthen: key == .character(">"), &state) }),
    KeyBinding(
      [.character("("), .character(")")], "( )", "rate",
      help: "learning rate divided, multiplied by 1.25",
      whyDisabled: {
        $0.settingIndex(Settings.learningRate) == nil
          ? "the learning rate is fixed" : Needs.settings($0)
      },
      action: { state, key in
        Settings.change(Settings.learningRate, strengthen: key == .character(")"), &state)
      }),
  ]

  /// "1-6": the digits that the session's settings have.
  package static func digitsName(_ state: State) -> String? {
    let digits = (state.info?.settings ?? []).compactMap(\.digit).sorted()
    guard let first = digits.first, let last = digits.last else { return nil }
    return first == last ? String(first) : "\(first)-\(last)"
  }

  /// Keys of the curves are not offered where no curve stands.
  private static let showsLoss: @Sendable (State) -> Bool = {
    $0.focus == .loss || !$0.showsOnePane
  }

  private static let looking: [KeyBinding] = [
    KeyBinding([.tab], "Tab", "pane", help: "next pane", whyDisabled: Needs.lanes) { state, _ in
      Navigation.focusNext(&state, by: 1)
    },
    KeyBinding([.backTab], "Shift-Tab", nil, help: "previous pane", whyDisabled: Needs.lanes) {
      state, _ in Navigation.focusNext(&state, by: -1)
    },
    KeyBinding(
      [.enter], "Enter", short: { $0.showsOnePane ? nil : "full" }, help: "pane full screen",
      whyDisabled: { $0.isFullScreen ? "Esc goes back" : Needs.lanes($0) },
      action: { state, _ in
        state.isFullScreen = true
        return []
      }),
    KeyBinding(
      [.escape], "Esc", short: { $0.showsOnePane ? "back" : nil },
      help: "back one level; never quits",
      whyDisabled: { $0.isFullScreen || $0.focus != .loss ? nil : "there is no level above" },
      action: { state, _ in
        let wasFull = state.isFullScreen
        state.isFullScreen = false
        // A pane without a place stands alone either way: one key must be seen to do something.
        if !wasFull || state.showsOnePane { state.focus = .loss }
        return []
      }),
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
        let next = state.timeView.smoothingLevel + (key == .character("s") ? 1 : -1)
        state.timeView.smoothingLevel = min(max(0, next), TimeView.smoothingLevels.count - 1)
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
      [.character("c")], "c", "cells", help: "choose which cells run",
      whyDisabled: { $0.info?.cells.isEmpty ?? true ? "there is nothing to choose" : nil },
      action: { state, _ in Choosing.openCells(&state) }
    ).ofTraining,
    KeyBinding(
      [.character("p")], "p", "presets", help: "open another preset",
      whyDisabled: { $0.presets.isEmpty ? "no presets were found" : nil },
      action: { state, _ in
        let now = state.presets.firstIndex { $0.name == state.info?.preset }
        state.overlay = .presets(cursor: now ?? 0)
        return []
      }
    ).ofTraining,
    KeyBinding(
      [.character("d")], "d", short: { $0.focus == .data ? nil : "data" },
      help: "the data: what they are and what was done to them; again: back",
      whyDisabled: { $0.info?.dataSheet == nil ? "the data are not described" : nil },
      action: { state, _ in Navigation.toggleData(&state) }),
    KeyBinding(
      [.character("["), .character("]")], "[ ]", "lane", help: "select the previous, next lane",
      whyDisabled: Needs.severalLanes,
      action: { state, key in Navigation.selectLane(&state, by: key == .character("]") ? 1 : -1) }),
    KeyBinding(
      [.character("*")], "*", short: { $0.selectedLane == nil ? nil : "all lanes" },
      help: "select all lanes", whyDisabled: Needs.severalLanes,
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
      action: { state, key in Navigation.move(&state, key) }),
    KeyBinding(
      [.character("+"), .character("="), .character("-"), .character("0")], "+ - 0", nil,
      help: "zoom the time axis in, out, whole range", whyDisabled: Needs.lanes,
      action: { state, key in Navigation.zoom(&state, key) }),
    KeyBinding(
      [.character("r")], "r", short: { $0.snapshot.phase == .done ? "again" : nil },
      help: "start the selected lanes afresh (asks)", whyDisabled: Needs.lanes,
      action: { state, _ in
        state.overlay = .confirmRestart
        return []
      }
    ).ofTraining,
  ]

  private static let ending: [KeyBinding] = [
    KeyBinding([.character("?"), .function(1)], "?", "help", help: "this help") { state, _ in
      state.overlay = .help(scroll: 0)
      return []
    },
    KeyBinding([.character("q"), .controlC], "q", "quit", help: "save and quit (also Ctrl-C)") {
      _, _ in [.quit]
    },
  ]
}
