/// `numbers`: numbers in digits to English words, by characters.
struct NumbersTask: PairTask {
  static let name = "numbers"
  static let about =
    "Numbers in digits to English words (40305: forty thousand three hundred five), by characters. "
    + "A short source has a long answer, and what a digit is called depends on how many follow. The "
    + "trivial predictor picks the most frequent character at each position."
  static let design = PairDesign(
    title: "numbers to words", asks: "write the number in words", names: ("number", "words"),
    characters: ("0123456789", "abcdefghijklmnopqrstuvwxyz -"))
  static let usualCount = 20_000
  static let defaultLength: Int? = 6
  static let lengths: ClosedRange<Int>? = 1...9

  /// Digits at most.
  private let length: Int

  init(length: Int) { self.length = length }

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    let digits = 1 + random.index(below: length)
    let number = random.number(digits: digits)
    return ("\(number)", NumberWords.text(number))
  }
}
