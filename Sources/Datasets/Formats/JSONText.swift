/// Texts and numbers as JSON writes them.
package enum JSONText {
  /// Appends the text between two quotes with its escapes undone. NUL is not allowed.
  static func append(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, to bytes: inout [UInt8],
    fault: (FormatFault, Int?) -> DatasetError
  ) throws(DatasetError) {
    guard let place = unescape(text, to: &bytes, allowsNUL: false) else { return }
    let shown = String(decoding: text[place..<min(place + 12, text.endIndex)], as: UTF8.self)
    throw fault(.escape(shown), nil)
  }

  /// Appends the text between two quotes with its escapes undone.
  /// - Returns: the place of an escape that is not valid; nil if all are.
  package static func unescape(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, to bytes: inout [UInt8], allowsNUL: Bool
  ) -> Int? {
    guard text.contains(0x5C) else {
      bytes.append(contentsOf: text)
      return nil
    }
    var place = text.startIndex
    while place < text.endIndex {
      let byte = text[place]
      guard byte == 0x5C else {
        bytes.append(byte)
        place += 1
        continue
      }
      guard place + 1 < text.endIndex, let length = escape(text, place, &bytes, allowsNUL) else {
        return place
      }
      place += length
    }
    return nil
  }

  /// Undoes the escape at `place`; nil if there is none like it.
  private static func escape(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, _ place: Int, _ bytes: inout [UInt8],
    _ allowsNUL: Bool
  ) -> Int? {
    let plain: UInt8? =
      switch text[place + 1] {
      case 0x22, 0x5C, 0x2F: text[place + 1]
      case UInt8(ascii: "b"): 0x08
      case UInt8(ascii: "f"): 0x0C
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "t"): 0x09
      default: nil
      }
    if let plain {
      bytes.append(plain)
      return 2
    }
    guard let first = unit(text, place) else { return nil }
    var value = UInt32(first)
    var length = 6
    // Beyond 16 bits a character is two of them.
    if (0xD800...0xDBFF).contains(first), let second = unit(text, place + 6),
      (0xDC00...0xDFFF).contains(second)
    {
      value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      length = 12
    }
    guard value != 0 || allowsNUL, let scalar = Unicode.Scalar(value) else { return nil }
    bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
    return length
  }

  /// The four digits of `\uXXXX` at `place`.
  private static func unit(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ place: Int) -> UInt16? {
    guard place + 6 <= text.endIndex, text[place] == 0x5C, text[place + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt16 = 0
    for byte in text[place + 2..<place + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// -1.5e-3, and what Python also writes: Infinity.
  static func isNumber(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = word.first == 0x2D ? 1 : 0
    if word[place...].elementsEqual("Infinity".utf8) { return true }
    func digits() -> Int {
      let start = place
      while place < word.count, word[place] &- 0x30 < 10 { place += 1 }
      return place - start
    }
    let first = place < word.count ? word[place] : 0
    let whole = digits()
    if whole == 0 || whole > 1 && first == 0x30 { return false }
    if place < word.count, word[place] == 0x2E {
      place += 1
      if digits() == 0 { return false }
    }
    if place < word.count, word[place] | 0x20 == 0x65 {
      place += 1
      if place < word.count, word[place] == 0x2D || word[place] == 0x2B { place += 1 }
      if digits() == 0 { return false }
    }
    return place == word.count
  }
}
