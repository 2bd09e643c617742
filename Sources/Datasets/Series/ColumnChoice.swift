/// Which columns of a table are fed, which are predicted, and which one is the time.
struct ColumnChoice {
  /// Those that are known ahead of time come last.
  var inputs: [Int]
  /// The inputs whose values at the predicted row are fed.
  var known: [Int] = []
  var targets: [Int]
  /// Gives the order of the rows; nil: there is none, or it is not asked.
  var clock: TableClock?
  /// Why columns before the target were passed over, where it was not named: "No (rises evenly)".
  var leftOut: [String]

  /// The configuration's columns; by default the first column of numbers that is neither an index,
  /// an id, part of a date nor constant. Throws for the first cell of theirs that is not a number,
  /// and for an input of words with too many kinds.
  ///
  /// - Parameters:
  ///   - isDayFirst: how the dates of a model's own data were read.
  ///   - besides: columns that are not a target unless they are named, and why.
  init(
    _ table: Table, _ configuration: DataConfiguration, isDayFirst: Bool? = nil,
    besides: [Int: String] = [:]
  ) throws(DatasetError) {
    var besides = besides
    var keys: [Int] = []
    for name in configuration.sequence { keys.append(try table.column(name)) }
    for key in keys { besides[key] = "tells series apart" }
    targets = []
    for column in configuration.targets { targets.append(try table.column(column)) }
    leftOut = []
    if targets.isEmpty {
      let found = try Self.firstColumn(of: table, besides)
      targets = [found.column]
      leftOut = found.leftOut
    }
    clock = try TableClock(of: table, asked: configuration.time, isDayFirst: isDayFirst)
    if let clock, let target = targets.first(where: clock.columns.contains) {
      throw .sequences(
        file: table.file, .sameColumn(name: table.names[target], uses: ["time", "the target"]))
    }
    let taken = (clock?.columns ?? []) + (keys.isEmpty ? Self.namedKeys(table) : keys)
    let predicted = targets
    known = try table.columns(configuration.known) { column in
      !taken.contains(column) && !predicted.contains(column) && Self.isUsable(column, of: table)
    }
    inputs = try table.columns(configuration.columns) { [known] column in
      !taken.contains(column) && !known.contains(column) && Self.isUsable(column, of: table)
    }
    if inputs.isEmpty { inputs = targets }
    try refuseTwice(table)
    inputs += known
    for column in targets { try table.requireNumbers(column) }
    for column in inputs { try Self.requireInput(column, of: table) }
  }

  /// Columns that are informative and neither fed nor predicted, where the user named no inputs.
  func others(of table: Table, besides panel: [Int]) -> [Int] {
    guard inputs.count == targets.count + known.count else { return [] }
    let taken = Set(inputs + targets + (clock?.columns ?? []) + Self.namedKeys(table) + panel)
    return table.columns.indices.filter { !taken.contains($0) && Self.isUsable($0, of: table) }
  }

  /// Throws for a column known ahead of time that is an input or the target as well.
  private func refuseTwice(_ table: Table) throws(DatasetError) {
    for column in known {
      let uses =
        [(targets, "the target"), (inputs, "an input"), (clock?.columns ?? [], "time")]
        .filter { $0.0.contains(column) }.map { $0.1 }
      if !uses.isEmpty {
        throw .sequences(
          file: table.file,
          .sameColumn(name: table.names[column], uses: ["known ahead of time"] + uses))
      }
    }
  }

  /// Whether `all` takes a column in: those of numbers, or of few words, that are informative.
  private static func isUsable(_ index: Int, of table: Table) -> Bool {
    let column = table.columns[index]
    return table.reasonToLeaveOut(index) == nil
      && (column.isNumeric ? column.firstFault == nil : isCategory(column) && !column.isConstant)
  }

  private static func namedKeys(_ table: Table) -> [Int] {
    table.names.indices.filter { SequenceNames.isSequence(table.names[$0]) }
  }

  /// Kinds of words that a column may have to be fed as one column for each.
  static let mostKinds = 64

  static func isCategory(_ column: ColumnSummary) -> Bool {
    !column.isNumeric && column.others > 0 && (column.kinds?.count ?? .max) <= mostKinds
  }

  private static func requireInput(_ index: Int, of table: Table) throws(DatasetError) {
    let column = table.columns[index]
    if isCategory(column) { return }
    if !column.isNumeric, column.others > 0, !column.isClock, column.numbers == 0 {
      throw .tooManyKinds(
        file: table.file, column: table.names[index], kinds: column.kinds?.count,
        limit: mostKinds)
    }
    try table.requireNumbers(index)
  }

  private static func firstColumn(
    of table: Table, _ besides: [Int: String]
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
      if let reason = besides[index] ?? table.reasonToLeaveOut(index) {
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
  /// Why column `index` is not worth predicting; nil if it may be.
  func reasonToLeaveOut(_ index: Int) -> String? {
    if columns[index].isClock { return "a clock" }
    // A column called "min" may well be the least temperature.
    if dialect.hasHeader, TimeNames.contains(names[index]), columns[index].isLikeDatePart {
      return "part of a date"
    }
    return rows > 2 && columns[index].isConstant
      ? "constant" : columns[index].shape.reasonToLeaveOut
  }

  /// Why another column is likelier to be meant; nil if this one is as likely as any.
  func reasonToDoubt(_ index: Int) -> String? {
    if dialect.hasHeader {
      let name = TimeNames.plain(names[index])
      let isId =
        Self.idNames.contains(name) || name.hasSuffix("_id") || names[index].hasSuffix("Id")
        || names[index].hasSuffix("ID")
      if isId, columns[index].shape.areWhole { return "an id by its name" }
      if Self.codeNames.contains(name) { return "a code or a place by its name" }
    }
    return columns[index].shape.reasonToDoubt
  }

  private static let codeNames: Set<String> = [
    "zip", "zipcode", "zip_code", "postcode", "postal_code", "plz", "isbn", "ean", "gtin", "sku",
    "phone", "telephone", "fax", "account", "account_number", "accountnumber", "iban", "card",
    "card_number", "customer", "customer_number", "order_number", "invoice", "invoice_number",
    "latitude", "longitude", "lat", "lon", "lng", "code",
  ]

  private static let idNames: Set<String> = [
    "id", "uid", "uuid", "guid", "key", "index", "idx", "no", "nr", "row", "rownum", "number", "#",
    "unnamed: 0", "rowid", "unit", "cycle",
  ]
}
