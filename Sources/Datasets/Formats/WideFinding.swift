/// Whether the rows of a table are sequences, as its first rows show: a label of few kinds, or a
/// name, in the first or last column, and values that go on smoothly along the row and not down the
/// columns.
struct WideFinding {
  private(set) var columns = WideColumns()
  /// The values show it; else it is only possible.
  private(set) var isCertain = false
  /// A column is called as those are that tell sequences apart, and comes again.
  private(set) var hasSequenceNames = false
  private var labelText = ""

  /// A measured table has fewer columns.
  private static let leastSteps = 16
  private static let leastRows = 4
  private static let mostRows = 400
  private static let mostClasses = 100

  /// The first rows of a table, and what they show about it.
  /// - Returns: nil if rows are steps: the table is too narrow, has other texts, or a column that was
  ///   named is a step.
  static func of(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> WideFinding? {
    let isAsked = configuration.layout == .wide
    let namesSteps =
      !configuration.targets.isEmpty || !configuration.columns.isEmpty || configuration.time != nil
    if configuration.layout == .long || !isAsked && namesSteps { return nil }
    let head = try files.readHead(
      file, options: configuration.table, most: WideTable.mostSample)
    // A file that already has sequences is not a wide table.
    if let conversion = head.conversion, conversion.roles.sequence != nil {
      if isAsked {
        throw .sequences(
          file: file, .keyNotUsed(key: "data.layout wide", with: conversion.format))
      }
      return nil
    }
    let options = try head.options(configuration.table)
    guard
      let start = Dialect(head.bytes, isCut: head.isCut, options: options),
      isAsked || start.cells > leastSteps,
      let dialect = Dialect(
        head.bytes, isCut: head.isCut, options: options, sample: WideTable.sample(head.bytes))
    else {
      if isAsked { throw .empty(file: file) }
      return nil
    }
    let rows: Rows
    do throws(DatasetError) {
      rows = try Rows(head, dialect, options)
    } catch {
      // Nobody said that it is one.
      if isAsked { throw error }
      return nil
    }
    if rows.cells.isEmpty { return nil }
    var finding = WideFinding()
    try finding.choose(rows, configuration, head)
    finding.isCertain = isAsked || finding.isShown(by: rows)
    return isAsked || finding.isPossible(rows) ? finding : nil
  }

  /// "its label in column 1".
  var text: String { "a wide table, one sequence per row\(labelText)" }

  /// The way out where rows are read as steps although they are not.
  var doubt: String { "if each row is a sequence (\(text)): --set data.layout=wide" }

  static let remedy = "data.layout=long reads the rows as time steps"

  // MARK: which columns

  private mutating func choose(
    _ rows: Rows, _ configuration: DataConfiguration, _ head: FileBytes
  ) throws(DatasetError) {
    let names = ColumnNames(
      rows.names.isEmpty ? (1...max(1, rows.width)).map { "column \($0)" } : rows.names,
      file: head.name, areNames: !rows.names.isEmpty)
    func asked(_ reference: String?) throws(DatasetError) -> Int? {
      guard let reference else { return nil }
      return try names.column(reference)
    }
    let last = rows.width - 1
    var label = try asked(configuration.label)
    if label == nil {
      let named = SequenceNames.first(SequenceNames.label, in: rows.names)
      let declared = head.conversion?.roles.label.flatMap { rows.names.firstIndex(of: $0) }
      label = [declared, named, 0, last].compactMap { $0 }.first { rows.isLabel($0) }
    }
    var id = try asked(configuration.sequence.first)
    if id == nil {
      id = ([0, 1, last] as [Int]).first { $0 != label && $0 <= last && rows.isName($0) }
    }
    // Rows may be longer than their header.
    func name(_ column: Int) -> String? {
      rows.names.indices.contains(column) ? rows.names[column] : nil
    }
    func place(_ column: Int) -> WideColumns.Place {
      let isLast = rows.names.isEmpty && column == last && column > 1
      return .init(name: name(column), number: isLast ? -1 : column + 1)
    }
    columns = WideColumns(label: label.map(place), id: id.map(place))
    func shown(_ column: Int) -> String {
      "column " + (name(column).map { escaped($0) } ?? "\(column + 1)")
    }
    labelText =
      (label.map { ", its label in \(shown($0))" } ?? ", without a label")
      + (id.map { ", its name in \(shown($0))" } ?? "")
    hasSequenceNames = rows.names.indices.contains {
      SequenceNames.isSequence(rows.names[$0]) && !rows.isDifferent($0)
    }
    stepColumns = rows.columns.filter { $0 != label && $0 != id }
  }

  private var stepColumns: [Int] = []

  // MARK: what shows it

  private func isPossible(_ rows: Rows) -> Bool {
    (columns.label != nil || columns.id != nil) && rows.cells.count >= Self.leastRows
      && stepColumns.count >= Self.leastSteps && rows.areNumbers(stepColumns)
      && !rows.names.prefix(2).contains(where: TimeNames.contains)
  }

  private func isShown(by rows: Rows) -> Bool {
    guard isPossible(rows) else { return false }
    let (along, down) = rows.changes(stepColumns)
    return along > 0 && 2 * along <= down
  }

  /// The first rows of a table.
  private struct Rows {
    struct Cell {
      var text: String
      /// NaN if there is none.
      var value: Double
      var number: NumberText
      var isTime: Bool
    }
    private(set) var names: [String] = []
    private(set) var cells: [[Cell]] = []
    private(set) var width = 0
    var columns: Range<Int> { 0..<width }

    init(
      _ head: FileBytes, _ dialect: Dialect, _ options: TableOptions
    ) throws(DatasetError) {
      var records = head.records(dialect.delimiter, quotes: dialect.quotes)
      try records.skip(lines: dialect.skipped)
      let header = try TableHeader(&records, dialect)
      if dialect.hasHeader { names = header.names }
      var row: [DelimitedRecords.Cell] = []
      while cells.count < WideFinding.mostRows, try Self.next(&records, &row, head) {
        // The last row may be cut.
        if head.isCut, records.position >= head.bytes.count, !cells.isEmpty { break }
        cells.append(
          row.map { cell in
            let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
            var number = options.isMissing(bytes) ? .missing : NumberText(bytes)
            var value = Double.nan
            if case .number(let read) = number {
              if options.isMissing(read.value) { number = .missing } else { value = read.value }
            }
            return Cell(
              text: number == .other || cell.range.count <= 40 ? records.text(cell) : "",
              value: value, number: number, isTime: number == .other && ClockCell(bytes) != nil)
          })
      }
      width = max(names.count, cells.lazy.map(\.count).max() ?? 0)
    }

    /// False, too, where the head ends within a quoted cell.
    private static func next(
      _ records: inout DelimitedRecords, _ row: inout [DelimitedRecords.Cell], _ head: FileBytes
    ) throws(DatasetError) -> Bool {
      do throws(DatasetError) {
        return try records.next(&row)
      } catch {
        if case .unclosedQuote = error, head.isCut { return false }
        throw error
      }
    }

    private func column(_ place: Int) -> [Cell] {
      cells.compactMap { row in
        let own = place == width - 1 && names.isEmpty ? row.count - 1 : place
        return own < row.count ? row[own] : nil
      }
    }

    /// Words or whole numbers of few kinds.
    func isLabel(_ place: Int) -> Bool {
      guard width > 1 else { return false }
      let cells = column(place).filter { $0.number != .missing }
      let kinds = Set(cells.map(\.text))
      return !cells.isEmpty && kinds.count <= WideFinding.mostClasses
        && kinds.count * 2 <= cells.count + 1
        && cells.allSatisfy { cell in
          cell.number == .other
            ? cell.text.utf8.count <= 64 && !cell.isTime
            : cell.value == cell.value.rounded()
        }
    }

    /// Words that are another one in every row, and no dates.
    func isName(_ place: Int) -> Bool {
      let cells = column(place)
      return cells.count == self.cells.count && isDifferent(place)
        && cells.allSatisfy { $0.number == .other && !$0.isTime }
    }

    func isDifferent(_ place: Int) -> Bool {
      let cells = column(place)
      return Set(cells.map(\.text)).count == cells.count
    }

    func areNumbers(_ columns: [Int]) -> Bool {
      let steps = Set(columns)
      return cells.allSatisfy { row in
        row.indices.allSatisfy { place in
          !steps.contains(place) || row[place].number != .other || isLastLabel(place, of: row)
        }
      }
    }

    /// Of rows of different lengths, the last cell is what the last column is.
    private func isLastLabel(_ place: Int, of row: [Cell]) -> Bool {
      names.isEmpty && place == row.count - 1 && row.count < width
    }

    /// The mean change from a cell to the next one of its row, and to the one below it.
    func changes(_ columns: [Int]) -> (along: Double, down: Double) {
      var (along, down) = ((sum: 0.0, count: 0.0), (sum: 0.0, count: 0.0))
      func value(_ row: Int, _ column: Int) -> Double {
        column < cells[row].count ? cells[row][column].value : .nan
      }
      func add(_ change: Double, to mean: inout (sum: Double, count: Double)) {
        guard change.isFinite else { return }
        mean = (mean.sum + change.magnitude, mean.count + 1)
      }
      for row in cells.indices {
        for (column, next) in zip(columns, columns.dropFirst()) {
          add(value(row, next) - value(row, column), to: &along)
        }
        guard row + 1 < cells.count else { continue }
        for column in columns { add(value(row + 1, column) - value(row, column), to: &down) }
      }
      return (along.sum / max(1, along.count), down.sum / max(1, down.count))
    }
  }
}
