import Engine
import Telemetry

/// The command `recover`. What a divergence does at once: `Lane.prepareUpdate` finds it, and
/// `Trainer+Ending` ends the lane with its best weights.
extension Trainer {
  static let recoveryClip: Float = 1

  /// Puts diverged lanes back to where their numbers were last checked and found finite, with half
  /// the rate and a clipped gradient.
  func recover(_ chosen: [Lane]) {
    let diverged = chosen.filter(\.hasDiverged)
    if let reason = whyNoRecovery(chosen) {
      let only = chosen.count == 1 ? chosen.first : nil
      return tell(
        only?.info.name, .recover, "", only?.progress.step ?? sessionStep, reason)
    }
    for lane in diverged { recover(lane) }
  }

  /// Why none of the given lanes can be put back to a finite state; nil if one can.
  func whyNoRecovery(_ chosen: [Lane]) -> String? {
    if chosen.isEmpty { return Self.noSuchLane }
    let diverged = chosen.filter(\.hasDiverged)
    guard !diverged.isEmpty else {
      return chosen.count > 1 ? "no lane has diverged" : "it has not diverged"
    }
    return diverged.contains(where: hasWayOut) ? nil : Self.notKept
  }

  private static let notKept = "the state at its last validation was not kept; use restart"

  /// A run without a screen keeps no states until it is asked or watched, so what was learned would
  /// be lost without notice.
  private func hasWayOut(_ lane: Lane) -> Bool {
    undo.newestFiniteValidation(of: lane.info.id) != nil || lane.best == nil
  }

  private func recover(_ lane: Lane) {
    let name = lane.info.name
    let kept = undo.newestFiniteValidation(of: lane.info.id)
    guard hasWayOut(lane) else {
      return tell(name, .recover, "", lane.progress.step, Self.notKept)
    }
    // A second divergence at the same place halves the rate again.
    let rate = lane.progress.learningRate
    keepForUndo(lane, lane.progress, label: "recover")
    if let kept {
      put(lane, to: kept)
      tell(name, .rewind, "", lane.progress.step, nil)
    } else {
      beginNextAttempt(of: lane)
      for change in lane.progress.suspects.clear() { tell(change, lane) }
      lane.restart()
      tell(name, .restart, "", 0, nil)
    }
    let before = lane.progress
    let clip = lane.progress.regularization[GradientClipping.key]
    change("training.learning_rate", to: "\(min(rate, before.learningRate) / 2)", of: lane)
    if clip?.isOn != true || (clip?.strength ?? .infinity) > Self.recoveryClip {
      change("regularizers.\(GradientClipping.key)", to: "\(Self.recoveryClip)", of: lane)
    }
    settings.tellOthers(changedSince: before, in: &lane.progress)
    lane.settingsChanged()
  }

  /// Part of the command that is being answered.
  private func change(_ key: String, to value: String, of lane: Lane) {
    guard let setting = settings.setting(key) else { return }
    let reason = attempt(setting, in: lane) { $0.apply(value, to: &$1) }
    if reason == nil {
      lane.progress.statuses[setting.info.key] = .applied(step: lane.progress.step)
      lane.intervene(setting.label(lane.progress), seconds: seconds)
    }
    tell(lane.info.name, key, setting.text(lane.progress), lane.progress.step, reason)
  }
}
