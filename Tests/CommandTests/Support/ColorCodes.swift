/// The codes in a terminal's bytes that set a colour, whatever else the same sequence sets.
enum ColorCodes {
  /// Parameters of SGR (ESC [ ... m): foregrounds, backgrounds, and both of them bright. Not 39 and
  /// 49, which take a colour away.
  private static let parameters = [30...38, 40...48, 90...97, 100...107]

  /// The sequences, without their ESC.
  static func all(in bytes: some Collection<UInt8>) -> [String] {
    var found: [String] = []
    for part in String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}[").dropFirst() {
      // What stands before the final byte, which is the first letter or sign of this range.
      guard let end = part.unicodeScalars.firstIndex(where: { (0x40...0x7E).contains($0.value) }),
        part.unicodeScalars[end] == "m"
      else { continue }
      let numbers = part[..<end].split { $0 == ";" || $0 == ":" }.compactMap { Int($0) }
      if numbers.contains(where: { number in parameters.contains { $0.contains(number) } }) {
        found.append("[" + part[...end])
      }
    }
    return found
  }
}
