/// `backwards`: letters in the opposite order, however many there are.
struct BackwardsTask: PairTask {
  static let name = "backwards"
  static let about =
    "Letters in the opposite order, up to data.length of them: the answer begins with what was "
    + "read last and ends with what was read first. The trivial predictor picks the most "
    + "frequent letter at each position."
  static let design = PairDesign(
    title: "letters backwards", asks: "write the letters backwards",
    names: ("letters", "backwards"),
    characters: (letters, letters))
  static let usualCount = 10_000
  static let defaultLength: Int? = 20
  static let lengths: ClosedRange<Int>? = 3...100

  private static let letters = "abcdefghijklmnopqrstuvwxyz"
  private static let least = 3

  /// Letters at most.
  private let length: Int

  init(length: Int) { self.length = length }

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    let text = random.text(of: Self.letters, Self.least...length)
    return (text, String(text.reversed()))
  }
}
