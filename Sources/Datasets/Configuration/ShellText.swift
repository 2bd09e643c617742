/// A word as a shell takes it: bare where nothing in it means anything to one, else in single quotes;
/// what would drive a terminal is written as `$'\033'`, which bash, zsh, ksh and POSIX (2024) read.
package func shellQuoted(_ word: String) -> String {
  if word.unicodeScalars.contains(where: isHidden) { return "$'" + byNumbers(word) + "'" }
  let isBare = word.unicodeScalars.allSatisfy { scalar in
    scalar.isASCII
      && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "_@%+=:,./-".unicodeScalars.contains(scalar))
  }
  if isBare, !word.isEmpty { return word }
  return "'\(word.replacing("'", with: "'\\''"))'"
}

/// A whole command line.
package func shellLine(_ words: [String]) -> String {
  words.map(shellQuoted).joined(separator: " ")
}

private func byNumbers(_ word: String) -> String {
  var text = ""
  for scalar in word.unicodeScalars {
    if scalar == "'" || scalar == "\\" {
      text += "\\"
    } else if isHidden(scalar) {
      // Three octal digits a byte: a digit that follows cannot be taken for one of them.
      for byte in String(Character(scalar)).utf8 {
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
      continue
    }
    text.unicodeScalars.append(scalar)
  }
  return text
}
