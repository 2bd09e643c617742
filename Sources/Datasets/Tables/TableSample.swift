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
  /// A quote goes wrong within the rows, not where they are cut.
  private(set) var isBroken = false
  /// Rows with a cell between quotes, also where quotes are characters.
  private(set) var enclosedRows = 0
  /// Lives as long as the file's beginning that it was given.
  private let head: UnsafeBufferPointer<UInt8>

  /// The rows of `head`; where it is cut, or a quote goes wrong, those before.
  /// - Parameter options: which cells mean "missing".
  init(
    _ head: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter, quotes: Bool, skip: Int,
    isCut: Bool, options: TableOptions
  ) {
    self.delimiter = delimiter
    self.quotes = quotes
    self.head = head
    var records = DelimitedRecords(head, delimiter: delimiter, quotes: quotes, file: "")
    do throws(DatasetError) {
      try records.skip(lines: skip)
      try read(&records, options)
    } catch {
      // A quote that is open where the sample ends may be closed after it.
      let isOpenAtCut = if case .unclosedQuote = error { isCut } else { false }
      isBroken = !isOpenAtCut || records.rowRange.upperBound * 2 < head.count
    }
    if isCut, rows.count > 1 { rows.removeLast() }
  }

  private mutating func read(
    _ records: inout DelimitedRecords, _ options: TableOptions
  ) throws(DatasetError) {
    var cells: [DelimitedRecords.Cell] = []
    while try records.next(&cells) {
      let isEnclosed = cells.contains {
        $0.isQuoted
          || $0.range.count > 1 && head[$0.range.lowerBound] == 0x22
            && head[$0.range.upperBound - 1] == 0x22
      }
      if isEnclosed { enclosedRows += 1 }
      rows.append(
        Row(
          line: records.rowLine,
          cells: cells.map { cell in
            let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
            let number = options.isMissing(bytes) ? .missing : NumberText(bytes)
            return Cell(
              number: number, isQuoted: cell.isQuoted, isEmpty: bytes.isEmpty, range: cell.range,
              isLikeNumber: number != .other || Self.isLikeTime(bytes))
          }))
    }
  }

  /// Quotes occur within words, as characters: they enclose few cells, and none among numbers.
  func hasQuotesAsText(_ cells: Int) -> Bool {
    guard enclosedRows * 2 < rows.count else { return false }
    let body = rows.dropFirst().filter { $0.cells.count == cells }
    return (0..<cells).allSatisfy { column in
      let others = body.filter { $0.cells[column].number == .other }
      return others.count * 2 > body.count
        || !others.contains { head[$0.cells[column].range].contains(0x22) }
    }
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

  /// How many cells most rows have, and the first row of those that do, or nearly: what comes
  /// before is above the table.
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
    // What has more cells than the table is not a title. And a line of names right above that has a
    // cell less belongs to rows with a comma in their numbers, unless it is the header of a table
    // of R.
    let isShort =
      isHeader(begin - 1, cells: most.key - 1) && rows[begin - 1].line + 1 == rows[begin].line
      && (delimiter == .spaces || delimiter == .comma && hasNeighbouringNumbers(begin))
    let areTitles =
      rows[..<begin].allSatisfy { $0.cells.count < most.key }
      && (!isShort || isHeaderWithoutFirst(begin))
    return isTable && areTitles ? (most.key, begin) : (most.key, 0)
  }

  /// The first cell that is not a number, of the column with most numbers.
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

  /// Whether the row before `first` names all columns but the first one, as R writes tables; there
  /// the first one holds the names of rows, and no times or numbers with commas.
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

  /// A word or an empty cell, and after it whole numbers with the same step: three years, or so
  /// many steps that they are not measurements.
  private static func areEven(_ row: [Cell]) -> Bool {
    guard let first = row.first, first.number == .other || first.isEmpty else { return false }
    let numbers = row.drop { $0.number == .other || $0.isEmpty }.map { cell -> Double in
      if case .number(let number) = cell.number { number.value } else { .nan }
    }
    guard numbers.count >= 3, numbers.allSatisfy({ $0 == $0.rounded() }) else { return false }
    guard numbers.count >= 8 || (1000..<3000).contains(numbers[0]) else { return false }
    let step = numbers[1] - numbers[0]
    return step > 0 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
  }

  /// Names are in the first row when no cell of it is a number; when one of them is a word above
  /// a number; or when all its cells are quoted and the numbers of the second row are not. Further
  /// lines (units, a second level) where they have no number and all that follows has.
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
