import Foundation

/// Multiplies a sequence by a random factor (Um et al. 2017), exp(N(0, s)) so that it is never
/// negative. Columns have factors of their own, as sensors have gains; in a forecast all have one, and
/// the target has it too.
enum MagnitudeScaling: Augmentation {
  static let key = "scaling"
  static let label = "scaling"
  static let short = "scale"
  static let meaning = "standard deviation of the factor's logarithm: 0.1 is about 10 %"
  static let strength = AugmentationStrength(0.1, in: 0.01...1)
  static let feed = AugmentationFeed.numbers
  static let isUsual = true

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let common = expf(strength * random.gaussian())
    let isCommon = data.answer == .forecast
    for i in data.columns {
      let factor = isCommon ? common : expf(strength * random.gaussian())
      for step in 0..<column.steps { column.numbers(step)?[i] *= factor }
    }
    if isCommon { column.multiplyTargets(common) }
  }
}
