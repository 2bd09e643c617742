import Dashboard

/// Rows of words in columns: the first aligned left, the others right.
enum TextTable {
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? TextWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - TextWidth.of(cell))
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
  }
}
