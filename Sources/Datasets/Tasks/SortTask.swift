/// `sort`: repeat N = T/2 digits in ascending order.
///
/// Memory: how often each digit came, for N steps and more, and how many have been said. Only the last
/// N steps are scored. Trivial: ten digits, equally frequent over all answers: accuracy 1/10, ln 10 =
/// 2.303 nats. Who learns what stands where in a sorted string, without remembering anything, is
/// better: 1.52 nats for 10 digits.
struct SortTask: GeneratedTask {
  static let name = "sort"
  static let about =
    "Repeat T/2 digits in ascending order. Memory holds how often each occurred, over T/2 to T - 1 "
    + "steps. The trivial predictor gets 1/10 of them right, 2.303 nats."
  static let design = TaskDesign(
    title: "sorting digits", asks: "repeat the digits in ascending order",
    answers: "Digits sorted", symbols: DigitStrings.symbols, classes: DigitStrings.classes,
    everyStep: true)
  static let shortest = 2
  static let usualLength = 20
  static let usualCount = 20_000

  private let strings: DigitStrings

  init(length: Int, seed: UInt64) {
    strings = DigitStrings(length: length)
  }

  var notes: [String] { ["\(counted(strings.digits, "digit")) to sort"] }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    strings.feed(random, to: example)
    var counts = SIMD16<Int32>(repeating: 0)
    for place in 0..<strings.digits { counts[strings.digit(random, place)] += 1 }
    var digit = 0
    for place in 0..<strings.digits {
      while counts[digit] == 0 { digit += 1 }
      counts[digit] -= 1
      strings.ask(digit, place, of: example)
    }
  }
}
