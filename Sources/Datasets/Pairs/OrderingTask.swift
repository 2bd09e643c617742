/// `ordering`: letters sorted, however many there are.
struct OrderingTask: PairTask {
  static let name = "ordering"
  static let about =
    "Letters sorted by the alphabet, up to data.length of them, often with repeats: each letter of "
    + "the answer depends on all of the source. The trivial predictor picks the most frequent "
    + "letter at each position."
  static let design = PairDesign(
    title: "letters in order", asks: "write the letters in order", names: ("letters", "in order"),
    characters: (letters, letters))
  static let usualCount = 20_000
  static let defaultLength: Int? = 12
  static let lengths: ClosedRange<Int>? = 5...100

  private static let letters = "abcdefghij"
  private static let least = 3

  /// Letters at most.
  private let length: Int

  init(length: Int) { self.length = length }

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    let text = random.text(of: Self.letters, Self.least...length)
    return (text, String(text.sorted()))
  }
}

extension SeededRandom {
  /// Letters of an alphabet; their number is drawn from a range.
  mutating func text(of alphabet: String, _ lengths: ClosedRange<Int>) -> String {
    let letters = Array(alphabet)
    let count = lengths.lowerBound + index(below: lengths.count)
    return String((0..<count).map { _ in letters[index(below: letters.count)] })
  }
}
