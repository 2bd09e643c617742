/// How a table with texts is written.
struct TextDialect: Equatable {
  var delimiter: Delimiter
  /// False: quotes are characters like others.
  var quotes: Bool
  /// Cells that most of the first rows have.
  var cells: Int
  /// The share of the first rows that have as many.
  var agreement: Double

  /// Recognises the first 64 KB of `bytes`; nil where no way to read them gives two columns.
  ///
  /// The way that most rows agree on; of equals quotes before none, in the order
  /// of `Delimiter`.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, delimiter: Delimiter? = nil) {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(Dialect.sample))
    let isCut = isCut || head.count < bytes.count
    var best: TextDialect?
    for delimiter in delimiter.map({ [$0] }) ?? Delimiter.marks {
      for quotes in [true, false] {
        guard let found = Self.read(head, delimiter, quotes, isCut: isCut), found.cells > 1 else {
          continue
        }
        if best.map({ found.agreement > $0.agreement }) ?? true { best = found }
      }
    }
    guard let best else { return nil }
    self = best
  }

  init(delimiter: Delimiter, quotes: Bool, cells: Int) {
    self.delimiter = delimiter
    self.quotes = quotes
    self.cells = cells
    agreement = 1
  }

  /// Nil where quotes go wrong, or there is no row.
  private static func read(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, _ quotes: Bool, isCut: Bool
  ) -> TextDialect? {
    guard let rows = rows(head, delimiter, quotes, isCut: isCut), !rows.isEmpty else { return nil }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.count, default: 0] += 1 }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let most else { return nil }
    var dialect = TextDialect(delimiter: delimiter, quotes: quotes, cells: most.key)
    dialect.agreement = Double(most.value) / Double(rows.count)
    return dialect
  }

  /// The cells of the rows of `head`, those of `cells` alone where it is given, at most `most` rows.
  /// Nil where a quote goes wrong before the last quarter of a head that is cut.
  static func rows(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, _ quotes: Bool, isCut: Bool
  ) -> [[String]]? {
    var records = DelimitedRecords(head, delimiter: delimiter, quotes: quotes, file: "")
    var cells: [DelimitedRecords.Cell] = []
    var rows: [[String]] = []
    do throws(DatasetError) {
      while try records.next(&cells) { rows.append(cells.map { records.text($0) }) }
      if isCut, rows.count > 1 { rows.removeLast() }
    } catch .unclosedQuote where isCut {
      // The cut may have gone through a cell in quotes.
      let read = cells.first.map { $0.range.lowerBound } ?? 0
      if read < head.count / 4 * 3 { return nil }
    } catch {
      return nil
    }
    return rows
  }
}
