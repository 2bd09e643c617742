/// `temporal_order`: Hochreiter and Schmidhuber 1997, experiment 6a. Among the letters a to d are
/// two that matter, each an X or a Y; at the end the order is requested: XX, XY, YX or YY.
///
/// The sequence begins with < and ends with >. The first of the two is in the second tenth, the
/// other in the sixth. Memory: 0.8 T to 0.9 T steps for the first, 0.4 T to 0.5 T for the second.
/// Trivial: four classes, equally frequent: accuracy 1/4, ln 4 = 1.386 nats.
struct TemporalOrderTask: GeneratedTask {
  static let name = "temporal_order"
  static let about =
    "Two of many letters are X or Y; at the end say which came first and which second. The first "
    + "comes 0.8 T to 0.9 T steps before the answer, the second 0.4 T to 0.5 T. The trivial predictor "
    + "is right in 1/4 of the cases, 1.386 nats."
  static let design = TaskDesign(
    title: "temporal order", asks: "say which of X and Y came first and which second",
    answers: "Order of the two letters", symbols: "<>abcdXY", classes: ["XX", "XY", "YX", "YY"])
  static let shortest = 4
  static let usualLength = 100
  static let usualCount = 10_000

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  private func drawn(_ random: SeededRandom, _ place: Int, below bound: Int) -> Int {
    SeededRandom.index(random.peek(length + place), below: bound)
  }

  private func places(_ random: SeededRandom) -> (first: Int, second: Int) {
    let tenth = length / 10
    let first = max(1, tenth) + drawn(random, 0, below: max(1, tenth))
    return (first, max(first + 1, length / 2) + drawn(random, 1, below: max(1, tenth)))
  }

  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    let (first, second) = places(random)
    return [first, second]
  }

  /// `random`'s numbers 0 ..< T are the letters; after them lie the places and kinds of the two.
  func write(_ random: SeededRandom, to example: ExampleColumn) {
    let (first, second) = places(random)
    let (one, other) = (drawn(random, 2, below: 2), drawn(random, 3, below: 2))
    for step in 0..<length {
      let token: Int
      switch step {
      case 0: token = 0
      case length - 1: token = 1
      case first: token = 6 + one
      case second: token = 6 + other
      default: token = 2 + SeededRandom.index(random.peek(step), below: 4)
      }
      example.feed(token: token, at: step)
    }
    example.answer(class: 2 * one + other)
  }
}
