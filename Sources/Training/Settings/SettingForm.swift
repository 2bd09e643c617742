import Engine
import Telemetry

/// The kinds of values that a setting can have besides on and off, and where a lane stores them.
package protocol SettingForm: Sendable {
  /// The values that can be typed, as text.
  var allowed: String { get }
  /// False if there is nothing to strengthen or weaken.
  var hasRungs: Bool { get }
  /// As one word ("0.5", "balanced"), exactly.
  func text(_ progress: LaneProgress) -> String
  /// The same for narrow places.
  func shortText(_ progress: LaneProgress) -> String
  /// True for a value that means "off".
  func isOff(_ text: String) -> Bool
  /// Sets a value.
  /// - Returns: nil, or why not; nothing is changed then.
  func take(_ text: String, _ progress: inout LaneProgress) -> String?
  /// One rung up or down.
  func move(up: Bool, _ progress: inout LaneProgress) -> String?
}

extension SettingForm {
  package func shortText(_ progress: LaneProgress) -> String { text(progress) }
  package func isOff(_ text: String) -> Bool { false }
}

/// A number with a range and rungs.
package struct SettingNumber: SettingForm {
  package let ladder: Ladder
  package let value: @Sendable (LaneProgress) -> Float
  let setValue: @Sendable (inout LaneProgress, Float) -> Void

  package var hasRungs: Bool { true }
  package var allowed: String { (ladder.isWhole ? "whole numbers, " : "") + rangeText }

  private var rangeText: String {
    Numbers.setting(ladder.range.lowerBound) + " to "
      + Numbers.setting(ladder.range.upperBound)
  }

  package func text(_ progress: LaneProgress) -> String { Numbers.setting(value(progress)) }

  package func isOff(_ text: String) -> Bool { Float(text) == 0 }

  package func take(_ text: String, _ progress: inout LaneProgress) -> String? {
    guard let number = Float(text), number.isFinite else {
      return "'\(text)' is neither on, off nor a number"
    }
    guard ladder.range.contains(number), !ladder.isWhole || number.rounded() == number else {
      let whole = ladder.isWhole ? "whole numbers " : ""
      return "\(Numbers.setting(number)) is outside \(whole)\(rangeText)"
    }
    setValue(&progress, number)
    return nil
  }

  package func move(up: Bool, _ progress: inout LaneProgress) -> String? {
    let old = value(progress)
    let new = up ? ladder.above(old) : ladder.below(old)
    guard new != old else {
      return "\(Numbers.setting(old)) is the \(up ? "strongest" : "weakest") allowed"
    }
    setValue(&progress, new)
    return nil
  }
}

/// Class weights, as written in a preset.
package struct SettingClassWeights: SettingForm {
  package var hasRungs: Bool { false }
  package var allowed: String { "balanced, a number for each class (1,5), {class: number}" }

  package func text(_ progress: LaneProgress) -> String { progress.classWeights.text }
  package func shortText(_ progress: LaneProgress) -> String { progress.classWeights.shortText }

  package func isOff(_ text: String) -> Bool { Float(text) == 0 }

  package func take(_ text: String, _ progress: inout LaneProgress) -> String? {
    let isBare = text.contains(",") && !text.hasPrefix("[") && !text.hasPrefix("{")
    var lane = LaneConfiguration(name: "")
    do throws(PresetError) {
      try PresetKeys.set(ClassWeights.key, to: isBare ? "[\(text)]" : text, in: &lane)
    } catch {
      return error.reason
    }
    progress.classWeights = lane.training.classWeights
    return nil
  }

  package func move(up: Bool, _ progress: inout LaneProgress) -> String? {
    "class weights have no strength; give \(allowed)"
  }
}
