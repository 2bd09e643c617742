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
  /// Columns that are not empty in most rows; what only ends in a comma is no table.
  var filled = 0

  var hasHeader: Bool { headerLines > 0 }

  /// Nearly every row has as many cells.
  var isTable: Bool { filled > 1 && agreement >= 0.9 && rows >= 3 }

  /// The most bytes that are looked at.
  static let sample = 1 << 16
  /// The most lines above a table that are not declared.
  private static let mostSkipped = 40
  private static let mostHeaderLines = 3

  /// Recognises the first `sample` of `bytes`; `isCut`: the file goes on behind them.
  ///
  /// The delimiter is the one that most rows agree on, two cells or more; of equals tab before
  /// semicolon before comma, because commas stand in texts and decimals. What `options` declare is
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
          head, delimiter, quotes: quotes, skip: top.lines, isCut: isCut)
        guard let found = Dialect(sample, top, options),
          declared == .spaces || delimiter != .spaces || found.isByColumns(sample)
        else { continue }
        // Without quotes only where reading with them goes wrong.
        if !quotes, let other = candidates.last, other.delimiter == delimiter,
          other.agreement >= found.agreement
        {
          continue
        }
        candidates.append(found)
      }
    }
    let wide = candidates.filter { $0.cells > 1 }
    let best = wide.max { one, other in
      // Spaces stand within cells, too.
      if one.delimiter != .spaces, other.delimiter == .spaces { return one.agreement < 0.9 }
      // Where quotes enclose cells, the marks within them are none: &amp; is no semicolon.
      if one.quotes != other.quotes, max(one.agreement, other.agreement) >= 0.9 {
        return (one.quotes ? one : other).agreement >= 0.9
          ? other.quotes : one.agreement < other.agreement
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
      let names = TableSample(comment, delimiter, quotes: quotes, skip: 0, isCut: false)
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

/// The first rows of a file, read in one way.
struct TableSample {
  struct Cell {
    var number: NumberText
    var isQuoted: Bool
    var isEmpty: Bool
    fileprivate var range: Range<Int>
    /// A digit, and no letters but those of numbers and times.
    var isLikeNumber: Bool
  }
  struct Row {
    var line: Int
    var cells: [Cell]
  }

  let delimiter: Delimiter
  let quotes: Bool
  private(set) var rows: [Row] = []
  /// Lives as long as the file's beginning that it was given.
  private let head: UnsafeBufferPointer<UInt8>

  /// The rows of `head`; where it is cut, or a quote goes wrong, those before.
  init(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, quotes: Bool, skip: Int, isCut: Bool
  ) {
    self.delimiter = delimiter
    self.quotes = quotes
    self.head = head
    var records = DelimitedRecords(head, delimiter: delimiter, quotes: quotes, file: "")
    guard (try? records.skip(lines: skip)) != nil else { return }
    var cells: [DelimitedRecords.Cell] = []
    while let more = try? records.next(&cells), more {
      rows.append(
        Row(
          line: records.rowLine,
          cells: cells.map { cell in
            let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
            let number = NumberText(bytes)
            return Cell(
              number: number, isQuoted: cell.isQuoted, isEmpty: bytes.isEmpty, range: cell.range,
              isLikeNumber: number != .other || Self.isLikeTime(bytes))
          }))
    }
    if isCut, rows.count > 1 { rows.removeLast() }
  }

  /// Digits, and no letters but those of times.
  private static func isLikeTime(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.contains { $0 &- 0x30 < 10 }
      && bytes.allSatisfy { $0 &- 0x30 < 10 || "-/.:+TZ".utf8.contains($0) }
  }

  /// The beginning of a cell's text.
  private func text(_ cell: Cell) -> String {
    String(decoding: head[cell.range].prefix(80), as: UTF8.self)
  }

  /// How many cells most rows have, and the first row of those that do, or nearly: what comes before
  /// stands above the table.
  func width(isDeclared: Bool, _ mostSkipped: Int) -> (cells: Int, first: Int)? {
    guard let first = rows.first else { return nil }
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.cells.count, default: 0] += 1 }
    // Ties go to the first row, which the others have to match.
    let most = counts.max { one, other in
      (one.value, one.key == first.cells.count ? 1 : 0)
        < (other.value, other.key == first.cells.count ? 1 : 0)
    }
    guard let most else { return nil }
    guard !isDeclared, most.key > 1,
      let begin = rows.firstIndex(where: { $0.cells.count == most.key }),
      begin > 0, begin <= mostSkipped
    else { return (most.key, 0) }
    let rest = rows[begin...]
    let isTable = most.value * 10 >= rest.count * 9 && most.value >= 3
    // What has more cells than the table is no title. And a line of names right above that has a cell
    // less belongs to rows with a comma in their numbers, unless it is the header of a table of R.
    let isShort =
      isHeader(begin - 1, cells: most.key - 1) && rows[begin - 1].line + 1 == rows[begin].line
      && (delimiter == .spaces || delimiter == .comma && hasNeighbouringNumbers(begin))
    let areTitles =
      rows[..<begin].allSatisfy { $0.cells.count < most.key }
      && (!isShort || isHeaderWithoutFirst(begin))
    return isTable && areTitles ? (most.key, begin) : (most.key, 0)
  }

  /// The first cell that is no number, of the column with most numbers.
  func firstWord(in dialect: Dialect) -> (line: Int, column: Int, text: String)? {
    let body = rows.dropFirst(dialect.isNamedInComment ? 0 : dialect.headerLines).filter {
      $0.cells.count == dialect.cells
    }
    // Dates are not what is in the way.
    func isDate(_ column: Int) -> Bool {
      body.allSatisfy {
        ClockCell(UnsafeBufferPointer(rebasing: head[$0.cells[column].range]))?.hasDate == true
      }
    }
    let others = (0..<dialect.cells).filter { !isDate($0) }
    let best = others.max { numericShare($0, of: body) < numericShare($1, of: body) }
    guard let column = best,
      let row = body.first(where: { $0.cells[column].number == .other })
    else { return nil }
    return (row.line, column, text(row.cells[column]))
  }

  func numericShare(_ column: Int, of body: some Collection<Row>) -> Double {
    var numbers = 0
    var others = 0
    for row in body {
      switch row.cells[column].number {
      case .number, .overflow: numbers += 1
      case .other: others += 1
      case .missing, .absent: break
      }
    }
    return numbers > 0 ? Double(numbers) / Double(numbers + others) : 0
  }

  /// As a number with a comma in it gives them.
  private func hasNeighbouringNumbers(_ row: Int) -> Bool {
    zip(rows[row].cells, rows[row].cells.dropFirst()).contains { isNumber($0) && isNumber($1) }
  }

  private func isNumber(_ cell: Cell) -> Bool {
    switch cell.number {
    case .number, .overflow: true
    case .missing, .absent, .other: false
    }
  }

  /// Whether the row before `first` names all columns but the first one, as R writes tables; there the
  /// first one holds the names of rows, and no times or numbers with commas.
  func isHeaderWithoutFirst(_ first: Int) -> Bool {
    guard first > 0, delimiter != .comma, isHeader(first - 1, cells: rows[first].cells.count - 1)
    else { return false }
    let isTime = TimeNames.contains(text(rows[first - 1].cells[0]))
    return !isTime || rows[first].cells[0].number == .other && !rows[first].cells[0].isLikeNumber
  }

  /// Words and no number.
  func isHeader(_ row: Int, cells: Int) -> Bool {
    rows[row].cells.count == cells && cells > 0
      && !rows[row].cells.contains(where: isNumber)
      && rows[row].cells.allSatisfy { $0.number == .other }
  }

  /// A word or an empty cell, and behind it at least three whole numbers with the same step.
  private static func areEven(_ row: [Cell]) -> Bool {
    guard let first = row.first, first.number == .other || first.isEmpty else { return false }
    let numbers = row.drop { $0.number == .other || $0.isEmpty }.map { cell -> Double in
      if case .number(let number) = cell.number { number.value } else { .nan }
    }
    guard numbers.count >= 3, numbers.allSatisfy({ $0 == $0.rounded() }) else { return false }
    let step = numbers[1] - numbers[0]
    return step > 0 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
  }

  /// Names stand in the first row when no cell of it is a number; when one of them is a word above a
  /// number; or when all its cells are quoted and the numbers of the second row are not. Further lines
  /// (units, a second level) where they have no number and all that follows has.
  func headerLines(from first: Int, _ cells: Int, _ most: Int) -> Int {
    let row = rows[first].cells
    if !row.contains(where: isNumber) {
      guard row.contains(where: { $0.number == .other }) else { return 0 }
      let following = rows[first...].prefix(most + 1)
      guard
        let body = following.firstIndex(where: { $0.cells.contains(where: isNumber) }),
        body > first + 1,
        rows[(first + 1)..<body].allSatisfy({ line in
          line.cells.count == cells
            && line.cells.contains { $0.number == .other && !$0.isLikeNumber }
            && line.cells.allSatisfy { !$0.isLikeNumber || $0.isEmpty || $0.number == .absent }
        })
      else { return 1 }
      let rest = rows[body...]
      let withNumbers = rest.count { $0.cells.contains(where: isNumber) }
      return rest.count >= 2 && withNumbers * 10 >= rest.count * 9 ? body - first : 1
    }
    guard first + 1 < rows.count, rows[first + 1].cells.count == row.count else { return 0 }
    let second = rows[first + 1].cells
    // Years or steps as names: a word, then numbers that go on evenly.
    if Self.areEven(row), !Self.areEven(second) { return 1 }
    let isAbove = zip(row, second).contains { $0.number == .other && isNumber($1) }
    if isAbove { return 1 }
    let isQuoted =
      row.allSatisfy(\.isQuoted) && second.contains { isNumber($0) && !$0.isQuoted }
    return isQuoted ? 1 : 0
  }
}
