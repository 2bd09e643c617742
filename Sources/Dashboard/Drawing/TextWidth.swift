/// The number of screen cells that a scalar takes, and escapes that make outside text safe to draw.
package enum TextWidth {
  /// 0 for marks that combine with the scalar before them and for invisible format characters, 2
  /// for wide East Asian scalars and pictographs, else 1. Control characters count as 1; `escape`
  /// shows them longer.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let v = scalar.value
    if v < 0x300 { return v == 0xAD ? 0 : 1 }
    if isWide(v) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
    default: return (0x1160...0x11FF).contains(v) ? 0 : 1
    }
  }

  /// The width of text as `Canvas.text` draws it.
  package static func of(_ text: String) -> Int {
    var width = 0
    for scalar in text.unicodeScalars {
      width += isControl(scalar) ? escape(scalar).utf8.count : of(scalar)
    }
    return width
  }

  package static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 32 || (127..<160).contains(scalar.value)
  }

  /// "\n", "\t", "\e", "\x07": the escape for a control character.
  package static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 9: return "\\t"
    case 10: return "\\n"
    case 13: return "\\r"
    case 27: return "\\e"
    default:
      let hex = String(scalar.value, radix: 16)
      return "\\x" + (hex.utf8.count < 2 ? "0" : "") + hex
    }
  }

  private static func isWide(_ v: UInt32) -> Bool {
    if v < 0x1100 { return false }
    switch v {
    case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2E80...0x303E, 0x3041...0x33FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
      0x1B000...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F19A,
      0x1F200...0x1F265, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB,
      0x1F90C...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      return true
    default: return false
    }
  }
}
