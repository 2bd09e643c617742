/// Cells that mean a missing value besides empty ones, in small letters; `data.missing_values` adds
/// others.
enum MissingWords {
  /// In columns of numbers.
  static let inNumbers = bytes(["na", "n/a", "nan", "null", "?"])
  /// In columns of times; NaT is what pandas writes.
  static let inTimes = bytes(["na", "n/a", "nan", "nat", "null", "?"])
  /// Words and signs that mean something else in a column of words, and so only count among numbers.
  static let signs = bytes([
    "-", "--", "---", "\u{2013}", "\u{2014}", ".", "..", "none", "nil", "missing", "n.a.", "n.a",
    "nd", "n.d.", "#n/a", "#na", "<na>", "nat", "\\n", "#value!", "#ref!", "#div/0!", "#num!",
  ])

  private static func bytes(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }
}
