import Datasets

/// Which augmentations a session's data allow.
struct LaneAugmentation {
  let facts: AugmentationFacts

  init(_ facts: AugmentationFacts) { self.facts = facts }

  /// The same for a lane.
  func facts(_ model: ModelConfiguration) -> AugmentationFacts {
    var facts = facts
    facts.holdsTagsToTheirScheme = facts.hasTagScheme && model.loss == .crf
    return facts
  }

  /// The lane with default methods, if augmentation is on and none is chosen. Throws for a
  /// requested method that cannot act.
  func prepared(_ lane: LaneConfiguration) throws(Trainer.Failure) -> LaneConfiguration {
    var lane = lane
    let facts = facts(lane.model)
    lane.augmentation.chooseIfNone(for: facts)
    guard let (key, reason) = lane.augmentation.refusal(facts) else { return lane }
    let path = SettingsTable.augmentationKey + (key.isEmpty ? "" : ".\(key)")
    throw Trainer.Failure(description: "lane \(lane.name): \(path): \(reason)")
  }

  /// True for a method that would be refused, and for augmentation as a whole if every method would
  /// be: not shown on screen.
  func hides(_ setting: SettingsTable.Setting) -> Bool {
    if setting.info.key == SettingsTable.augmentationKey {
      return AugmentationRegistry.all.allSatisfy { $0.whyNot(facts) != nil }
    }
    let type = AugmentationRegistry.all.first {
      "\(SettingsTable.augmentationKey).\($0.key)" == setting.info.key
    }
    return type?.whyNot(facts) != nil
  }

  /// Why an augmentation setting cannot be on in a lane.
  func refusal(
    of setting: SettingsTable.Setting, in lane: Lane, _ sizes: Lane.Sizes
  ) -> String? {
    let isOfAugmentation = SettingsTable.augmentation.contains { $0.info.key == setting.info.key }
    guard isOfAugmentation, setting.isOn(lane.progress) else { return nil }
    if let refusal = lane.progress.augmentation.refusal(facts(lane.configuration.model)) {
      return refusal.reason
    }
    guard lane.augmented == nil else { return nil }
    do {
      try MemoryEstimate.require(
        MemoryEstimate.batch(
          lane.architecture, timeSteps: sizes.timeSteps, targetSteps: sizes.targetSteps,
          batch: sizes.batch))
    } catch {
      return error.description
    }
    return nil
  }
}
