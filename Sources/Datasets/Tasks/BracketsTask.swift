/// `brackets`: do all brackets match? Asked at the end of a string of two kinds of brackets and dots,
/// in which all that is opened is closed; in half of them one is closed by the other kind.
///
/// Memory: the kinds of all brackets that are open, a stack at most 4 deep; a pair is up to T - 1
/// steps apart, and a fault seen must be remembered to the end. Trivial: accuracy 1/2, ln 2 = 0.693
/// nats.
struct BracketsTask: GeneratedTask {
  static let name = "brackets"
  static let about =
    "At the end say whether every bracket was closed by its own kind. Memory is a stack of up to 4 "
    + "open brackets, for up to T - 1 steps. The trivial predictor is right half of the time, 0.693 "
    + "nats."
  static let design = TaskDesign(
    title: "matching brackets", asks: "say whether every bracket was closed by its own kind",
    answers: "Match", symbols: "()[].", classes: ["one does not match", "all match"])
  static let shortest = 2
  static let usualLength = 40
  static let usualCount = 10_000

  private static let deepest = 4
  private static let dot = 4

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    // The number after all that a string can use up.
    let isFaulty = random.peek(3 * length) >> 63 == 1
    var faulty = -1
    if isFaulty {
      let pairs = string(random, faulty: -1, to: nil)
      if pairs > 0 { faulty = SeededRandom.index(random.peek(3 * length + 1), below: pairs) }
    }
    if example.wantsInputs { _ = string(random, faulty: faulty, to: example) }
    example.answer(class: faulty >= 0 ? 0 : 1)
  }

  /// Writes a string in which every bracket is closed, the pair with the number `faulty` (in the
  /// order of closing) by the other kind; returns how many pairs there are.
  private func string(
    _ random: SeededRandom, faulty: Int, to example: ExampleColumn?
  ) -> Int {
    var random = random
    // The kinds of the open brackets, one bit each, the innermost lowest.
    var open = 0
    var depth = 0
    var pairs = 0
    for step in 0..<length {
      // Steps that are left beyond those that close what is open.
      let spare = length - step - depth
      let token: Int
      // The first step opens, so that there is a pair.
      if spare >= 2, depth < Self.deepest, step == 0 || random.chance(depth == 0 ? 0.8 : 0.45) {
        let kind = random.index(below: 2)
        open = open << 1 | kind
        depth += 1
        token = 2 * kind
      } else if depth > 0, spare == 0 || random.chance(0.75) {
        let kind = pairs == faulty ? 1 - open & 1 : open & 1
        open >>= 1
        depth -= 1
        pairs += 1
        token = 2 * kind + 1
      } else {
        token = Self.dot
      }
      example?.feed(token: token, at: step)
    }
    return pairs
  }
}
