/// Which columns of a table are fed, which are predicted, and which one is the time.
struct ColumnChoice: Equatable {
  var inputs: [Int]
  var targets: [Int]
  /// Gives the order of the rows; only where it was asked for.
  var time: Int?
  /// Why columns before the target were passed over, where it was not named: "No (rises evenly)".
  var leftOut: [String]

  /// The configuration's columns; by default the first column of numbers that is neither an index,
  /// an id, part of a date nor constant. Throws for the first cell of theirs that is no number, and for
  /// an input of words with too many kinds.
  init(_ table: Table, _ configuration: DataConfiguration) throws(DatasetError) {
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

  private static func requireInput(_ index: Int, of table: Table) throws(DatasetError) {
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
    of table: Table
  ) throws(DatasetError) -> (column: Int, leftOut: [String]) {
    // Nothing else there: then even a ramp is what is meant.
    if table.names.count == 1, table.columns[0].isNumeric { return (0, []) }
    var leftOut: [String] = []
    var hasNumbers = false
    var doubtful: (column: Int, leftOut: [String])?
    for (index, column) in table.columns.enumerated() {
      guard column.isNumeric else { continue }
      hasNumbers = true
      let name = escaped(table.names[index])
      if let reason = table.reasonToLeaveOut(index) {
        leftOut.append("\(name) (\(reason))")
      } else if let reason = table.reasonToDoubt(index) {
        if doubtful == nil { doubtful = (index, leftOut) }
        leftOut.append("\(name) (\(reason))")
      } else {
        return (index, leftOut)
      }
    }
    if let doubtful { return doubtful }
    if !hasNumbers { throw .noNumbers(file: table.file) }
    throw .nothingToPredict(file: table.file, leftOut: leftOut)
  }
}

extension Table {
  /// Why column `index` is not worth predicting; nil where it may be.
  func reasonToLeaveOut(_ index: Int) -> String? {
    if dialect.hasHeader, Self.dateNames.contains(plainName(index)) { return "part of a date" }
    return rows > 2 && columns[index].isConstant
      ? "constant" : columns[index].shape.reasonToLeaveOut
  }

  /// Why another column is likelier to be meant; nil where this one is as likely as any.
  func reasonToDoubt(_ index: Int) -> String? {
    if dialect.hasHeader {
      let name = plainName(index)
      if Self.idNames.contains(name) || name.hasSuffix("_id") || names[index].hasSuffix("Id")
        || names[index].hasSuffix("ID")
      {
        return "an id by its name"
      }
    }
    return columns[index].shape.reasonToDoubt
  }

  /// Small letters, without the marks around that some programs write: <DATE>, [date].
  private func plainName(_ index: Int) -> String {
    let name = names[index].lowercased()
    let marks: Set<Character> = ["<", ">", "[", "]", "\"", " "]
    let start = name.drop { marks.contains($0) }
    return String(start.reversed().drop { marks.contains($0) }.reversed())
  }

  private static let idNames: Set<String> = [
    "id", "uid", "uuid", "guid", "key", "index", "idx", "no", "nr", "row", "rownum", "number", "#",
    "unnamed: 0", "rowid", "unit", "cycle",
  ]

  private static let dateNames: Set<String> = [
    "year", "yr", "yyyy", "quarter", "month", "mon", "mo", "mm", "week", "weekday", "dayofweek",
    "day", "dayofyear", "dd", "hour", "hr", "hh", "minute", "min", "second", "sec", "date", "time",
    "datetime", "timestamp", "epoch",
  ]

  /// The first column of dates; for the names of rows.
  var dateColumn: Int? { columns.firstIndex { $0.isDate } }
}
