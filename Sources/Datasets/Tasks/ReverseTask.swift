/// `reverse`: repeat N = T/2 digits, the last one first.
///
/// Memory: the last digit is asked for 1 step later, the first one T - 1, and all N are held at once.
/// Only the last N steps are scored. Trivial: ten digits, equally frequent: accuracy 1/10, ln 10 =
/// 2.303 nats.
struct ReverseTask: GeneratedTask {
  static let name = "reverse"
  static let about =
    "Repeat T/2 digits, the last one first. Memory holds all of them, the first for T - 1 "
    + "steps. The trivial predictor gets 1/10 of them right, 2.303 nats."
  static let design = TaskDesign(
    title: "reversing digits", asks: "repeat the digits, the last one first",
    answers: "Digits backwards", symbols: DigitStrings.symbols, classes: DigitStrings.classes,
    everyStep: true)
  static let shortest = 2
  static let usualLength = 20
  static let usualCount = 20_000

  private let strings: DigitStrings

  init(length: Int, seed: UInt64) {
    strings = DigitStrings(length: length)
  }

  var notes: [String] { ["\(counted(strings.digits, "digit")) to keep"] }

  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    let place = step - (strings.length - strings.digits)
    return place < 0 ? [] : [strings.digits - 1 - place]
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    strings.feed(random, to: example)
    for place in 0..<strings.digits {
      strings.ask(strings.digit(random, strings.digits - 1 - place), place, of: example)
    }
  }
}
