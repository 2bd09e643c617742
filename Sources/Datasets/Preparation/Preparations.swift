/// Every step, in the order in which they are listed.
package enum Preparations {
  static let all: [any Preparation.Type] = [
    MissingValues.self,
    Duplicates.self,
    MovingAverage.self,
    ExponentialSmoothing.self,
    ClipOutliers.self,
    Difference.self,
    Scaling.self,
  ]

  package static var names: [String] { all.map { $0.name } }

  /// "missing: drop, zero, ...; difference: 1 to 10000 rows; ..."
  package static var allowed: String {
    all.map { "\($0.name): \($0.allowed)" }.joined(separator: "; ")
  }

  /// The values that are allowed for `name`; nil if there is no such step.
  package static func allowed(for name: String) -> String? { kind(name)?.allowed }

  package static func isAllowed(_ step: PreparationStep) -> Bool {
    kind(step.name)?.init(step.value) != nil
  }

  private static func kind(_ name: String) -> (any Preparation.Type)? {
    all.first { $0.name == name }
  }

  static func make(_ step: PreparationStep) throws(DatasetError) -> any Preparation {
    guard let kind = kind(step.name) else {
      throw .unknownStep(name: step.name, known: names)
    }
    guard let made = kind.init(step.value) else {
      throw .stepValue(name: step.name, value: step.value, allowed: kind.allowed)
    }
    return made
  }
}
