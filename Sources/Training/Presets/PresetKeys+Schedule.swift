import Engine

extension PresetKeys {
  /// `training.schedule` and, below it, the options of every schedule in the registry.
  static let scheduleOptions: [PresetKey] = {
    var all: [ScheduleOption] = []
    for type in ScheduleRegistry.all {
      for option in LearningRateSchedule.options(of: type) where !all.contains(option) {
        all.append(option)
      }
    }
    return [needingLength(name)] + all.map { needingLength(key($0)) }
  }()

  private static let name = {
    var key = PresetKey.lane(
      "training.schedule", PresetRule.name(ScheduleRegistry.all.map { $0.name }),
      "how the learning rate changes over the run; naming one resets its options to defaults",
      get: { $0.training.schedule },
      set: { name, lane in
        lane.training.schedule = name
        lane.training.scheduleOptions = ScheduleOptions()
      })
    key.isNamed = true
    return key
  }()

  private static func key(_ option: ScheduleOption) -> PresetKey {
    let users = ScheduleRegistry.all.filter {
      LearningRateSchedule.options(of: $0).contains(option)
    }
    let whose = users.count == ScheduleRegistry.all.count ? ["all"] : users.map { $0.name }
    let number =
      option.isWhole ? PresetRule<Double>.wholeNumber(option.range) : .number(option.range)
    let rule = option.defaultValue == nil ? number.orNull() : number.orNone()
    var key = PresetKey.lane(
      "training.schedule." + option.name, rule,
      "\(option.meaning) (\(whose.joined(separator: ", ")))",
      get: { $0.training.scheduleOptions[option] },
      set: { $1.training.scheduleOptions[option] = $0 })
    key.conflict = { lane in
      guard let type = ScheduleRegistry.named(lane.training.schedule) else { return nil }
      let own = LearningRateSchedule.options(of: type)
      if own.contains(option) { return nil }
      return "the schedule \(type.name) does not use it; allowed: "
        + own.map(\.name).joined(separator: ", ")
    }
    return key
  }

  /// A key that can leave a schedule without the run length that it needs.
  static func needingLength(_ key: PresetKey) -> PresetKey {
    var key = key
    key.need = { lane in
      let training = lane.training
      guard training.maxEpochs == nil, training.maxSteps == nil,
        let type = ScheduleRegistry.named(training.schedule),
        type.needsLength(training.scheduleOptions)
      else { return nil }
      let optional = type.options.filter { $0.defaultValue == nil }
      let own = optional.map { ", or training.schedule.\($0.name)" }.joined()
      return "the schedule \(type.name) needs to know how long the run is; set "
        + "training.max_epochs or training.max_steps\(own)"
    }
    return key
  }
}

extension PresetRule<Double> {
  /// A whole number, stored as a `Double`.
  fileprivate static func wholeNumber(_ range: ClosedRange<Double>) -> Self {
    let whole = PresetRule<Int>.whole(Int(range.lowerBound)...Int(range.upperBound))
    return Self(
      type: whole.type, allowed: whole.allowed,
      read: { (node) throws(PresetRefusal) in Double(try whole.read(node)) },
      write: { whole.write(Int($0)) })
  }

  /// For a value that may be nil, but cannot be written as null.
  fileprivate func orNone() -> PresetRule<Double?> {
    PresetRule<Double?>(
      type: type, allowed: allowed,
      read: { (node) throws(PresetRefusal) in try read(node) }, write: { $0.map(write) ?? "null" })
  }
}
