import Engine
import Telemetry

/// Every setting of a lane that may change while it trains, by the preset's key: how it is read,
/// set, moved along its ladder, and shown. One table serves keys, `--at` and the screen.
package struct SettingsTable: Sendable {
  package struct Setting: Sendable {
    package let info: SettingInfo
    package let ladder: Ladder
    package let isOn: @Sendable (LaneProgress) -> Bool
    package let value: @Sendable (LaneProgress) -> Float
    let setOn: @Sendable (inout LaneProgress, Bool) -> Void
    let setValue: @Sendable (inout LaneProgress, Float) -> Void
    /// What the lines on the curves call it ("5 clip", "lr").
    var name: String { (info.digit.map { "\($0) " } ?? "") + info.short }
  }

  package let all: [Setting]

  package init() {
    let regularizers = RegularizerRegistry.all.enumerated().map { place, type in
      Setting(
        info: SettingInfo(
          key: "regularizers.\(type.key)", digit: type.digit?.wholeNumberValue, label: type.label,
          short: type.short, meaning: type.meaning, switches: true),
        ladder: type.ladder,
        isOn: { $0.regularization.settings[place].isOn },
        value: { $0.regularization.settings[place].strength },
        setOn: { $0.regularization.settings[place].isOn = $1 },
        setValue: { $0.regularization.settings[place].strength = $1 })
    }
    let patience = Setting(
      info: SettingInfo(
        key: "early_stopping", digit: 6, label: "early stopping", short: "stop",
        meaning: "patience: validations without improvement that are borne", switches: true),
      ladder: Ladder(.oneTwoFive, 1...1000, isWhole: true),
      isOn: { $0.earlyStopping.on },
      value: { Float($0.earlyStopping.patience) },
      setOn: { $0.earlyStopping.on = $1 },
      setValue: { $0.earlyStopping.patience = Int($1) })
    let rate = Setting(
      info: SettingInfo(
        key: "training.learning_rate", digit: nil, label: "learning rate", short: "lr",
        meaning: "size of a step along the update", switches: false),
      ladder: Ladder(.factor(1.25), TrainingConfiguration.learningRates),
      isOn: { _ in true },
      value: { $0.learningRate },
      setOn: { _, _ in },
      setValue: { $0.learningRate = $1 })
    all = regularizers + Self.augmentation + [patience, rate]
  }

  /// - Parameter key: the preset's; `.strength`, `.patience`, `.probability` and `.on` behind it say
  ///   the same.
  package func setting(_ key: String) -> Setting? {
    for suffix in ["", ".strength", ".patience", ".probability", ".on"] where key.hasSuffix(suffix)
    {
      let stem = String(key.dropLast(suffix.count))
      if let found = all.first(where: { $0.info.key == stem }) { return found }
    }
    return nil
  }
}

extension SettingsTable.Setting {
  /// Applies "on", "off" or a number; 0 switches off and leaves the strength.
  /// - Returns: nil, or why not.
  package func apply(_ text: String, to progress: inout LaneProgress) -> String? {
    switch text.lowercased() {
    case "on", "true", "yes":
      guard info.switches else { return "\(info.label) has no switch; give a number" }
      setOn(&progress, true)
    case "off", "false", "no":
      guard info.switches else { return "\(info.label) has no switch; give a number" }
      setOn(&progress, false)
    default:
      guard let number = Float(text), number.isFinite else {
        return "'\(text)' is neither on, off nor a number"
      }
      if number == 0, info.switches {
        setOn(&progress, false)
        return nil
      }
      guard ladder.range.contains(number), !ladder.isWhole || number.rounded() == number
      else {
        let whole = ladder.isWhole ? "whole numbers " : ""
        return "\(SettingText.number(number)) is outside \(whole)\(rangeText)"
      }
      setValue(&progress, number)
      setOn(&progress, true)
    }
    return nil
  }

  /// With what may be typed for it.
  package var infoWithRange: SettingInfo {
    var info = info
    info.allowed =
      (ladder.isWhole ? "whole numbers, " : "") + rangeText + (info.switches ? ", on, off" : "")
    return info
  }

  private var rangeText: String {
    SettingText.number(ladder.range.lowerBound) + " to "
      + SettingText.number(ladder.range.upperBound)
  }

  /// One rung up or down; a setting that is off stays off.
  package func move(up: Bool, _ progress: inout LaneProgress) -> String? {
    let old = value(progress)
    let new = up ? ladder.above(old) : ladder.below(old)
    guard new != old else {
      return "\(SettingText.number(old)) is the \(up ? "strongest" : "weakest") allowed"
    }
    setValue(&progress, new)
    return nil
  }

  /// "5 clip 0.5", "3 drop off", "lr 0.0008".
  package func label(_ progress: LaneProgress) -> String {
    "\(name) \(isOn(progress) ? SettingText.number(value(progress)) : "off")"
  }
}

extension SettingsTable {
  /// What the answer to a command is about, as it stands on the curves: "5 clip 0.5".
  package func label(of answer: CommandAnswered) -> String {
    if let setting = setting(answer.name) {
      return "\(setting.name) \(answer.value)" + (answer.by.map { " (\($0.rawValue))" } ?? "")
    }
    switch answer.name {
    case "restart": return "restart"
    case "cells": return "cells \(answer.value)"
    default:
      return
        "\(answer.name.split(separator: ".").dropFirst().joined(separator: " ")) \(answer.value)"
    }
  }
}

package enum SettingText {
  /// Up to four significant digits, without an exponent from 1e-5 on.
  package static func number(_ value: Float) -> String {
    if value.rounded() == value, abs(value) < 1e6 { return String(Int(value)) }
    let text = value < 1e-5 ? formatted("%.3g", value) : formatted("%.4g", value)
    guard text.contains("e"), value >= 1e-5, value < 1 else { return text }
    var plain = formatted("%.8f", value)
    while plain.hasSuffix("0") { plain.removeLast() }
    return plain
  }
}
