/// The names of a table's columns, from the lines that hold them.
struct TableHeader {
  private(set) var names: [String] = []
  /// The first line of the table, from 1.
  private(set) var line = 1

  /// Reads the header's lines; what follows are rows.
  init(_ records: inout DelimitedRecords, _ dialect: Dialect) throws(DatasetError) {
    var cells: [DelimitedRecords.Cell] = []
    var levels: [[String]] = []
    if dialect.headerLines == 0 {
      var ahead = records
      guard try ahead.next(&cells) else { throw .empty(file: records.file) }
      line = ahead.rowLine
      names = cells.indices.map { "column \($0 + 1)" }
      return
    }
    for _ in 0..<dialect.headerLines {
      guard try records.next(&cells) else { throw .headerOnly(file: records.file) }
      if levels.isEmpty { line = records.rowLine }
      var level = cells.map { records.text($0) }
      if dialect.lacksFirstName { level.insert("", at: 0) }
      if levels.isEmpty, dialect.isNamedInComment { level = Self.withoutCommentSign(level) }
      levels.append(level)
    }
    let first = levels[0]
    for index in first.indices {
      // The first line names the columns where it tells them apart.
      let parts = levels.compactMap { $0.indices.contains(index) ? $0[index] : nil }
        .filter { !$0.isEmpty }
      let isClear = !first[index].isEmpty && first.count { $0 == first[index] } == 1
      let name = isClear ? first[index] : parts.joined(separator: " ")
      names.append(name.isEmpty ? "column \(index + 1)" : name)
    }
  }

  private static func withoutCommentSign(_ names: [String]) -> [String] {
    guard names.count > 1, let first = names.first, first.hasPrefix("#") else { return names }
    let rest = String(first.drop { $0 == "#" || $0 == " " })
    return (rest.isEmpty ? [] : [rest]) + names.dropFirst()
  }
}
