/// Swaps tokens with their neighbours, no token more than once (random swap, Wei and Zou 2019, of
/// neighbours as in Artetxe et al. 2018). Targets at every step go along.
enum NeighbourSwap: Augmentation {
  static let key = "swap"
  static let label = "swap of neighbours"
  static let short = "swap"
  static let meaning = "probability that a token changes places with the next one"
  static let strength = AugmentationStrength.probability
  static let feed = AugmentationFeed.tokens
  static let movesSteps = true

  static func refusal(_ data: AugmentationFacts) -> String? {
    data.answer == .nextToken
      ? "the target is the next token, which would move" : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let steps = column.steps
    let order = column.scratch.order
    func isPadding(_ step: Int) -> Bool { column.token(step)?.pointee == data.padding }
    var step = 0
    while step < steps {
      order[step] = Int32(step)
      let swaps = random.chance(strength) && step + 1 < steps
      if swaps, !isPadding(step), !isPadding(step + 1) {
        (order[step], order[step + 1]) = (Int32(step + 1), Int32(step))
        step += 1
      }
      step += 1
    }
    column.rearrange(steps)
  }
}
