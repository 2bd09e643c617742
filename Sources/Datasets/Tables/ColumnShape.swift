/// How the numbers of a column go on from row to row; tells apart counters, dates in parts, and
/// what may be measured.
struct ColumnShape {
  private var count = 0
  private var last = 0.0
  private var rises = true
  private var falls = true
  private var leastStep = Double.infinity
  private var mostStep = 0.0
  private var low = Double.infinity
  private var high = -Double.infinity
  private var isWhole = true
  /// Steps that are neither 0 nor 1: where they lead, and the least value they start from.
  private var returnsTo: Double?
  private var returnsFrom = Double.infinity
  private var isIrregular = false
  /// Rows where the value is another one than before.
  private var changes = 0
  private var rowsOfRun = 1
  private var shortestRun = Int.max
  private static let leastRun = 8
  /// The last two changes go up, and by how much; for counters that start again.
  private var ups = 0
  private var restarts = 0
  private var unevenUps = 0

  /// Nothing that follows changes what these numbers are.
  private var isSettled = false

  mutating func add(_ value: Double) {
    if isSettled {
      count += 1
      return
    }
    defer {
      last = value
      count += 1
      low = min(low, value)
      high = max(high, value)
      isSettled = !isWhole && !rises && !falls && shortestRun < Self.leastRun
    }
    if isWhole, value != value.rounded() { isWhole = false }
    guard count > 0 else { return }
    let step = value - last
    leastStep = min(leastStep, step.magnitude)
    mostStep = max(mostStep, step.magnitude)
    if step > 0 {
      falls = false
      ups += 1
      if step != 1 { unevenUps += 1 }
    } else {
      rises = false
      if step < 0 { restarts += 1 } else { falls = false }
    }
    if step == 0 {
      rowsOfRun += 1
    } else {
      changes += 1
      shortestRun = min(shortestRun, rowsOfRun)
      rowsOfRun = 1
    }
    guard step != 0, step != 1 else { return }
    if let returnsTo, returnsTo != value { isIrregular = true }
    returnsTo = value
    returnsFrom = min(returnsFrom, last)
  }

  var areWhole: Bool { isWhole }

  /// Whole numbers that only rise, a few at a step: an index from which rows were taken out.
  private var isIndexWithGaps: Bool {
    count >= 3 && isWhole && rises && high - low <= 8 * Double(count)
  }

  /// Values that stay for many rows and then change, each as it were the name of a block.
  private var isBlocks: Bool {
    count >= 2 * Self.leastRun && changes > 0 && shortestRun >= Self.leastRun
      && (changes + 1) * Self.leastRun <= count
  }

  /// Counts 1, 2, 3 ... that start again: a step within a sequence.
  private var isRestartingCounter: Bool {
    count >= 8 && isWhole && restarts > 0 && unevenUps == 0 && ups + restarts == count - 1
      && low >= 0 && high - low >= 3 && !isIrregular
  }

  /// Why these numbers are hardly worth predicting; nil if they may be.
  var reasonToLeaveOut: String? {
    if count < 3 { return nil }
    if isEven, rises { return "rises evenly" }
    if isEven, falls { return "falls evenly, so the newest row may come first" }
    return isDatePart ? "part of a date" : nil
  }

  /// Why these numbers are less likely to be meant than others; nil if they are as likely.
  var reasonToDoubt: String? {
    if isIndexWithGaps { return "rises like an index" }
    if isRestartingCounter { return "counts rows and restarts" }
    return isBlocks ? "constant over blocks of rows, like an id" : nil
  }

  /// The largest step is at most a quarter more than the smallest: counters, dates as numbers,
  /// years with a fraction.
  private var isEven: Bool { mostStep <= 1.25 * leastStep }

  /// Whole numbers that stay the same or go up by one: years; or that also fall back from the end
  /// of a month, day, hour or minute count to its start.
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
