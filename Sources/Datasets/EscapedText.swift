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

private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
  case 0xE0000...0xE0FFF: true
  default: false
  }
}

/// `value` with about four significant digits, the same in every locale.
func short(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  var unit = 0.001
  let size = value.magnitude
  if size < 0.01 || size >= 1e9 { return "\(Float(value))" }
  while unit * 10_000 <= size { unit *= 10 }
  // 1 / unit is a power of ten, so the quotient prints without a tail of nines.
  let rounded = unit < 1 ? (value / unit).rounded() / (1 / unit).rounded() : value.rounded()
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

/// "1 row", "2 rows".
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
