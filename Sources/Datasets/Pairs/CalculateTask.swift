/// `calculate`: sums and differences of two or three numbers to their result, by characters.
///
/// Numbers have up to three digits; `data.length` is the most characters of a source. A carry
/// goes through all digits from the right, while the answer is written from the left.
struct CalculateTask: PairTask {
  static let name = "calculate"
  static let about =
    "Sums and differences as typed (12+305-7) to their result (310), by characters. Every "
    + "digit of the answer depends on several of the source, and on carries from the right. The trivial "
    + "predictor picks the most frequent character at each position."
  static let design = PairDesign(
    title: "sums and differences", asks: "work out the result", names: ("sum", "result"),
    characters: ("0123456789+-", "0123456789-"))
  static let usualCount = 20_000
  static let defaultLength: Int? = 7
  static let lengths: ClosedRange<Int>? = 3...11
  private static let mostTerms = 3
  private static let mostDigits = 3

  private let length: Int

  init(length: Int) { self.length = length }

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    let mostTerms = min(Self.mostTerms, (length + 1) / 2)
    let terms = 2 + random.index(below: mostTerms - 1)
    // Digits beyond one for each term; the first drawn gets the most, so it is any of the terms.
    var room = length - (2 * terms - 1)
    let first = random.index(below: terms)
    var numbers = Array(repeating: 0, count: terms)
    for place in 0..<terms {
      let more = random.index(below: min(Self.mostDigits - 1, room) + 1)
      room -= more
      numbers[(first + place) % terms] = random.number(digits: more + 1)
    }
    var (text, result) = ("\(numbers[0])", numbers[0])
    for number in numbers.dropFirst() {
      let adds = random.chance(0.5)
      text += (adds ? "+" : "-") + "\(number)"
      result += adds ? number : -number
    }
    return (text, "\(result)")
  }
}
