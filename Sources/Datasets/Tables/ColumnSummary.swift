/// What a column of a table holds, gathered row by row without keeping its values.
struct ColumnSummary {
  private(set) var numbers = 0
  private(set) var missing = 0
  /// Cells that are neither number nor missing.
  private(set) var others = 0
  /// Of the numbers.
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  private var sum = 0.0
  /// Cells in words, and how many hold a date.
  private(set) var dates = 0
  /// The kinds of cells there are, until there are more than `mostKinds`.
  private(set) var kinds: Set<String>? = []
  private(set) var longestText = 0
  private var textBytes = 0
  /// The first cell that is neither number nor missing.
  private(set) var firstFault: (line: Int, text: String, fault: DatasetError.CellFault)?
  private var comma: Bool?
  private(set) var shape = ColumnShape()

  /// A column of more kinds of words is no category.
  static let mostKinds = 1000

  /// True where most of the cells that are there are numbers.
  var isNumeric: Bool { numbers > 0 && numbers >= others }
  var isDate: Bool { !isNumeric && others > 0 && dates == others }
  var isConstant: Bool { isNumeric ? minimum == maximum : kinds?.count == 1 }
  var mean: Double? { numbers > 0 ? sum / Double(numbers) : nil }
  var meanTextLength: Double { others > 0 ? Double(textBytes) / Double(others) : 0 }
  var present: Int { numbers + others }

  mutating func add(
    _ cell: DelimitedRecords.Cell, of records: borrowing DelimitedRecords, commaAllowed: Bool
  ) {
    let number = NumberText(records.bytes[cell.range], commaAllowed: commaAllowed)
    var fault: DatasetError.CellFault?
    switch number {
    case .number(let value, let mark):
      if let mark {
        if let comma, comma != mark { fault = .mixedMarks }
        comma = comma ?? mark
      }
      numbers += 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += value
      shape.add(value)
    case .missing:
      missing += 1
      return
    case .overflow:
      fault = .overflow
      numbers += 1
    case .other:
      fault = .notANumber
      others += 1
      textBytes += cell.range.count
      longestText = max(longestText, cell.range.count)
      if dates == others - 1, TimeText(records.bytes[cell.range]) != nil { dates += 1 }
    }
    if let fault, firstFault == nil { firstFault = (records.rowLine, records.text(cell), fault) }
    guard numbers == 0 || kinds != nil else { return }
    addKind(cell, of: records)
  }

  /// Only cells that could be categories are kept: short ones, and not too many of them.
  private mutating func addKind(
    _ cell: DelimitedRecords.Cell, of records: borrowing DelimitedRecords
  ) {
    guard kinds != nil else { return }
    if cell.range.count > 100 {
      kinds = nil
      return
    }
    kinds?.insert(records.text(cell))
    if let count = kinds?.count, count > Self.mostKinds { kinds = nil }
  }
}

/// How the numbers of a column go on from row to row: told apart are counters, dates in parts, and
/// what may be measured.
struct ColumnShape {
  private var count = 0
  private var first = 0.0
  private var last = 0.0
  private var rises = true
  private var leastStep = Double.infinity
  private var mostStep = 0.0
  private var low = Double.infinity
  private var high = -Double.infinity
  private var isWhole = true
  /// Steps that are neither 0 nor 1: where they lead, and the least value they start from.
  private var returnsTo: Double?
  private var returnsFrom = Double.infinity
  private var isIrregular = false

  mutating func add(_ value: Double) {
    defer {
      last = value
      count += 1
      low = min(low, value)
      high = max(high, value)
    }
    if value != value.rounded() { isWhole = false }
    guard count > 0 else {
      first = value
      return
    }
    let step = value - last
    if step > 0 {
      leastStep = min(leastStep, step)
      mostStep = max(mostStep, step)
    } else {
      rises = false
    }
    guard step != 0, step != 1 else { return }
    if let returnsTo, returnsTo != value { isIrregular = true }
    returnsTo = value
    returnsFrom = min(returnsFrom, last)
  }

  /// Why these numbers are hardly worth predicting; nil where they may be.
  var reasonToLeaveOut: String? {
    if count < 3 { return nil }
    if risesEvenly { return "rises evenly" }
    return isDatePart ? "part of a date" : nil
  }

  /// Every step upwards, and the largest at most a quarter more than the smallest: counters, dates
  /// as numbers, years with a fraction.
  private var risesEvenly: Bool { rises && mostStep <= 1.25 * leastStep }

  /// Whole numbers that stand still or go up by one: years; or that also fall back from the end of a
  /// month, day, hour or minute count to its start.
  private var isDatePart: Bool {
    let isYear = low >= 1000 && high < 3000
    let isCycle = (low == 0 && (high == 23 || high == 59)) || (low == 1 && [12, 31].contains(high))
    guard isWhole, isYear || isCycle, high > low else { return false }
    guard let returnsTo else { return true }
    // The last day of a month is 28 to 31, that of every other count its highest value.
    return isCycle && !isIrregular && returnsTo == low
      && (returnsFrom == high || (high == 31 && returnsFrom >= 28))
  }
}
