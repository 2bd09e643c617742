extension ModelFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      return "cannot read \(visible(path)): \(visible(reason))"
    case .notSafetensors(let path, let reason):
      return "\(visible(path)) is not a whole safetensors file: \(visible(reason))"
    case .tensor(let path, let name, let reason):
      return "\(visible(path)): tensor \(visible(name)) \(visible(reason))"
    case .architecture(let path, let key, let reason):
      return "\(visible(path)): architecture key \(visible(key)): \(visible(reason))"
    case .unwritable(let path, let reason):
      return "cannot write \(visible(path)): \(visible(reason))"
    }
  }
}

/// Text from files or the command line with control characters made visible, so that no message can
/// steer a terminal.
package func visible(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    let isControl = scalar.value < 32 || (127...159).contains(scalar.value)
    if isControl {
      result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}
