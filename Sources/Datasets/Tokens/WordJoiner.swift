/// Writes words one after another with spaces where a reader expects them: none before a comma,
/// none after an opening bracket, none around the end of a line.
enum WordJoiner {
  /// No space towards the word before, to the word after, to both.
  private static let closing = Set(",.;:!?)]}%…’”»、。，！？；：）」』".unicodeScalars)
  private static let opening = Set("([{$#@£€¿¡“„«‘（「『".unicodeScalars)
  private static let between = Set("-/_\n'\\".unicodeScalars)

  static func text(_ words: some Sequence<String>) -> String {
    var text = ""
    var isClose = true
    // Straight quotes open and close in turn.
    var isQuoted = false
    for word in words where !word.isEmpty {
      let mark = word.unicodeScalars.count == 1 ? word.unicodeScalars.first : nil
      let isQuote = mark == "\""
      let isBetween = mark.map(between.contains) ?? false
      let joins =
        isClose || isBetween || mark.map(closing.contains) ?? false || isQuote && isQuoted
        || isIdeograph(word) && isIdeograph(text)
      if !joins { text += " " }
      text += word
      isClose = isBetween || mark.map(opening.contains) ?? false || isQuote && !isQuoted
      if isQuote { isQuoted.toggle() }
      if mark == "\n" { isQuoted = false }
    }
    return text
  }

  /// Ends in a character of a script that is written without spaces.
  private static func isIdeograph(_ text: String) -> Bool {
    guard let last = text.unicodeScalars.last else { return false }
    return last.value >= 0x0E00 && ScalarKinds.isWrittenWithoutSpaces(last.value)
  }
}
