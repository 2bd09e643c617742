/// How a table is written, as recognised from its first rows.
struct Dialect: Equatable {
  var delimiter: Delimiter
  /// False: quotes are characters like others.
  var quotes: Bool
  /// Lines above the table, its header not among them.
  var skipped: Int
  /// Lines with the columns' names.
  var headerLines: Int
  /// The header has no name for the first column, as R writes tables.
  var lacksFirstName = false
  /// The names are in a comment.
  var isNamedInComment = false
  /// Cells that most of the first rows have.
  var cells: Int
  /// The share of the first rows that have `cells` cells.
  var agreement: Double
  /// The best share of numbers or missing values that a column of the first rows has.
  var numericShare: Double
  /// The rows looked at, header among them.
  var rows: Int
  /// Columns that are not empty in most rows; what only ends in a comma is not a table.
  var filled = 0

  /// A quote goes wrong within the first rows.
  private var isBroken = false
  /// Quotes enclose a cell of the first rows.
  private var isEnclosing = false

  var hasHeader: Bool { headerLines > 0 }

  /// Nearly every row has the same number of cells.
  var isTable: Bool { filled > 1 && agreement >= 0.9 && rows >= 3 }

  /// The most bytes that are looked at.
  static let sample = 1 << 16
  /// The most lines above a table that are not declared.
  private static let mostSkipped = 40
  private static let mostHeaderLines = 3

  /// Recognises the first `sample` of `bytes`; `isCut`: the file continues after them.
  ///
  /// The delimiter is the one that most rows agree on, two cells or more; of equals tab before
  /// semicolon before comma, because commas occur in texts and decimals. What `options` declare is
  /// not recognised but taken. Nil: no row at all.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, options: TableOptions = TableOptions(),
    sample: Int = Self.sample
  ) {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(sample))
    let isCut = isCut || head.count < bytes.count
    let top = TableTop(head, skip: options.skip)
    let declared = options.delimiter ?? top.delimiter
    let delimiters = declared.map { [$0] } ?? Delimiter.allCases
    let quoting = head.contains(0x22) ? [true, false] : [true]
    var candidates: [Dialect] = []
    for delimiter in delimiters {
      for quotes in quoting {
        let sample = TableSample(
          head, delimiter, quotes: quotes, skip: top.lines, isCut: isCut, options: options)
        guard let found = Dialect(sample, top, options),
          declared == .spaces || delimiter != .spaces || found.isByColumns(sample)
        else { continue }
        // Without quotes only where reading with them goes wrong.
        if !quotes, let other = candidates.last, other.delimiter == delimiter {
          if other.isBroken, found.isTable, sample.hasQuotesAsText(found.cells) {
            candidates.removeLast()
          } else if other.agreement >= found.agreement {
            continue
          }
        }
        candidates.append(found)
      }
    }
    let wide = candidates.filter { $0.cells > 1 }
    let best = wide.max { one, other in
      // Spaces occur within cells, too.
      if one.delimiter != .spaces, other.delimiter == .spaces { return one.agreement < 0.9 }
      // Where quotes enclose cells, the marks within them are none: &amp; is not a semicolon.
      let quoted = one.quotes ? one : other
      if one.quotes != other.quotes, quoted.isEnclosing, quoted.agreement >= 0.9 {
        return other.quotes
      }
      return one.agreement < other.agreement
    }
    // One cell a row is what a wrong delimiter gives, and what a single column is.
    let single = candidates.first(where: { $0.delimiter == .comma }) ?? candidates.last
    guard let found = best ?? single else { return nil }
    self = found
  }

  private init?(_ sample: TableSample, _ top: TableTop, _ options: TableOptions) {
    guard let (cells, first) = sample.width(isDeclared: options.skip != nil, Self.mostSkipped)
    else { return nil }
    let rows = sample.rows[first...]
    delimiter = sample.delimiter
    quotes = sample.quotes
    self.cells = cells
    self.rows = rows.count
    isBroken = sample.isBroken
    isEnclosing = sample.enclosedRows > 0
    skipped = first == 0 ? top.lines : rows[first].line - 1
    agreement = Double(rows.lazy.filter { $0.cells.count == cells }.count) / Double(rows.count)
    headerLines =
      switch options.header {
      case .off: 0
      case .on: 1
      case .lines(let count): count
      case nil: sample.headerLines(from: first, cells, Self.mostHeaderLines)
      }
    if options.header == nil, options.skip == nil, headerLines == 0, first > 0,
      sample.isHeaderWithoutFirst(first)
    {
      lacksFirstName = true
      headerLines = 1
      skipped = sample.rows[first - 1].line - 1
    }
    if options.header == nil, options.skip == nil, headerLines == 0, first == 0,
      let comment = top.lastComment
    {
      // NumPy writes the names so.
      let names = TableSample(
        comment, delimiter, quotes: quotes, skip: 0, isCut: false, options: options)
      if !names.rows.isEmpty, names.isHeader(0, cells: cells) {
        isNamedInComment = true
        headerLines = 1
        skipped = top.lines - 1
      }
    }
    let body = rows.dropFirst(lacksFirstName || isNamedInComment ? 0 : headerLines).filter {
      $0.cells.count == cells
    }
    filled = (0..<cells).count { column in
      body.count { !$0.cells[column].isEmpty } * 2 >= max(1, body.count)
    }
    numericShare = (0..<cells).map { sample.numericShare($0, of: body) }.max() ?? 0
  }

  /// Lines of one cell each.
  init(lines hasHeader: Bool) {
    (delimiter, quotes, cells) = (.none, false, 1)
    (skipped, headerLines) = (0, hasHeader ? 1 : 0)
    (agreement, numericShare, rows) = (1, 0, 0)
  }

  /// Numbers, dates and the like in at least half of the columns of nearly all rows; a text has
  /// spaces, too.
  private func isByColumns(_ sample: TableSample) -> Bool {
    guard cells > 1, agreement >= 0.9, rows >= 3 else { return false }
    let body = sample.rows.suffix(rows - (isNamedInComment ? 0 : headerLines)).filter {
      $0.cells.count == cells
    }
    let likeNumbers = (0..<cells).count { column in
      body.count { $0.cells[column].isLikeNumber } * 10 >= body.count * 9
    }
    return likeNumbers * 2 >= cells
  }
}

/// Lines above a table that are certainly not part of it: comments, the delimiter's declaration.
private struct TableTop {
  var lines = 0
  var delimiter: Delimiter?
  /// The last comment right above the table, without its sign; it may hold the names.
  var lastComment: UnsafeBufferPointer<UInt8>?

  init(_ head: UnsafeBufferPointer<UInt8>, skip: Int?) {
    if let skip {
      lines = skip
      return
    }
    var text = TextLines(head)
    var declared = 0
    while let line = text.next() {
      let bytes = head[line]
      if bytes.starts(with: Array("sep=".utf8)), line.count == 5, let last = bytes.last {
        delimiter = Delimiter(rawValue: last)
        lines = text.line
        declared = lines
        continue
      }
      guard bytes.first == UInt8(ascii: "#") || bytes.starts(with: Array("//".utf8)) else { return }
      lines = text.line
      let words = bytes.drop { $0 == UInt8(ascii: "#") || isSpace($0) }
      lastComment = UnsafeBufferPointer(rebasing: words)
    }
    // No other lines: then these are the rows, such as messages that begin with a #.
    (lines, lastComment) = (declared, nil)
  }
}
