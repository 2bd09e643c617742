extension String {
  /// Cut with "…" if it is wider than `width` screen cells.
  package func shortened(to width: Int) -> String {
    guard TextWidth.of(self) > width else { return self }
    var kept = String.UnicodeScalarView()
    var used = 1
    for scalar in unicodeScalars {
      used += TextWidth.of(String(Character(scalar)))
      if used > width { break }
      kept.append(scalar)
    }
    return width > 0 ? String(kept) + "…" : ""
  }

  /// Cut with "…" after a whole word, or inside the first one if even that is too wide.
  package func words(within width: Int) -> String {
    guard TextWidth.of(self) > width else { return self }
    var kept = String.UnicodeScalarView(shortened(to: width).unicodeScalars.dropLast())
    let rest = unicodeScalars.dropFirst(kept.count)
    if rest.first != " " {
      guard let blank = kept.lastIndex(of: " ") else { return shortened(to: width) }
      kept = String.UnicodeScalarView(kept[..<blank])
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    // "17" of "17 551" would be a different number.
    while let last = kept.last, isDigit(last), let blank = kept.lastIndex(of: " "),
      unicodeScalars.dropFirst(kept.count + 1).prefix(3).allSatisfy(isDigit)
    {
      kept = String.UnicodeScalarView(kept[..<blank])
    }
    while let last = kept.last, last == " " || last == "," { kept.removeLast() }
    return String(kept) + "…"
  }

  /// Padded with blanks on the left to a width in screen cells.
  package func padded(left width: Int) -> String {
    String(repeating: " ", count: max(0, width - TextWidth.of(self))) + self
  }

  package func padded(right width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - TextWidth.of(self)))
  }
}
