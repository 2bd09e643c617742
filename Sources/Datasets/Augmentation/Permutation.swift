/// Cuts a sequence into segments and puts them in another order (Um et al. 2017). Borders are
/// within a quarter of a segment of where equal segments would have them. Targets at every step go
/// along.
enum Permutation: Augmentation {
  static let key = "permutation"
  static let label = "permutation of segments"
  static let short = "perm"
  static let meaning = "number of segments"
  static let strength = AugmentationStrength(4, in: 2...20, .every(1), isWhole: true)
  static let feed = AugmentationFeed.numbers
  static let movesSteps = true

  static func refusal(_ data: AugmentationFacts) -> String? {
    data.answer == .forecast ? "the target follows the end of the window, which would move" : nil
  }

  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom
  ) {
    let steps = column.steps
    let count = min(Int(strength), steps, AugmentationScratch.mostSegments)
    guard count > 1 else { return }
    let (starts, segments) = (column.scratch.starts, column.scratch.segments)
    let reach = steps / (4 * count)
    for segment in 0..<count {
      let moved = segment == 0 ? 0 : random.index(below: 2 * reach + 1) - reach
      starts[segment] = Int32(segment * steps / count + moved)
      segments[segment] = Int32(segment)
    }
    starts[count] = Int32(steps)
    for last in stride(from: count - 1, to: 0, by: -1) {
      let other = random.index(below: last + 1)
      (segments[last], segments[other]) = (segments[other], segments[last])
    }
    var step = 0
    for segment in 0..<count {
      let which = Int(segments[segment])
      for source in starts[which]..<starts[which + 1] {
        column.scratch.order[step] = source
        step += 1
      }
    }
    column.rearrange(steps)
  }
}
