/// `text` made fit to be shown: control characters, line and paragraph separators and marks that
/// turn the direction of writing appear as text (ESC as `\u{1B}`), at most `limit` characters.
package func escaped(_ text: some StringProtocol, limit: Int = 60) -> String {
  var shown = ""
  var length = 0
  for character in text {
    if length == limit {
      shown += "..."
      break
    }
    length += 1
    // By scalar: CR LF is one character, and a mark may ride on a letter.
    for scalar in character.unicodeScalars.prefix(8) {
      if isHidden(scalar) {
        shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }
  return shown
}

/// True of a scalar that shows nothing itself but may drive a terminal or the direction of text.
package func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
  case 0xE0000...0xE0FFF: true
  default: false
  }
}

/// "24 to 96 steps", "30 steps".
func spanned(_ least: Int, _ most: Int, _ noun: String) -> String {
  (least == most ? "" : "\(least) to ") + counted(most, noun)
}

/// "1 row", "2 rows".
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The first of some names, and how many more there are.
func listed(_ names: [String], most: Int = 20, escapes: Bool = true) -> String {
  let shown = names.prefix(most).map { escapes ? escaped($0) : $0 }.joined(separator: ", ")
  return names.count > most ? shown + " and \(names.count - most) more" : shown
}
