/// Keeps a contiguous part of a sequence (Le Guennec et al. 2016), which is shorter then: nothing is
/// stretched, because a recurrent network reads any length. A window that a forecast follows keeps its
/// end.
enum WindowSlice: Augmentation {
  static let key = "window_slice"
  static let label = "window slice"
  static let short = "slice"
  static let meaning = "largest share of steps cut away"
  static let strength = AugmentationStrength(0.1, in: 0.05...0.9, .every(0.05))
  static let feed = AugmentationFeed.numbers
  static let movesSteps = true

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let keepsEnd = data.answer == .forecast && !data.shape.everyStep
    column.cut(strength, keepsEnd: keepsEnd, using: &random)
  }
}
