/// A lane's augmentation settings. Methods that are chosen act while the whole is on; switched
/// off, it keeps the choice for the next time.
package struct AugmentationSettings: Sendable, Equatable, Codable {
  package struct Method: Sendable, Equatable, Codable {
    package var isChosen: Bool
    package var strength: Float
  }
  package static let probabilities: ClosedRange<Float> = 0.05...1

  package var isOn = false
  /// Share of the sequences that are changed; each of them by all methods at work.
  package var probability: Float = 0.5
  /// In the registry's order.
  package var methods: [Method]

  package init() {
    methods = AugmentationRegistry.all.map {
      Method(isChosen: false, strength: $0.strength.usual)
    }
  }

  package func acts(_ place: Int) -> Bool { isOn && methods[place].isChosen }

  /// Switched on while the whole is off, a method comes alone; the last one takes the whole with it.
  package mutating func setActs(_ place: Int, _ acts: Bool) {
    if acts {
      if !isOn { for other in methods.indices { methods[other].isChosen = false } }
      methods[place].isChosen = true
      isOn = true
      return
    }
    guard methods[place].isChosen else { return }
    let isOnly = !methods.indices.contains { $0 != place && methods[$0].isChosen }
    if isOn, isOnly {
      // Stays chosen, so that switching the whole on again brings it back.
      isOn = false
    } else {
      methods[place].isChosen = false
    }
  }

  /// Chooses the usual methods for the data where it is on and nothing is chosen.
  package mutating func chooseIfNone(for data: AugmentationFacts) {
    guard isOn, !methods.contains(where: \.isChosen) else { return }
    for (place, type) in AugmentationRegistry.all.enumerated() {
      methods[place].isChosen = type.isUsual && type.whyNot(data) == nil
    }
  }

  /// Why these settings cannot hold for the data: the key that is at fault ("" for the whole), and
  /// the reason.
  package func refusal(_ data: AugmentationFacts) -> (key: String, reason: String)? {
    for (type, method) in zip(AugmentationRegistry.all, methods) where method.isChosen {
      if let reason = type.whyNot(data) { return (type.key, reason) }
    }
    let isPossible = AugmentationRegistry.all.contains { $0.whyNot(data) == nil }
    return isOn && !isPossible ? ("", data.whyNothing) : nil
  }
}
