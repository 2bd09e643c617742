/// Adds Gaussian noise to every number (Um et al. 2017; Bishop 1995). Targets stay.
enum Jitter: Augmentation {
  static let key = "jitter"
  static let label = "jitter"
  static let short = "jitter"
  static let meaning = "standard deviation of the noise, relative to that of each column"
  static let strength = AugmentationStrength(0.05, in: 0.001...2)
  static let feed = AugmentationFeed.numbers
  static let keepsEveryStep = true
  static let isUsual = true

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    for step in 0..<column.steps {
      guard let numbers = column.numbers(step) else { return }
      for i in data.columns { numbers[i] += strength * data.deviations[i] * random.gaussian() }
    }
  }
}
