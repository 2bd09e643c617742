import Engine
import Telemetry

/// Adaptive regularization: after each validation, dropout and L2 follow the gap between validation
/// and training loss.
package enum AdaptiveControl {
  static let factor: Float = 1.25
  /// Below this share of the upper gap, the strengths are reduced.
  static let lowerShare: Float = 0.3
  /// The settings it moves, and their ranges. Below the lower end they are off.
  static let reach: [(key: String, range: ClosedRange<Float>)] = [
    (Dropout.key, 0.05...0.7), (L2Penalty.key, 1e-6...1e-2),
  ]

  /// (validation - plain training) / plain training; nil if it cannot be computed.
  package static func gap(validation: Float?, plain: Float?) -> Float? {
    guard let validation, let plain, validation.isFinite, plain.isFinite, plain > 0 else {
      return nil
    }
    return (validation - plain) / plain
  }

  /// Moves the strengths; returns the keys that changed.
  package static func apply(gap: Float, to settings: inout Regularization) -> [String] {
    guard let own = settings[AdaptiveRegularization.key], own.isOn, own.strength > 0 else {
      return []
    }
    var changed: [String] = []
    for (key, range) in reach {
      guard let setting = settings[key] else { continue }
      var moved = setting
      if gap > own.strength {
        moved.strength =
          setting.isOn ? min(setting.strength * factor, range.upperBound) : range.lowerBound
        moved.isOn = true
        // A strength set above the range stays.
        if setting.isOn { moved.strength = max(moved.strength, setting.strength) }
      } else if gap < lowerShare * own.strength, setting.isOn {
        moved.strength = setting.strength / factor
        if moved.strength < range.lowerBound {
          (moved.strength, moved.isOn) = (setting.strength, false)
        }
      }
      if moved != setting {
        settings[key] = moved
        changed.append("regularizers.\(key)")
      }
    }
    return changed
  }
}

extension Trainer {
  /// After a validation of a lane: changes made by adaptive regularization are reported like a
  /// command's.
  func adapt(_ lane: Lane) {
    guard lane.isTraining,
      let gap = AdaptiveControl.gap(
        validation: lane.progress.lastValidationLoss, plain: lane.progress.lastPlainLoss)
    else { return }
    for key in AdaptiveControl.apply(gap: gap, to: &lane.progress.regularization) {
      guard let setting = settings.setting(key) else { continue }
      lane.settingsChanged()
      lane.intervene(setting.label(lane.progress), seconds: seconds)
      onEvent(
        .command(
          CommandAnswered(
            by: .adaptive, lane: lane.info.name, name: key, value: setting.text(lane.progress),
            step: lane.progress.step, reason: nil)))
    }
  }
}
