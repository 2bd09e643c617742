/// Feeds nothing in place of a token: zeros instead of its embedding. Every step keeps its place and its
/// target (word dropout, Bowman et al. 2016; blank noising, Xie et al. 2017, with zeros for the
/// blank).
enum TokenDropout: Augmentation {
  static let key = "token_dropout"
  static let label = "token dropout"
  static let short = "tdrop"
  static let meaning = "probability that a token is left out"
  static let strength = AugmentationStrength.probability
  static let feed = AugmentationFeed.tokens
  static let isUsual = true

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    for step in 0..<column.steps where random.chance(strength) {
      guard let token = column.token(step), token.pointee != data.padding else { continue }
      token.pointee = -1
    }
  }
}
