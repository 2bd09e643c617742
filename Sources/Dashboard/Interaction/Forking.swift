import Telemetry

/// `f`: a lane that begins as a copy of the selected one, with one setting changed or none.
package enum Forking {
  /// Keys of the settings that a copy may have otherwise; nil: no change.
  package static func changes(_ state: State) -> [String?] {
    [nil] + state.settingOrder.compactMap { state.info?.settings[$0].key }
  }

  /// As the list has it: "3 dropout".
  package static func name(_ change: String?, _ state: State) -> String {
    guard let change, let index = state.settingIndex(change),
      let setting = state.info?.settings[index]
    else { return "no change: a copy" }
    return (setting.digit.map { "\($0) " } ?? "  ") + setting.label
  }

  /// A digit takes its setting, as it does while training.
  static func place(_ key: Key, _ changes: [String?], _ state: State) -> Int? {
    guard case .character(let digit) = key, let number = digit.wholeNumberValue else { return nil }
    return changes.firstIndex { change in
      change.flatMap { state.settingIndex($0) }
        .map { state.info?.settings[$0].digit == number } ?? false
    }
  }

  static let whyNoRemoval: @Sendable (State) -> String? = { state in
    if let why = Needs.lanes(state) { return why }
    if state.lanes.count == 1 { return "the last lane stays" }
    return state.selectedLanes.count == 1 ? nil : "select one lane first: [ and ]"
  }

  static let whyNot: @Sendable (State) -> String? = { state in
    if let why = Needs.running(state) { return why }
    guard state.selectedLanes.count == 1, let lane = state.selectedLanes.first else {
      return "select one lane first: [ and ]"
    }
    if state.lanes[lane].phase != .training {
      return "\(state.lanes[lane].info.name) is not training"
    }
    let most = LaneOrigin.mostLanes
    return state.lanes.count < most ? nil : "\(most) lanes are the most"
  }
}
