import Datasets
import Engine
import Telemetry

extension SettingsTable {
  static let augmentationKey = "augmentation"

  /// Augmentation as a whole, whose number is the share of sequences, followed by each method.
  static let augmentation: [Setting] =
    [
      Setting(
        info: SettingInfo(
          key: augmentationKey, digit: 7, label: "augmentation", short: "augment",
          meaning: "share of the training sequences that are changed at random", switches: true),
        form: SettingNumber(
          ladder: Ladder(.every(0.05), AugmentationSettings.probabilities),
          value: { $0.augmentation.probability },
          setValue: { $0.augmentation.probability = $1 }),
        isOn: { $0.augmentation.isOn },
        setOn: { $0.augmentation.isOn = $1 })
    ]
    + AugmentationRegistry.all.enumerated().map { place, type in
      Setting(
        info: SettingInfo(
          key: "\(augmentationKey).\(type.key)", digit: nil, label: type.label,
          short: type.short, meaning: type.meaning, switches: true),
        form: SettingNumber(
          ladder: Ladder(type.strength), value: { $0.augmentation.methods[place].strength },
          setValue: { $0.augmentation.methods[place].strength = $1 }),
        isOn: { $0.augmentation.acts(place) },
        setOn: { $0.augmentation.setActs(place, $1) })
    }

  /// Settings that a command to one setting also switched are marked as applied there too:
  /// augmentation switches its methods on, and the last method switches augmentation off.
  func tellOthers(changedSince before: LaneProgress, in progress: inout LaneProgress) {
    guard before.augmentation != progress.augmentation else { return }
    for setting in Self.augmentation where setting.isOn(before) != setting.isOn(progress) {
      progress.statuses[setting.info.key] = .applied(step: progress.step)
    }
  }
}

extension Ladder {
  fileprivate init(_ strength: AugmentationStrength) {
    let rungs: Rungs =
      switch strength.rungs {
      case .oneTwoFive: .oneTwoFive
      case .every(let step): .every(step)
      }
    self.init(rungs, strength.range, isWhole: strength.isWhole)
  }
}
