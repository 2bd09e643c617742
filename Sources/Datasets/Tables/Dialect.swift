/// How a table is written, as recognised from its first rows.
struct Dialect: Equatable {
  var delimiter: Delimiter
  var hasHeader: Bool
  /// Cells that most of the first rows have.
  var cells: Int
  /// The share of the first rows that have `cells` cells.
  var agreement: Double
  /// The best share of numbers or missing values that a column of the first rows has.
  var numericShare: Double
  /// Decimal commas are read: as declared, or where semicolons stand between the cells.
  var commaAllowed: Bool

  /// The most bytes that are looked at.
  static let sample = 1 << 16

  /// Recognises the first 64 KB of `bytes`; `isCut`: the file goes on behind them.
  ///
  /// The delimiter is the one that most rows agree on, two cells or more; of equals tab before
  /// semicolon before comma, because commas stand in texts and decimals. What `options` declare is
  /// not recognised but taken. Nil: no row at all.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, options: TableOptions = TableOptions()) {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(Self.sample))
    let isCut = isCut || head.count < bytes.count
    let delimiters = options.delimiter.map { [$0] } ?? Delimiter.allCases
    let candidates = delimiters.compactMap { delimiter in
      let commaAllowed = options.decimal.map { $0 == .comma } ?? (delimiter == .semicolon)
      return Dialect(
        Self.rows(head, delimiter, isCut: isCut, commaAllowed: commaAllowed), delimiter,
        commaAllowed: commaAllowed, hasHeader: options.hasHeader)
    }
    let best = candidates.filter { $0.cells > 1 }.max { $0.agreement < $1.agreement }
    // One cell a row is what a wrong delimiter gives, and what a single column is.
    let single = candidates.first(where: { $0.delimiter == .comma }) ?? candidates.last
    guard let found = best ?? single else {
      return nil
    }
    self = found
  }

  /// A cell of the sample: what it says, and whether it was quoted.
  private typealias Sampled = (number: NumberText, isQuoted: Bool)

  private init?(
    _ rows: [[Sampled]], _ delimiter: Delimiter, commaAllowed: Bool, hasHeader: Bool?
  ) {
    guard let first = rows.first else { return nil }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.count, default: 0] += 1 }
    // Ties go to the first row, which the others have to match.
    let cells = counts.max { one, other in
      (one.value, one.key == first.count ? 1 : 0) < (other.value, other.key == first.count ? 1 : 0)
    }
    guard let cells else { return nil }
    self.delimiter = delimiter
    self.cells = cells.key
    agreement = Double(cells.value) / Double(rows.count)
    self.commaAllowed = commaAllowed
    self.hasHeader = hasHeader ?? Self.isHeader(first, before: rows.dropFirst().first)
    let body = rows.dropFirst(self.hasHeader ? 1 : 0).filter { $0.count == cells.key }
    numericShare = 0
    for column in 0..<(body.isEmpty ? 0 : cells.key) {
      var numbers = 0
      var others = 0
      for row in body {
        switch row[column].number {
        case .number, .overflow: numbers += 1
        case .other: others += 1
        case .missing: break
        }
      }
      if numbers > 0 {
        numericShare = max(numericShare, Double(numbers) / Double(numbers + others))
      }
    }
  }

  /// The rows of `head`; where it is cut, or a quote goes wrong, those before.
  private static func rows(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, isCut: Bool, commaAllowed: Bool
  ) -> [[Sampled]] {
    var records = DelimitedRecords(head, delimiter: delimiter, file: "")
    var cells: [DelimitedRecords.Cell] = []
    var rows: [[Sampled]] = []
    while let more = try? records.next(&cells), more {
      rows.append(
        cells.map { cell in
          let bytes = records.bytes[cell.range]
          return (NumberText(bytes, commaAllowed: commaAllowed), cell.isQuoted)
        })
    }
    if isCut, rows.count > 1 { rows.removeLast() }
    return rows
  }

  /// Names stand in the first row when no cell of it is a number; when one of them is a word above a
  /// number; or when all its cells are quoted and the numbers of the second row are not.
  private static func isHeader(_ first: [Sampled], before second: [Sampled]?) -> Bool {
    func isNumber(_ cell: Sampled) -> Bool {
      switch cell.number {
      case .number, .overflow: true
      case .missing, .other: false
      }
    }
    if !first.contains(where: isNumber) {
      return first.contains { $0.number == .other }
    }
    guard let second, first.count == second.count else { return false }
    if zip(first, second).contains(where: { $0.number == .other && isNumber($1) }) { return true }
    return first.allSatisfy(\.isQuoted) && second.contains { isNumber($0) && !$0.isQuoted }
  }
}
