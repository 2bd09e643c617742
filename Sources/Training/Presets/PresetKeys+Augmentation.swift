import Datasets

extension PresetKeys {
  /// `augmentation`: the short form, the switch and the share of sequences, then the short form,
  /// switch and strength of every method in the registry.
  static let augmentation: [PresetKey] =
    [
      shortForm(
        "augmentation", .number(AugmentationSettings.probabilities),
        "shorthand: on, off, or the probability, which also switches augmentation on",
        isOn: { $0.isOn }, value: { $0.probability },
        setOn: { $0.isOn = $1 }, setValue: { $0.probability = $1 }),
      .lane(
        "augmentation.on", .flag,
        "changes training sequences at random; if no method is chosen, by the data's usual ones",
        changesWhileTraining: true, get: { $0.augmentation.isOn },
        set: { $1.augmentation.isOn = $0 }),
      .lane(
        "augmentation.probability", \.augmentation.probability,
        .number(AugmentationSettings.probabilities),
        "share of the training sequences to change", changesWhileTraining: true),
    ] + AugmentationRegistry.all.enumerated().flatMap { method($1, place: $0) }

  /// The keys that switch augmentation on when they are written.
  static let switchingAugmentationOn = AugmentationRegistry.all.flatMap {
    ["augmentation.\($0.key).on", "augmentation.\($0.key).strength"]
  }

  private static func method(_ type: any Augmentation.Type, place: Int) -> [PresetKey] {
    let path = "augmentation.\(type.key)"
    let strength = PresetRule<Float>.strength(type.strength)
    return [
      shortForm(
        path, strength, "\(type.label): on, off, or a strength, which also switches it on",
        isOn: { $0.methods[place].isChosen }, value: { $0.methods[place].strength },
        setOn: { choose(place, $1, &$0) }, setValue: { $0.methods[place].strength = $1 }),
      .lane(
        path + ".on", .flag, "switches \(type.label) on or off", changesWhileTraining: true,
        get: { $0.augmentation.methods[place].isChosen },
        set: { choose(place, $0, &$1.augmentation) }),
      .lane(
        path + ".strength", strength, type.meaning + "; setting this switches it on",
        changesWhileTraining: true, get: { $0.augmentation.methods[place].strength },
        set: {
          $1.augmentation.methods[place].strength = $0
          choose(place, true, &$1.augmentation)
        }),
    ]
  }

  /// Choosing a method switches augmentation on, unless `augmentation.on` is written too.
  private static func choose(_ place: Int, _ isChosen: Bool, _ settings: inout AugmentationSettings)
  {
    settings.methods[place].isChosen = isChosen
    if isChosen { settings.isOn = true }
  }

  /// `on | off | 0.5`.
  private static func shortForm(
    _ path: String, _ number: PresetRule<Float>, _ meaning: String,
    isOn: @escaping @Sendable (AugmentationSettings) -> Bool,
    value: @escaping @Sendable (AugmentationSettings) -> Float,
    setOn: @escaping @Sendable (inout AugmentationSettings, Bool) -> Void,
    setValue: @escaping @Sendable (inout AugmentationSettings, Float) -> Void
  ) -> PresetKey {
    PresetKey(
      path: path, type: "switch or number", allowed: "on, off, or \(number.allowed)",
      meaning: meaning, scope: .lane, changesWhileTraining: true, isShortForm: true,
      access: .lane(
        read: { (node, lane) throws(PresetRefusal) in
          if let flag = node.flag {
            setOn(&lane.augmentation, flag)
            return
          }
          do throws(PresetRefusal) {
            setValue(&lane.augmentation, try number.read(node))
            setOn(&lane.augmentation, true)
          } catch {
            guard case .type = error.why else { throw error }
            throw PresetRefusal(node: error.node, why: .type(wanted: "switch or number"))
          }
        },
        write: { lane in
          isOn(lane.augmentation) ? number.write(value(lane.augmentation)) : "off"
        }))
  }
}

extension PresetRule<Float> {
  /// The allowed strengths of a method.
  fileprivate static func strength(_ strength: AugmentationStrength) -> Self {
    let range = strength.range
    guard strength.isWhole else { return .number(range) }
    let whole = PresetRule<Int>.whole(Int(range.lowerBound)...Int(range.upperBound))
    return Self(
      type: whole.type, allowed: whole.allowed,
      read: { (node) throws(PresetRefusal) in Float(try whole.read(node)) },
      write: { whole.write(Int($0)) })
  }
}
