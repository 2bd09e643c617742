import Telemetry

/// Multiplies a sequence by -1 (Iwana and Uchida 2021), all columns together; in a forecast the target
/// too. Only for values that are around 0, as after standard scaling.
enum SignFlip: Augmentation {
  static let key = "sign_flip"
  static let label = "sign flip"
  static let short = "flip"
  static let meaning = "probability that an augmented sequence changes sign"
  static let strength = AugmentationStrength(0.5, in: 0.05...1, .every(0.05))
  static let feed = AugmentationFeed.numbers

  /// How far a column's mean may be from 0, in its standard deviations.
  private static let mostOffset: Float = 0.5

  static func refusal(_ data: AugmentationFacts) -> String? {
    let far = data.columns.first {
      data.means[$0].magnitude > mostOffset * data.deviations[$0]
    }
    guard let far else { return nil }
    return "the values of column \(far + 1) as fed are not centred on 0 (mean "
      + "\(Numbers.fourDigits(Double(data.means[far]))), standard deviation "
      + "\(Numbers.fourDigits(Double(data.deviations[far]))))"
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    guard random.chance(strength) else { return }
    for step in 0..<column.steps {
      guard let numbers = column.numbers(step) else { return }
      for i in data.columns { numbers[i] = -numbers[i] }
    }
    if data.answer == .forecast { column.multiplyTargets(-1) }
  }
}
