/// `adding`: the adding problem (Hochreiter and Schmidhuber 1997). Each step feeds a number in
/// 0 ..< 1 and a marker; the answer is the sum of the two marked numbers.
///
/// Memory: one marked number is in each half, so the first has to be kept for T/2 to T - 1 steps.
/// Trivial: the sum of two uniform numbers has the variance 1/6, which the mean leaves.
struct AddingTask: GeneratedTask {
  static let name = "adding"
  static let about =
    "Add the two marked numbers of a sequence. Memory has to span half the sequence or "
    + "more; the trivial predictor answers the mean, MSE 1/6 = 0.167."
  static let design = TaskDesign(
    title: "adding problem", asks: "add the two marked numbers",
    answers: "Sum of the two marked numbers", inputs: ["number", "marker"])
  static let shortest = 2
  static let usualLength = 150
  static let usualCount = 10_000

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  private func places(_ random: SeededRandom) -> (first: Int, second: Int) {
    let half = length / 2
    return (
      SeededRandom.index(random.peek(length), below: half),
      half + SeededRandom.index(random.peek(length + 1), below: length - half)
    )
  }

  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    let (first, second) = places(random)
    return [first, second]
  }

  /// The random numbers of a sequence: 0 ..< T its values, then the places of the two markers.
  func write(_ random: SeededRandom, to example: ExampleColumn) {
    let (first, second) = places(random)
    func number(_ step: Int) -> Float { SeededRandom.unit(random.peek(step)) }
    if example.wantsInputs {
      for step in 0..<length {
        example.feed(number(step), 0, at: step)
        example.feed(step == first || step == second ? 1 : 0, 1, at: step)
      }
    }
    example.answer(number(first) + number(second))
  }
}
