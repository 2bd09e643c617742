import Datasets
import Testing

@Suite struct AugmenterTests {
  private let jitter = AugmentationRegistry.place(of: "jitter") ?? 0
  private let scaling = AugmentationRegistry.place(of: "scaling") ?? 0

  /// The examples of a pass that are changed.
  private func chosen(_ probability: Float, pass: Int = 0) -> Set<Int> {
    var settings = MadeData.only(jitter)
    settings.probability = probability
    let data = MadeData.labels
    let memory = BatchMemory(data.shape, batch: 1)
    let augmenter = Augmenter(data.facts, timeSteps: 24, seed: 1)
    return Set(
      (0..<4000).filter { index in
        data.examples().write(0, pass: 0, to: memory.pointers, column: 0)
        return augmenter.apply(
          settings, to: memory.pointers, column: 0, example: index, pass: pass)
      })
  }

  @Test func theShareIsTheProbability() {
    #expect(chosen(1).count == 4000)
    let half = chosen(0.5)
    #expect(abs(half.count - 2000) < 120)
    let few = chosen(0.05)
    #expect(abs(few.count - 200) < 60)
    #expect(few.isSubset(of: half), "a larger share takes in a smaller one")
    #expect(chosen(0.5, pass: 1) != half)
  }

  /// A method draws the same whether or not another one is at work before it.
  @Test func methodsDrawApart() {
    let data = MadeData.labels
    let alone = data.augmented(MadeData.only(scaling)).after.rows
    var both = MadeData.only(scaling)
    both.methods[jitter].isChosen = true
    both.methods[jitter].strength = 0.001
    let noisy = data.augmented(both).after.rows
    #expect(alone != noisy)
    for (a, b) in zip(alone.joined(), noisy.joined()) { #expect(abs(a - b) < 0.2) }
  }

  /// Nothing but seed, pass, number and settings: not the column, nor what was done before.
  @Test func theColumnDoesNotMatter() {
    let data = MadeData.tags
    var settings = MadeData.only(jitter)
    for place in data.places { settings.methods[place].isChosen = true }
    let wanted = data.augmented(settings, 5).after.rows
    let memory = BatchMemory(data.shape, batch: 8)
    let augmenter = Augmenter(data.facts, timeSteps: 40, seed: 1)
    for (column, example) in [7, 3, 5, 1].enumerated() {
      data.examples().write(example, pass: 0, to: memory.pointers, column: column)
      augmenter.apply(settings, to: memory.pointers, column: column, example: example, pass: 0)
    }
    let steps = Int(memory.length(2))
    #expect(Array(memory.inputs(2).prefix(steps * 3)) == Array(wanted.joined()))
  }
}
