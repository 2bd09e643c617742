import Engine
import Telemetry

/// Every setting of a lane that can change during training, by the preset's key: how it is read,
/// set, moved along its ladder, and shown. One table serves keys, `--at` and the screen.
package struct SettingsTable: Sendable {
  package struct Setting: Sendable {
    package let info: SettingInfo
    package let form: any SettingForm
    package let isOn: @Sendable (LaneProgress) -> Bool
    let setOn: @Sendable (inout LaneProgress, Bool) -> Void
    /// Only for decoders.
    var needsDecoder = false
    /// Nil if it is not a number.
    package var number: SettingNumber? { form as? SettingNumber }
    /// Its name in the marks on the curves ("5 clip", "lr").
    var name: String { (info.digit.map { "\($0) " } ?? "") + info.short }
  }

  package let all: [Setting]
  /// Only for decoders.
  static let teacherForcingKey = "training.teacher_forcing"

  package init() {
    let regularizers = RegularizerControl.all.enumerated().map { place, control in
      Setting(
        info: SettingInfo(
          key: "regularizers.\(control.type.key)", digit: control.digit, label: control.label,
          short: control.short, meaning: control.meaning, switches: true),
        form: SettingNumber(
          ladder: control.ladder, value: { $0.regularization.settings[place].strength },
          setValue: { $0.regularization.settings[place].strength = $1 }),
        isOn: { $0.regularization.settings[place].isOn },
        setOn: { $0.regularization.settings[place].isOn = $1 })
    }
    let patience = Setting(
      info: SettingInfo(
        key: "early_stopping", digit: 6, label: "early stopping", short: "stop",
        meaning: "patience: validations without improvement before stopping", switches: true),
      form: SettingNumber(
        ladder: Ladder(.oneTwoFive, 1...1000, isWhole: true),
        value: { Float($0.earlyStopping.patience) },
        setValue: { $0.earlyStopping.patience = Int($1) }),
      isOn: { $0.earlyStopping.on },
      setOn: { $0.earlyStopping.on = $1 })
    let rate = Setting(
      info: SettingInfo(
        key: "training.learning_rate", digit: nil, label: "learning rate", short: "lr",
        meaning: "size of a step along the update", switches: false),
      form: SettingNumber(
        ladder: Ladder(.factor(1.25), TrainingConfiguration.learningRates),
        value: { $0.learningRate }, setValue: { $0.learningRate = $1 }),
      isOn: { _ in true },
      setOn: { _, _ in })
    let classWeights = Setting(
      info: SettingInfo(
        key: ClassWeights.key, digit: nil, label: "class weighting", short: "class wt",
        meaning: "how much a target of each class counts in the training loss",
        switches: true),
      form: SettingClassWeights(),
      isOn: { $0.classWeights.isOn },
      setOn: { $0.classWeights.isOn = $1 })
    let teacherForcing = Setting(
      info: SettingInfo(
        key: Self.teacherForcingKey, digit: nil, label: "teacher forcing", short: "teach",
        meaning: "share of a decoder's inputs taken from the target", switches: false),
      form: SettingNumber(
        ladder: Ladder(.every(0.05), 0...1), value: { $0.teacherForcing },
        setValue: { $0.teacherForcing = $1 }),
      isOn: { _ in true },
      setOn: { _, _ in },
      needsDecoder: true)
    all = regularizers + Self.augmentation + [patience, rate, classWeights, teacherForcing]
  }

  /// - Parameter key: the preset's; the suffixes `.strength`, `.patience`, `.probability` and `.on`
  ///   mean the same setting.
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
  /// Applies "on", "off" or a value; 0 switches off and keeps the strength.
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
      if info.switches, form.isOff(text) {
        setOn(&progress, false)
        return nil
      }
      if let reason = form.take(text, &progress) { return reason }
      setOn(&progress, true)
    }
    return nil
  }

  /// With the values that can be typed.
  package var infoWithRange: SettingInfo {
    var info = info
    info.allowed = form.allowed + (info.switches ? ", on, off" : "")
    if !form.hasRungs { info.hasRungs = false }
    return info
  }

  /// One rung up or down; a setting that is off stays off.
  package func move(up: Bool, _ progress: inout LaneProgress) -> String? {
    form.move(up: up, &progress)
  }

  /// "5 clip 0.5", "3 drop off", "lr 0.0008".
  package func label(_ progress: LaneProgress) -> String {
    "\(name) \(isOn(progress) ? form.shortText(progress) : "off")"
  }
}

extension SettingsTable {
  /// The label on the curves for the answer to a command: "5 clip 0.5".
  package func label(of answer: CommandAnswered) -> String {
    if let setting = setting(answer.name) {
      return "\(setting.name) \(answer.value)" + (answer.by.map { " (\($0.rawValue))" } ?? "")
    }
    switch answer.operation {
    case .cells: return "cells \(answer.value)"
    case .restart, .undo, .redo, .rewind, .fork, .recover, .remove:
      return answer.name + (answer.value.isEmpty ? "" : ": \(answer.value)")
    case nil:
      return
        "\(answer.name.split(separator: ".").dropFirst().joined(separator: " ")) \(answer.value)"
    }
  }
}
