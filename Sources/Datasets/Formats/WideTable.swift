/// The columns of a table with one sequence per row that are not steps of it; a model file keeps
/// them.
package struct WideColumns: Sendable, Hashable, Codable {
  package struct Place: Sendable, Hashable, Codable {
    /// Nil if columns have no names.
    package var name: String?
    /// From 1; -1: the last cell of a row.
    package var number: Int
  }

  package var label: Place?
  /// The column that tells rows apart.
  package var id: Place?
}

/// A table with one sequence per row, read as one with a row for each step. Rows may end early:
/// cells at the end that are missing are not steps.
struct WideTable {
  /// The most bytes that are looked at to see how a table is written.
  static let mostSample = 4 << 20

  /// Enough for a few rows, which may be long.
  static func sample(_ head: UnsafeBufferPointer<UInt8>) -> Int {
    let line = head.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? head.count
    return min(mostSample, max(Dialect.sample, 8 * line))
  }

  static let format = "a wide table"

  private let source: OpenFile
  private let columns: WideColumns
  private let options: TableOptions

  init(_ source: OpenFile, _ columns: WideColumns, _ options: TableOptions) {
    (self.source, self.columns, self.options) = (source, columns, options)
  }

  func table(progress: @escaping (String) -> Void) throws(DatasetError) -> OpenFile {
    let head = try FileBytes(source, most: Self.mostSample)
    let options = try head.options(options)
    let found = withExtendedLifetime(head) {
      Dialect(
        head.bytes, isCut: head.isCut, options: options, sample: Self.sample(head.bytes))
    }
    guard let dialect = found else { throw .empty(file: source.name) }
    var records = DelimitedRecords(try RowBytes(source, progress: progress), dialect)
    try records.skip(lines: dialect.skipped)
    let header = try TableHeader(&records, dialect)
    let names = dialect.hasHeader ? header.names : []
    let (label, id) = (place(columns.label, names), place(columns.id, names))
    var table = try StepTable(
      of: source, sequence: StepTable.sequence, hasLabels: label != nil, inputs: ["value"],
      options: options, line: header.line)
    var cells: [DelimitedRecords.Cell] = []
    while try records.next(&cells) {
      func own(_ place: Int?) -> Int? { place.map { $0 < 0 ? cells.count - 1 : $0 } }
      let (label, id) = (own(label), own(id))
      if let needed = [label, id].compactMap({ $0 }).max(), needed >= cells.count {
        throw .format(
          file: source.name, line: records.rowLine,
          .shortRow(found: cells.count, needed: needed + 1))
      }
      var steps: StepTable.Steps = []
      for (column, cell) in cells.enumerated() where column != label && column != id {
        // Until a series without a label begins, there are no steps.
        let bytes = records.bytes[cell.range]
        if steps.isEmpty, label == nil, table.isMissing(bytes) { continue }
        try table.requireNumber(
          bytes, file: source.name, line: records.rowLine,
          column: names.indices.contains(column) ? names[column] : "column \(column + 1)")
        steps.append(cell.range)
      }
      try table.add(
        line: records.rowLine, id: id.map { Array(records.text(cells[$0]).utf8) },
        label: label.map { Self.label(records.text(cells[$0])) }, [steps], of: records.bytes,
        file: source.name)
    }
    return try table.finish(
      Self.format, original: source.conversion.map(\.original) ?? dialect.delimiter,
      file: source.name,
      notes: ["one sequence per row: \(table.summary)"])
  }

  /// The place of a column in a row, from 0; -1: the last cell.
  private func place(_ column: WideColumns.Place?, _ names: [String]) -> Int? {
    guard let column else { return nil }
    guard let name = column.name, !names.isEmpty else {
      return column.number < 0 ? -1 : column.number - 1
    }
    // A file that lacks the column has no labels.
    return names.firstIndex(of: name)
  }

  /// A label as it is written; whole numbers without a fraction, as 1.0000000e+00. Nothing where it
  /// is missing.
  private static func label(_ text: String) -> [UInt8] {
    switch NumberText(text.utf8) {
    case .missing: return []
    case .number(let number)
    where text.contains { ".eE".contains($0) } && number.value == number.value.rounded()
      && number.value.magnitude < 1e15:
      return Array("\(Int(number.value))".utf8)
    default: return Array(text.utf8)
    }
  }
}
