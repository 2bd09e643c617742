import Dashboard

/// Markdown as lines of a terminal: paragraphs are wrapped, a table's row becomes a term with what
/// the other cells say below it.
struct TerminalPage {
  let width: Int
  /// Titles are bold.
  let isStyled: Bool

  func text(_ markdown: String) -> String {
    var lines: [String] = []
    var paragraph: [String] = []
    var table: [[String]] = []
    var isCode = false
    func endParagraph() {
      guard !paragraph.isEmpty else { return }
      lines += wrapped(paragraph.joined(separator: " "))
      paragraph = []
    }
    func endTable() {
      guard !table.isEmpty else { return }
      lines += rows(table)
      table = []
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = String(line)
      if line.hasPrefix("```") {
        endParagraph()
        isCode.toggle()
      } else if isCode {
        lines.append("    " + line)
      } else if line.hasPrefix("|") {
        endParagraph()
        table.append(cells(line))
      } else if line.hasPrefix("#") {
        endParagraph()
        endTable()
        lines.append(title(String(line.drop { $0 == "#" }.drop { $0 == " " })))
      } else if line.allSatisfy({ $0 == " " }) {
        endParagraph()
        endTable()
        if lines.last?.isEmpty == false { lines.append("") }
      } else {
        endTable()
        if line.hasPrefix("- ") { endParagraph() }
        paragraph.append(line.trimmingPrefix(#/ +/#).description)
      }
    }
    endParagraph()
    endTable()
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { $0 + "\n" }.joined()
  }

  private func title(_ text: String) -> String {
    let text = plain(text)
    return isStyled ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  /// Without the header and the line below it.
  private func rows(_ table: [[String]]) -> [String] {
    table.dropFirst(2).flatMap { cells -> [String] in
      let rest = cells.dropFirst().filter { !$0.isEmpty }.joined(separator: " · ")
      return wrapped(cells.first ?? "", indent: 2) + wrapped(rest, indent: 6)
    }
  }

  private func cells(_ line: String) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line.dropFirst() {
      switch character {
      case "\\" where !isEscaped: isEscaped = true
      case "|" where !isEscaped: cells.append("")
      default:
        if isEscaped, character != "|" { cells[cells.count - 1].append("\\") }
        cells[cells.count - 1].append(character)
        isEscaped = false
      }
    }
    return cells.dropLast().map { String($0.trimmingPrefix(#/ +/#)).replacing(#/ +$/#, with: "") }
  }

  /// Links to pages become commands, others their text; marks of emphasis and code go.
  private func plain(_ text: String) -> String {
    text.replacing(/<doc:([A-Za-z]+)>/) { "`rnn-tui help \(Self.topic(String($0.1)))`" }
      .replacing(/\[([^\]]+)\]\([^)]*\)/) { String($0.1) }
      .replacing("**", with: "")
      .replacing(/``?([^`]+)``?/) { String($0.1) }
  }

  private static func topic(_ file: String) -> String {
    HelpPage.all.first { $0.file == file }?.topic ?? file.lowercased()
  }

  private func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let text = plain(text)
    let isPoint = text.hasPrefix("- ")
    let indent = isPoint ? 2 : indent
    let lines = Wrapping.lines(
      isPoint ? String(text.dropFirst(2)) : text, width: width - indent)
    return lines.enumerated().map { place, line in
      (isPoint && place == 0 ? "- " : String(repeating: " ", count: indent)) + line
    }
  }
}
