import Datasets

/// A piece of YAML with its line, free of anchors and at most `depthLimit` deep.
package struct PresetNode: Sendable, Equatable {
  /// Deeper than any preset: a lane's regularizer's list of options is 6 deep.
  static let depthLimit = 12

  indirect enum Content: Sendable, Equatable {
    /// `isPlain`: written without quotes.
    case scalar(String, isPlain: Bool)
    case list([PresetNode])
    case mapping([Entry])
  }
  struct Entry: Sendable, Equatable {
    let key: String
    let line: Int
    let value: PresetNode
  }
  let content: Content
  /// From 1.
  let line: Int

  /// A description for a message.
  var found: String {
    switch content {
    case .scalar(let text, let isPlain):
      isPlain && isNull ? "nothing" : isPlain ? escaped(text) : quoted(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  var isNull: Bool {
    guard case .scalar(let text, true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar, quoted or not.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// The text of a scalar without quotes, which may be a number or a switch.
  var plainText: String? {
    guard case .scalar(let text, true) = content, !isNull else { return nil }
    return text
  }

  /// The elements of a list; a single value counts as a list of one.
  var elements: [PresetNode]? {
    switch content {
    case .scalar: isNull ? nil : [self]
    case .list(let nodes): nodes
    case .mapping: nil
    }
  }

  /// YAML 1.1's words.
  var flag: Bool? {
    switch plainText?.lowercased() {
    case "on", "true", "yes": true
    case "off", "false", "no": false
    default: nil
    }
  }

  /// True for a decimal number of any size. Hexadecimal, octal (a leading 0), infinity and NaN are
  /// not decimal.
  var isDecimal: Bool {
    guard let plainText else { return false }
    return plainText.wholeMatch(of: /[+\-]?(0|[1-9][0-9]*|(?=\.))(\.[0-9]+)?([eE][+\-]?[0-9]+)?/)
      != nil
  }

  var isWhole: Bool {
    plainText?.wholeMatch(of: /[+\-]?(0|[1-9][0-9]*)/) != nil
  }
}
