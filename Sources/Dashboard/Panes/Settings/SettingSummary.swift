import Telemetry

/// The current state of a setting, over the lanes that a command would act on.
package struct SettingSummary: Equatable {
  package enum Switch: Equatable { case on, off, mixed }
  package var state: Switch
  /// The strength, or the range if lanes differ: "0.005-0.0063".
  package var text: String
  /// "requested", "at step 1140", "rejected: ...", or empty.
  package var status: String
  package var isRejected = false
  package var isRequested = false

  package init(_ index: Int, _ state: State) {
    let settings = state.selectedLanes.compactMap { state.setting(index, lane: $0) }
    let on = settings.count { $0.on }
    self.state = on == 0 ? .off : on == settings.count ? .on : .mixed
    // Strengths in use; all of them if none is.
    text = Self.range((on == 0 ? settings : settings.filter(\.on)).map(\.text))
    status = ""
    let key =
      state.info?.settings.indices.contains(index) == true ? state.info?.settings[index].key : nil
    if let key, state.isRequested(key) {
      (status, isRequested) = ("requested", true)
      return
    }
    var newest = -1
    for setting in settings {
      switch setting.status {
      case .rejected(let reason):
        (status, isRejected) = ("rejected: " + reason, true)
        return
      case .applied(let step) where step > newest:
        newest = step
        status = "at step " + Numbers.grouped(step)
      default: break
      }
    }
  }

  /// Without the reason of a rejection, from the longest to the shortest.
  package var shortStatuses: [String] {
    if isRejected { return ["rejected", "!"] }
    if isRequested { return [status, "…"] }
    let step = status.hasPrefix("at ") ? String(status.dropFirst(3)) : status
    return [status, step]
  }

  /// It is on in a lane, or a command is pending.
  package var isNews: Bool { state != .off || isRequested || isRejected }

  private static func range(_ texts: [String]) -> String {
    let sorted = Set(texts).sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
    guard let first = sorted.first, let last = sorted.last else { return "" }
    return first == last ? first : first + "-" + last
  }

  /// Only "requested" or "rejected"; the reason is in the log and in the list.
  mutating func shorten(toSign: Bool) {
    if isRejected {
      status = toSign ? "!" : "rejected"
    } else if isRequested {
      status = toSign ? "…" : status
    } else {
      status = ""
    }
  }
}
