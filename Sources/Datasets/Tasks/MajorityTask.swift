/// `majority`: were there more ones than zeros in a row of random bits? Asked at the end.
///
/// There is never a tie: where T is even and the bits would tie, one of them is turned over. Memory: a
/// count over all T steps, for a single bit can decide. Trivial: accuracy 1/2, ln 2 = 0.693 nats.
struct MajorityTask: GeneratedTask {
  static let name = "majority"
  static let about =
    "At the end say whether there were more ones or more zeros. Memory is a count over all T "
    + "steps, in which every bit has the same weight. The trivial predictor is right half of the "
    + "time, 0.693 nats."
  static let design = TaskDesign(
    title: "majority", asks: "say whether there were more ones or more zeros",
    answers: "Majority", inputs: ["bit"], classes: ["more zeros", "more ones"])
  static let shortest = 1
  static let usualLength = 100
  static let usualCount = 10_000

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    func bit(_ step: Int) -> Int { Int(random.peek(step) >> 63) }
    var ones = 0
    for step in 0..<length { ones += bit(step) }
    var turned = -1
    if 2 * ones == length {
      turned = SeededRandom.index(random.peek(length), below: length)
      ones += bit(turned) == 0 ? 1 : -1
    }
    if example.wantsInputs {
      for step in 0..<length {
        example.feed(Float(step == turned ? 1 - bit(step) : bit(step)), at: step)
      }
    }
    example.answer(class: 2 * ones > length ? 1 : 0)
  }
}
