/// Which columns of a table are fed and which one is predicted.
struct ColumnChoice: Equatable {
  var inputs: [Int]
  var target: Int
  /// Why columns before the target were passed over, where it was not named: "No (rises evenly)".
  var leftOut: [String]

  /// The configuration's columns; by default the first column of numbers that is neither an evenly
  /// rising index nor part of a date. Throws for the first cell of theirs that is no number.
  init(_ table: Table, target: String?, columns: [String]) throws(DatasetError) {
    if let target {
      self.target = try table.column(target)
      leftOut = []
    } else {
      (self.target, leftOut) = try Self.firstColumn(of: table)
    }
    inputs = []
    for column in columns { inputs.append(try table.column(column)) }
    if inputs.isEmpty { inputs = [self.target] }
    for column in [self.target] + inputs { _ = try table.numbers(column) }
  }

  private static func firstColumn(of table: Table) throws(DatasetError) -> (Int, [String]) {
    // Nothing else there: then even a ramp is what is meant.
    if table.names.count == 1, table.columns[0].isNumeric { return (0, []) }
    var leftOut: [String] = []
    var hasNumbers = false
    for (index, column) in table.columns.enumerated() {
      guard column.isNumeric else { continue }
      hasNumbers = true
      let name = table.dialect.hasHeader ? table.names[index] : ""
      guard let reason = reasonToLeaveOut(name, column.values) else { return (index, leftOut) }
      leftOut.append("\(escaped(table.names[index])) (\(reason))")
    }
    if !hasNumbers { throw .noNumbers(file: table.file) }
    throw .nothingToPredict(file: table.file, leftOut: leftOut)
  }

  static func reasonToLeaveOut(_ name: String, _ values: [Double]) -> String? {
    if dateNames.contains(name.lowercased()) { return "part of a date" }
    let present = values.filter { !$0.isNaN }
    if present.count < 3 { return nil }
    if risesEvenly(present) { return "rises evenly" }
    return isDatePart(present) ? "part of a date" : nil
  }

  private static let dateNames: Set<String> = [
    "year", "yr", "yyyy", "quarter", "month", "mon", "mo", "mm", "week", "weekday", "dayofweek",
    "day", "dayofyear", "dd", "hour", "hr", "hh", "minute", "min", "second", "sec", "date", "time",
    "datetime", "timestamp", "epoch",
  ]

  /// Every step upwards, and the largest at most a quarter more than the smallest: counters, dates
  /// as numbers, years with a fraction.
  private static func risesEvenly(_ values: [Double]) -> Bool {
    var least = Double.infinity
    var most = 0.0
    for (before, after) in zip(values, values.dropFirst()) {
      let step = after - before
      guard step > 0 else { return false }
      least = min(least, step)
      most = max(most, step)
    }
    return most <= 1.25 * least
  }

  /// Whole numbers that stand still or go up by one: years; or that also fall back from the end of a
  /// month, day, hour or minute count to its start.
  private static func isDatePart(_ values: [Double]) -> Bool {
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    let isYear = low >= 1000 && high < 3000
    let isCycle = (low == 0 && (high == 23 || high == 59)) || (low == 1 && [12, 31].contains(high))
    guard isYear || isCycle, high > low else { return false }
    return zip(values, values.dropFirst()).allSatisfy { before, after in
      let step = after - before
      if before != before.rounded() || after != after.rounded() { return false }
      if step == 0 || step == 1 { return true }
      // The last day of a month is 28 to 31, that of every other count its highest value.
      return isCycle && after == low && (before == high || (high == 31 && before >= 28))
    }
  }
}
