/// Changes training sequences at random. What becomes of one follows from the seed, the pass, its
/// number and the method alone: runs repeat, and lanes with the same settings see the same.
package final class Augmenter: @unchecked Sendable {
  package let facts: AugmentationFacts
  private let scratch: AugmentationScratch
  private let seed: UInt64

  /// - Parameter timeSteps: the longest sequence.
  package init(_ facts: AugmentationFacts, timeSteps: Int, seed: UInt64) {
    self.facts = facts
    self.seed = seed ^ AugmentationRegistry.hash("augmentation")
    scratch = AugmentationScratch(facts.shape, timeSteps: timeSteps)
  }

  /// Changes example `example`, which is in `column`, or leaves it as it is. Allocates nothing.
  /// - Returns: whether it was one of those to be changed.
  @discardableResult
  package func apply(
    _ settings: AugmentationSettings, to batch: BatchPointers, column: Int, example: Int,
    pass: Int
  ) -> Bool {
    guard settings.isOn else { return false }
    var ofPass = SeededRandom(seed: seed, stream: pass)
    var random = SeededRandom(seed: ofPass.next(), stream: example)
    // A larger share takes in what a smaller one had.
    guard random.chance(settings.probability) else { return false }
    let own = random.next()
    let augmented = AugmentedColumn(
      batch: batch, column: column, shape: facts.shape, scratch: scratch)
    for place in settings.methods.indices where settings.methods[place].isChosen {
      var ofMethod = SeededRandom(seed: own ^ AugmentationRegistry.streams[place], stream: 0)
      AugmentationRegistry.all[place].apply(
        settings.methods[place].strength, to: augmented, facts, using: &ofMethod)
    }
    return true
  }
}
