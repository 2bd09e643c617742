import Telemetry

/// The current state of a setting, over the lanes that a command would act on.
package struct SettingSummary: Equatable {
  package enum Switch: Equatable { case on, off, mixed }
  package var state: Switch
  /// The strength, or the range if lanes differ: "0.005-0.0063".
  package var text: String
  package enum Status: Equatable {
    case none, requested
    case applied(step: Int)
    case rejected(reason: String)
  }
  package var status = Status.none

  package init(_ index: Int, _ state: State) {
    let settings = state.selectedLanes.compactMap { state.setting(index, lane: $0) }
    let on = settings.count { $0.on }
    self.state = on == 0 ? .off : on == settings.count ? .on : .mixed
    // Strengths in use; all of them if none is.
    text = Self.range((on == 0 ? settings : settings.filter(\.on)).map(\.text))
    let key =
      state.info?.settings.indices.contains(index) == true ? state.info?.settings[index].key : nil
    if let key, state.isRequested(key) {
      status = .requested
      return
    }
    var newest = -1
    for setting in settings {
      switch setting.status {
      case .rejected(let reason):
        status = .rejected(reason: reason)
        return
      case .applied(let step) where step > newest:
        newest = step
        status = .applied(step: step)
      default: break
      }
    }
  }

  /// The color of a change that is pending or was rejected.
  package var ink: Ink? {
    switch status {
    case .rejected: .bad
    case .requested: .warning
    case .applied, .none: nil
    }
  }

  /// The whole status: "requested", "at step 1140", "rejected: ...", or empty.
  package var statusText: String {
    switch status {
    case .none: ""
    case .requested: "requested"
    case .applied(let step): "at step " + Numbers.grouped(step)
    case .rejected(let reason): "rejected: " + reason
    }
  }

  /// Without the reason of a rejection, from the longest to the shortest.
  package var shortStatuses: [String] {
    switch status {
    case .none: [""]
    case .requested: [statusText, "…"]
    case .applied: [statusText, String(statusText.dropFirst(3))]
    case .rejected: ["rejected", "!"]
    }
  }

  /// Only "requested" or "rejected", or their signs; the reason is in the log and in the list.
  func newsText(asSign: Bool) -> String {
    switch status {
    case .requested, .rejected: shortStatuses[asSign ? 1 : 0]
    case .applied, .none: ""
    }
  }

  /// It is on in a lane, or a command is pending.
  package var isNews: Bool { state != .off || ink != nil }

  private static func range(_ texts: [String]) -> String {
    let sorted = Set(texts).sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
    guard let first = sorted.first, let last = sorted.last else { return "" }
    return first == last ? first : first + "-" + last
  }
}
