/// `echo`: delayed echo. At every step repeat the bit that was fed D steps before; the first D
/// steps are not scored.
///
/// D is a fifth of the length, at least 1. Memory: exactly D steps, and D bits held at once, which
/// is what makes it hard. Trivial: accuracy 1/2, ln 2 = 0.693 nats.
struct EchoTask: GeneratedTask {
  static let name = "echo"
  static let about =
    "At every step say the bit from D steps ago (D: a fifth of the length). Memory has to reach "
    + "back exactly D steps and hold D bits at once. The trivial predictor is right half of the "
    + "time, 0.693 nats."
  static let design = TaskDesign(
    title: "delayed echo", asks: "say the bit from some steps ago", answers: "Echo",
    inputs: ["bit"], classes: ["0", "1"], everyStep: true)
  static let shortest = 2
  static let usualLength = 100
  static let usualCount = 5000

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  /// D.
  private var delay: Int { max(1, length / 5) }

  var notes: [String] { ["echo of the bit \(counted(delay, "step")) ago"] }

  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    step < delay ? [] : [step - delay]
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    func bit(_ step: Int) -> Int { Int(random.peek(step) >> 63) }
    let delay = delay
    for step in 0..<length {
      example.feed(Float(bit(step)), at: step)
      example.answer(class: step < delay ? nil : bit(step - delay), at: step)
    }
  }
}
