/// `bracket_depth`: how many brackets are open? Asked at every step of a random string of brackets and
/// dots.
///
/// The depth stays between 0 and 8; it does not have to come back to 0. Memory: a count that goes
/// back to the first step, or to the last at which the depth was 0 (or 8), which a network can tell.
/// Trivial: the depth that is most frequent, an accuracy of 0.17 and 2.13 nats in 100
/// steps, near 1/8 in many more: in the long run the depths 1 to 7 take an eighth each.
struct BracketDepthTask: GeneratedTask {
  static let name = "bracket_depth"
  static let about =
    "At every step say how many brackets are open, 0 to 8. Memory is a count over all steps so "
    + "far. The trivial predictor picks the most frequent depth: accuracy 0.17, 2.13 nats in "
    + "100 steps."
  static let design = TaskDesign(
    title: "bracket depth", asks: "say how many brackets are open", answers: "Depth",
    symbols: "().", classes: (0...deepest).map(String.init), everyStep: true)
  static let shortest = 1
  static let usualLength = 100
  static let usualCount = 5000

  private static let deepest = 8

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    var random = random
    var depth = 0
    for step in 0..<length {
      // A dot in one case of five.
      let token: Int
      if random.chance(0.2) {
        token = 2
      } else {
        let opens = depth == 0 || depth < Self.deepest && random.chance(0.5)
        token = opens ? 0 : 1
        depth += opens ? 1 : -1
      }
      example.feed(token: token, at: step)
      example.answer(class: depth, at: step)
    }
  }
}
