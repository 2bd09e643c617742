/// Turns the order of the steps round. Targets at every step go along.
enum Reversal: Augmentation {
  static let key = "reversal"
  static let label = "reversal"
  static let short = "reverse"
  static let meaning = "probability that an augmented sequence is reversed"
  static let strength = AugmentationStrength(0.5, in: 0.05...1, .every(0.05))
  static let feed = AugmentationFeed.numbers
  static let movesSteps = true

  static func refusal(_ data: AugmentationFacts) -> String? {
    data.answer == .forecast ? "the target comes after the window" : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    guard random.chance(strength) else { return }
    let steps = column.steps
    for step in 0..<steps { column.scratch.order[step] = Int32(steps - 1 - step) }
    column.rearrange(steps)
  }
}
