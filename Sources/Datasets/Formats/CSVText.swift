/// Comma-separated values (RFC 4180, lines ended by LF).
package enum CSVText {
  package static func line(_ cells: [String]) -> String {
    cells.map { cell in
      let isPlain = !cell.utf8.contains { byte in
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13
      }
      let needsQuotes = !isPlain || cell.first == " " || cell.last == " "
      return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }.joined(separator: ",")
  }
}
