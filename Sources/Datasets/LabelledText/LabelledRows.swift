/// The first rows of a file as text, for the choice of columns.
struct LabelledRows {
  /// As recognised; whether the first row has names may be open.
  private(set) var dialect: Dialect
  /// The names above, as the first row has them; "column 1" if there are none.
  let names: [String]
  /// The first row's cells.
  let first: [String]
  /// The rows below.
  let body: [[String]]
  /// The dialect takes the first row for names because it has no number, as no other row may have.
  let isHeaderOpen: Bool

  /// Nil if there is no table of two columns.
  init?(_ head: FileBytes, options: TableOptions) {
    self.init(
      head, Dialect(head.bytes, isCut: head.isCut, options: options), options: options)
  }

  /// - Parameter dialect: recognised before.
  init?(_ head: FileBytes, _ dialect: Dialect?, options: TableOptions) {
    guard let dialect, dialect.cells > 1 else { return nil }
    self.dialect = dialect
    guard let found = Self.read(head, dialect) else { return nil }
    (names, first, body) = found
    isHeaderOpen =
      options.header == nil && dialect.headerLines == 1 && !dialect.lacksFirstName
      && !dialect.isNamedInComment
  }

  /// Names and rows; without quotes where they go wrong with them, for `Table` decides only later.
  private static func read(
    _ head: FileBytes, _ dialect: Dialect
  ) -> (names: [String], first: [String], rows: [[String]])? {
    var plain = dialect
    plain.quotes = false
    return read(head, dialect, mayEnd: false) ?? read(head, plain, mayEnd: true)
  }

  /// - Parameter mayEnd: where a quote goes wrong, the rows before will do.
  private static func read(
    _ head: FileBytes, _ dialect: Dialect, mayEnd: Bool
  ) -> (names: [String], first: [String], rows: [[String]])? {
    var records = DelimitedRecords(
      head.bytes, delimiter: dialect.delimiter, quotes: dialect.quotes, file: head.name)
    var cells: [DelimitedRecords.Cell] = []
    guard (try? records.skip(lines: dialect.skipped)) != nil else { return nil }
    var ahead = records
    guard (try? ahead.next(&cells)) == true else { return nil }
    var first = cells.map { ahead.text($0) }
    while first.count < dialect.cells { first.append("") }
    guard
      let header = try? TableHeader(&records, dialect)
    else { return nil }
    // A different width is a fault, reported when the table is read.
    let names = (0..<dialect.cells).map {
      $0 < header.names.count ? header.names[$0] : "column \($0 + 1)"
    }
    var rows: [[String]] = []
    var start = records.position
    do throws(DatasetError) {
      while try records.next(&cells) {
        start = records.position
        if cells.count == dialect.cells { rows.append(cells.map { records.text($0) }) }
      }
      if head.isCut, rows.count > 1 { rows.removeLast() }
    } catch {
      // The cut may have gone through a cell in quotes.
      let isAtCut = head.isCut && start >= head.bytes.count / 4 * 3
      if !mayEnd, !isAtCut { return nil }
    }
    return (names, first, rows)
  }

  var hasHeader: Bool { dialect.hasHeader }

  /// The dialect once it is known that the first row has names, or none.
  func dialect(hasHeader: Bool) -> Dialect {
    var dialect = dialect
    if isHeaderOpen, !hasHeader { dialect.headerLines = 0 }
    return dialect
  }
}
