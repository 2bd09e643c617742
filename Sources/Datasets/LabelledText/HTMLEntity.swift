/// A character written as `&amp;`, `&#39;` or `&#x27;`.
struct HTMLEntity {
  let scalar: Unicode.Scalar
  /// After its semicolon.
  let end: Int

  private static let longest = 12

  init?(_ text: UnsafeBufferPointer<UInt8>, at start: Int) {
    let head = text[start..<min(text.count, start + Self.longest)]
    guard let semicolon = head.firstIndex(of: UInt8(ascii: ";")), semicolon > start + 1 else {
      return nil
    }
    let name = String(decoding: text[(start + 1)..<semicolon], as: UTF8.self)
    guard let scalar = name.hasPrefix("#") ? Self.number(name.dropFirst()) : Self.named[name] else {
      return nil
    }
    self.scalar = scalar
    end = semicolon + 1
  }

  private static func number(_ text: Substring) -> Unicode.Scalar? {
    let isHexadecimal = text.first == "x" || text.first == "X"
    let digits = isHexadecimal ? text.dropFirst() : text
    guard let first = digits.first, first != "+", first != "-",
      let value = UInt32(digits, radix: isHexadecimal ? 16 : 10)
    else { return nil }
    switch value {
    case 0x80...0x9F: return windows[Int(value - 0x80)].unicodeScalars.first
    case 0x09, 0x0A, 0x0D, 0xA0: return " "
    case 0x20...0x7E, 0xA1...0x10FFFF: return Unicode.Scalar(value)
    default: return nil
    }
  }

  /// The meaning of 128 to 159 in pages: the characters of Windows-1252 there.
  private static let windows = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ")

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ",
    "emsp": " ", "thinsp": " ", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
    "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„",
    "laquo": "«", "raquo": "»", "lsaquo": "‹", "rsaquo": "›", "ndash": "–", "mdash": "—",
    "hellip": "…", "bull": "•", "middot": "·", "prime": "′", "Prime": "″", "trade": "™",
    "copy": "©", "reg": "®", "deg": "°", "sect": "§", "para": "¶", "dagger": "†", "Dagger": "‡",
    "cent": "¢", "pound": "£", "yen": "¥", "euro": "€", "curren": "¤", "iexcl": "¡",
    "iquest": "¿", "brvbar": "¦", "uml": "¨", "ordf": "ª", "ordm": "º", "not": "¬", "macr": "¯",
    "acute": "´", "micro": "µ", "cedil": "¸", "sup1": "¹", "sup2": "²", "sup3": "³",
    "frac14": "¼", "frac12": "½", "frac34": "¾", "plusmn": "±", "times": "×", "divide": "÷",
    "minus": "−", "infin": "∞", "ne": "≠", "le": "≤", "ge": "≥", "larr": "←", "rarr": "→",
    "uarr": "↑", "darr": "↓", "hearts": "♥", "permil": "‰", "circ": "ˆ", "tilde": "˜",
    "Agrave": "À", "Aacute": "Á", "Acirc": "Â", "Atilde": "Ã", "Auml": "Ä", "Aring": "Å",
    "AElig": "Æ", "Ccedil": "Ç", "Egrave": "È", "Eacute": "É", "Ecirc": "Ê", "Euml": "Ë",
    "Igrave": "Ì", "Iacute": "Í", "Icirc": "Î", "Iuml": "Ï", "ETH": "Ð", "Ntilde": "Ñ",
    "Ograve": "Ò", "Oacute": "Ó", "Ocirc": "Ô", "Otilde": "Õ", "Ouml": "Ö", "Oslash": "Ø",
    "Ugrave": "Ù", "Uacute": "Ú", "Ucirc": "Û", "Uuml": "Ü", "Yacute": "Ý", "THORN": "Þ",
    "szlig": "ß", "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "auml": "ä",
    "aring": "å", "aelig": "æ", "ccedil": "ç", "egrave": "è", "eacute": "é", "ecirc": "ê",
    "euml": "ë", "igrave": "ì", "iacute": "í", "icirc": "î", "iuml": "ï", "eth": "ð",
    "ntilde": "ñ", "ograve": "ò", "oacute": "ó", "ocirc": "ô", "otilde": "õ", "ouml": "ö",
    "oslash": "ø", "ugrave": "ù", "uacute": "ú", "ucirc": "û", "uuml": "ü", "yacute": "ý",
    "thorn": "þ", "yuml": "ÿ", "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š",
  ]
}
