/// `parity`: is the number of ones so far even or odd? Asked at every step of a row of random bits.
///
/// Memory: a single bit, but over all steps, for each of the T bits turns every later answer over: the
/// answer at step t depends on t steps. Trivial: accuracy 1/2, ln 2 = 0.693 nats.
struct ParityTask: GeneratedTask {
  static let name = "parity"
  static let about =
    "At every step say whether the ones so far are even or odd in number. One bit of memory that "
    + "must not be lost over all T steps; no step may be forgotten. The trivial predictor is right "
    + "half of the time, 0.693 nats."
  static let design = TaskDesign(
    title: "parity", asks: "say whether the ones so far are even or odd in number",
    answers: "Parity", inputs: ["bit"], classes: ["even", "odd"], everyStep: true)
  static let shortest = 1
  static let usualLength = 50
  static let usualCount = 10_000

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    var parity = 0
    for step in 0..<length {
      let bit = Int(random.peek(step) >> 63)
      parity ^= bit
      example.feed(Float(bit), at: step)
      example.answer(class: parity, at: step)
    }
  }
}
