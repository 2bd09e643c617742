import Datasets
import Telemetry

/// How much a target of each class counts in the training loss (`training.class_weights`): rare
/// classes can weigh as much as frequent ones.
package struct ClassWeights: Sendable, Equatable, Codable {
  package static let key = "training.class_weights"
  package static let range: ClosedRange<Float> = 0...1_000_000

  package enum Choice: Sendable, Equatable, Codable {
    /// N / (C n), as scikit-learn's `class_weight="balanced"`: N targets in the training part, n of
    /// them in the class, C classes that occur. A class that does not occur gets 0.
    case balanced
    /// One number for each class, in their order.
    case numbers([Float])
    /// By name; unnamed classes have 1.
    case named([Entry])
  }

  package struct Entry: Sendable, Equatable, Codable {
    package var name: String
    package var weight: Float

    package init(_ name: String, _ weight: Float) { (self.name, self.weight) = (name, weight) }
  }

  package var isOn: Bool
  package var choice: Choice

  package init(isOn: Bool = false, _ choice: Choice = .balanced) {
    (self.isOn, self.choice) = (isOn, choice)
  }

  /// As one word: "balanced", "1,5,0.5", "spam:5".
  package var text: String {
    switch choice {
    case .balanced: "balanced"
    case .numbers(let numbers): numbers.map(Numbers.setting).joined(separator: ",")
    case .named(let entries):
      entries.map { entry in
        escaped(entry.name, limit: 40).replacing(" ", with: "_") + ":"
          + Numbers.setting(entry.weight)
      }.joined(separator: ",")
    }
  }

  private static let longest = 16

  /// The same, shortened if it is long.
  package var shortText: String {
    let text = text
    guard text.count > Self.longest else { return text }
    return text.prefix(Self.longest - 1) + "…"
  }

  /// N / (C n) by class.
  package static func balanced(counts: [Int]) -> [Float] {
    let all = Double(counts.reduce(0, +))
    let occurring = Double(counts.count { $0 > 0 })
    return counts.map { $0 > 0 ? Float(all / (occurring * Double($0))) : 0 }
  }
}

extension KeyedDecodingContainer {
  /// States written before class weights existed have none.
  func decode(_ type: ClassWeights.Type, forKey key: Key) throws -> ClassWeights {
    try decodeIfPresent(type, forKey: key) ?? ClassWeights()
  }
}
