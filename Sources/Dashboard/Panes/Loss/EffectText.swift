import Telemetry

/// The effect of the newest intervention of the selected lanes, under the full-screen loss plot.
enum EffectText {
  private static let most = 2

  static func lines(_ state: State, columns: Int) -> [(text: String, style: Style)] {
    guard columns >= 20 else { return [] }
    let newest = state.selectedLanes.compactMap {
      place -> (step: Int, text: String, isKnown: Bool)? in
      let lane = state.lanes[place]
      let name = state.lanes.count > 1 ? lane.info.name + ": " : ""
      let measured = lane.effect.map { (step: $0.step, text: name + $0.text, isKnown: true) }
      let pending = lane.effectPending.map {
        (step: $0.step, text: name + sentence($0), isKnown: false)
      }
      return [measured, pending].compactMap { $0 }.max { $0.step < $1.step }
    }.max { $0.step < $1.step }
    guard let newest else { return [] }
    return Wrapping.lines(newest.text, width: columns, limit: most).map {
      ($0, Style(newest.isKnown ? .standard : .muted))
    }
  }

  private static func sentence(_ pending: EffectPending) -> String {
    let start = "\(pending.label) at step \(Numbers.grouped(pending.step)): "
    return start
      + (pending.knownAt.map { "effect known at step \(Numbers.grouped($0))" }
        ?? "fewer than \(pending.steps) steps without a change before it, nothing to compare")
  }
}
