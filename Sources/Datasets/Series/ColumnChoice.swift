/// Which columns of a table are fed, which are predicted, and which one is the time.
struct ColumnChoice: Equatable {
  var inputs: [Int]
  var targets: [Int]
  /// Gives the order of the rows; only where it was asked for.
  var time: Int?
  /// Why columns before the target were passed over, where it was not named: "No (rises evenly)".
  var leftOut: [String]

  /// The configuration's columns; by default the first column of numbers that is neither an evenly
  /// rising index nor part of a date. Throws for the first cell of theirs that is no number, and for
  /// an input of words with too many kinds.
  init(_ table: TableScan, _ configuration: DataConfiguration) throws(DatasetError) {
    targets = []
    for column in configuration.targets { targets.append(try table.column(column)) }
    leftOut = []
    if targets.isEmpty {
      let found = try Self.firstColumn(of: table)
      targets = [found.column]
      leftOut = found.leftOut
    }
    inputs = []
    for column in configuration.columns { inputs.append(try table.column(column)) }
    if inputs.isEmpty { inputs = targets }
    time = try configuration.time.map { (name) throws(DatasetError) in try table.column(name) }
    for column in targets { try table.requireNumbers(column) }
    for column in inputs { try Self.requireInput(column, of: table) }
  }

  /// Kinds of words that a column may have to be fed as one column for each.
  static let mostKinds = 64

  static func isCategory(_ column: ColumnSummary) -> Bool {
    !column.isNumeric && column.others > 0 && (column.kinds?.count ?? .max) <= mostKinds
  }

  private static func requireInput(_ index: Int, of table: TableScan) throws(DatasetError) {
    let column = table.columns[index]
    if isCategory(column) { return }
    if !column.isNumeric, column.others > 0, !column.isDate, column.numbers == 0 {
      throw .tooManyKinds(
        file: table.file, column: table.names[index], kinds: column.kinds?.count,
        limit: mostKinds)
    }
    try table.requireNumbers(index)
  }

  private static func firstColumn(
    of table: TableScan
  ) throws(DatasetError) -> (column: Int, leftOut: [String]) {
    // Nothing else there: then even a ramp is what is meant.
    if table.names.count == 1, table.columns[0].isNumeric { return (0, []) }
    var leftOut: [String] = []
    var hasNumbers = false
    for (index, column) in table.columns.enumerated() {
      guard column.isNumeric else { continue }
      hasNumbers = true
      guard let reason = table.reasonToLeaveOut(index) else { return (index, leftOut) }
      leftOut.append("\(escaped(table.names[index])) (\(reason))")
    }
    if !hasNumbers { throw .noNumbers(file: table.file) }
    throw .nothingToPredict(file: table.file, leftOut: leftOut)
  }
}

extension TableScan {
  /// Why column `index` is hardly worth predicting; nil where it may be.
  func reasonToLeaveOut(_ index: Int) -> String? {
    if dialect.hasHeader, Self.dateNames.contains(names[index].lowercased()) {
      return "part of a date"
    }
    return columns[index].shape.reasonToLeaveOut
  }

  private static let dateNames: Set<String> = [
    "year", "yr", "yyyy", "quarter", "month", "mon", "mo", "mm", "week", "weekday", "dayofweek",
    "day", "dayofyear", "dd", "hour", "hr", "hh", "minute", "min", "second", "sec", "date", "time",
    "datetime", "timestamp", "epoch",
  ]

  /// The first column of dates; for the names of rows.
  var dateColumn: Int? { columns.firstIndex { $0.isDate } }
}
