import Telemetry

/// The whole state of the dashboard; it changes only in `update`.
package struct State: Sendable {
  package var size: Size
  package var capabilities: Capabilities
  /// Names and titles of the presets that `p` offers.
  package var presets: [PresetChoice]
  package let source: SessionSource
  package var snapshot: SessionSnapshot

  // MARK: view
  package var focus: PaneID = .loss
  package var isFullScreen = false
  package var overlay: Overlay?
  /// The preset's `about` covers the log until the first key.
  package var showsBanner = true
  package var timeView = TimeView()
  package var settingCursor = 0
  package var logScroll = 0
  /// The tensor with the cursor in the Layers pane, and the first row of the Gates pane.
  package var tensorCursor = 0
  package var gateScroll = 0
  /// The first row of the data sheet.
  package var dataScroll = 0
  /// The shown one of the answered validation examples; clamped to the available ones.
  package var example = 0
  /// The views that Esc goes back to, the last one first.
  package var backStack: [PaneView] = []
  /// Panes that show their other view: all of the y axis, absolute norms.
  package var otherViews: Set<PaneID> = []
  /// The recurrent layer that the Gradient pane shows; clamped to the lane's layers. Nil: for each
  /// lane the one with the shortest reach.
  package var layer: Int?

  /// The event that `b` or `e` moved to last.
  package var eventCursor: StripEvent.ID?

  /// The session was asked to end and is saving.
  package var isLeaving = false
  /// The frame is drawn once, for a file: it does not mention keys.
  package var isPicture = false

  // MARK: targets of keys
  /// Nil: all lanes.
  package var selectedLane: Int?
  /// The key of the setting that `<` and `>` change.
  package var lastSwitched: String?
  package var nextCommandID = 1
  package var requests: [Request] = []

  /// Seconds on the clock of the ticks.
  package var now: Double = 0
  package var mapPace = MapPace()
  /// A sentence instead of the footer until it expires or a key is pressed.
  package var notice: Notice?

  package init(
    size: Size, capabilities: Capabilities, presets: [PresetChoice], source: SessionSource = .live
  ) {
    self.source = source
    self.size = size
    self.capabilities = capabilities
    self.presets = presets
    snapshot = SessionSnapshot(phase: .preparing("starting"))
  }
}

package struct PresetChoice: Sendable, Equatable {
  package var name: String
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }
}

/// A view: a pane, and whether it was asked to fill the screen.
package struct PaneView: Sendable, Equatable {
  package var pane: PaneID
  package var isFullScreen: Bool

  package init(_ pane: PaneID, isFullScreen: Bool) {
    (self.pane, self.isFullScreen) = (pane, isFullScreen)
  }
}

/// An overlay on the panes, which takes the keys.
package enum Overlay: Sendable, Equatable {
  case help(scroll: Int)
  /// `chosen[i]` says whether the i-th cell of `SessionInfo.cells` runs.
  case cells(cursor: Int, chosen: [Bool])
  case presets(cursor: Int)
  case confirmRestart
  /// The number of the lane that `X` was pressed for, valid even if other lanes are removed
  /// meanwhile.
  case confirmRemoval(LaneID)
  /// A lane that diverged, and the offer to recover it.
  case divergence(LaneID)
  /// The list of changes for a fork; the cursor is a place in `Forking.changes`.
  case fork(cursor: Int)
  case value(ValueField)
}

/// A command to a setting that has been sent but not yet answered.
package struct Request: Sendable, Equatable {
  package var id: Int
  package var key: String
  package var lane: LaneID?
  package var action: Command.Action
  package var sentAt: Double
}

extension State {
  package var info: SessionInfo? { snapshot.info }
  package var lanes: [LaneSnapshot] { snapshot.lanes }

  /// The index of a lane's mark and colour.
  package func seat(_ lane: Int) -> Int {
    snapshot.lanes.indices.contains(lane) ? snapshot.lanes[lane].info.seat : lane
  }

  package func mark(_ lane: Int) -> Unicode.Scalar { Glyphs.mark(seat(lane)) }

  /// The lanes that a command acts on.
  package var selectedLanes: [Int] {
    if let selectedLane, snapshot.lanes.indices.contains(selectedLane) { return [selectedLane] }
    return Array(snapshot.lanes.indices)
  }

  package var selection: LaneSelection {
    if let selectedLane, snapshot.lanes.indices.contains(selectedLane) {
      return .lane(snapshot.lanes[selectedLane].info.id)
    }
    return .all
  }

  /// The index of the shown example; nil if there is none.
  package func example(of answers: PairAnswers) -> Int? {
    answers.examples.isEmpty ? nil : min(max(0, example), answers.examples.count - 1)
  }

  /// The number of examples that lanes answered.
  package var exampleCount: Int {
    lanes.lazy.compactMap { lane in
      if case .answers(let answers) = lane.output { answers.examples.count } else { nil }
    }.max() ?? 0
  }

  /// The lane that a full screen shows: the selected one, else the first.
  package var shownLane: Int? {
    snapshot.lanes.isEmpty ? nil : min(max(0, selectedLane ?? 0), snapshot.lanes.count - 1)
  }

  /// The settings in display order: by digit, the learning rate, the others.
  package var settingOrder: [Int] {
    let settings = info?.settings ?? []
    func rank(_ i: Int) -> Int {
      if let digit = settings[i].digit { return digit }
      return settings[i].key == SettingKey.learningRate ? 11 : 12
    }
    return settings.indices.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  package func settingIndex(_ key: String) -> Int? {
    info?.settings.firstIndex { $0.key == key }
  }

  /// A setting of one lane, if it has been published.
  package func setting(_ index: Int, lane: Int) -> SettingSnapshot? {
    guard snapshot.lanes.indices.contains(lane),
      snapshot.lanes[lane].settings.indices.contains(index)
    else { return nil }
    return snapshot.lanes[lane].settings[index]
  }

  package func isRequested(_ key: String) -> Bool {
    requests.contains { $0.key == key }
  }

  package var logScale: Bool { timeView.logScale ?? (info?.lossScale == .logarithmic) }
}
