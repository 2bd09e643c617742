/// A text as a YAML scalar: bare if it reads back as itself, else in double quotes.
func yamlText(_ text: String) -> String {
  let isBare = text.wholeMatch(of: /[A-Za-z0-9_.\/][A-Za-z0-9 _.\/+\-]*/) != nil
  let words = ["null", "~", "on", "off", "true", "false", "yes", "no", "y", "n"]
  if isBare, !text.hasSuffix(" "), !words.contains(text.lowercased()), text != "...",
    !text.hasPrefix("... ")
  {
    return text
  }
  return yamlQuoted(text)
}

/// A text as a YAML scalar in double quotes, on one line.
func yamlQuoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    default:
      if isPrintable(scalar) {
        quoted.unicodeScalars.append(scalar)
      } else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
  }
  return quoted + "\""
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
    .unassigned:
    false
  default: scalar.value != 0xFEFF
  }
}
