/// A page of the documentation, for a terminal.
package struct HelpPage: Sendable {
  /// As `rnn-tui help` takes it: "sweeps".
  package let topic: String
  /// The file in `Documentation.docc`, without its ending.
  package let file: String
  /// Markdown.
  package let text: String

  /// The sentence below the title.
  var abstract: String {
    let paragraphs = text.split(separator: "\n\n", maxSplits: 2)
    guard paragraphs.count > 1 else { return "" }
    return paragraphs[1].split(separator: "\n").joined(separator: " ")
  }

  static func named(_ topic: String) -> HelpPage? {
    all.first { $0.topic == topic.lowercased() }
  }
}
