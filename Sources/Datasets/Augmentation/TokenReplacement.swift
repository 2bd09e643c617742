/// Feeds another token in its place, drawn as often as it occurs in the training part (unigram noising,
/// Xie et al. 2017). Targets stay.
enum TokenReplacement: Augmentation {
  static let key = "token_replacement"
  static let label = "token replacement"
  static let short = "treplace"
  static let meaning = "probability that a token is replaced by one from elsewhere in the text"
  static let strength = AugmentationStrength.probability
  static let feed = AugmentationFeed.tokens

  static func refusal(_ data: AugmentationFacts) -> String? {
    data.tokens.isEmpty ? "the training part has no tokens" : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    for step in 0..<column.steps where random.chance(strength) {
      guard let token = column.token(step), token.pointee >= 0, token.pointee != data.padding
      else { continue }
      token.pointee = data.tokens[random.index(below: data.tokens.count)]
    }
  }
}
