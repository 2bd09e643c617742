/// Keeps a contiguous part of a text, which is shorter then. A language model's targets go along with
/// their steps.
enum RandomCut: Augmentation {
  static let key = "cut"
  static let label = "random cut"
  static let short = "cut"
  static let meaning = "largest share of tokens cut away at the two ends"
  static let strength = AugmentationStrength(0.1, in: 0.05...0.9, .every(0.05))
  static let feed = AugmentationFeed.tokens
  static let movesSteps = true

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    column.cut(strength, keepsEnd: false, using: &random)
  }
}
