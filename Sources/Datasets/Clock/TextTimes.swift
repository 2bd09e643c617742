/// Decides how a column's written times are to be read. All must be of one kind: the first cell's
/// order, precision and mark.
package struct TextTimes {
  private(set) var count = 0
  private(set) var first: ClockPlace?
  /// The cell that `parts` come from.
  private var model = ClockCell()
  private var parts: [ClockPart] = []
  private var traits: ClockTraits = []
  private var digits = (least: UInt8.max, most: UInt8(0))
  private var dotsAreTimes = false
  private var dayFirst = Reading()
  private var monthFirst = Reading()
  /// For dates that can be read in one way only.
  private var steps = StepTally()
  /// Two digits of years that have no more.
  private var shortYears = Set<Int>()

  /// The facts of one of the two orders.
  private struct Reading {
    /// The first cell that can only be read in this order.
    package var proof: ClockPlace?
    package var steps = StepTally()

    var isInOrder: Bool { proof != nil || steps.isInBlocks }
  }

  /// Whether the trimmed cell is a time of the column's kind.
  package mutating func add(_ text: UnsafeBufferPointer<UInt8>, row: Int) -> Bool {
    guard let cell = ClockCell(text, dotsAreTimes: dotsAreTimes) else { return false }
    if count == 0 {
      first = ClockPlace(row: row, text)
      dotsAreTimes = cell.order == .timeAlone
      record(cell, text)
    } else {
      guard cell.order == model.order, cell.precision == model.precision, cell.mark == model.mark
      else { return false }
      let new = cell.traits.subtracting(traits)
      // A fuller cell shows how the parts that others leave out are written.
      if !new.isDisjoint(with: .optionalParts), isFuller(cell) { record(cell, text) }
    }
    count += 1
    traits.formUnion(cell.traits)
    if cell.traits.contains(.fraction) {
      digits = (min(digits.least, cell.fractionDigits), max(digits.most, cell.fractionDigits))
    }
    if cell.order == .dayOrMonthFirst {
      weigh(cell, text, row)
    } else if let time = cell.time(dayFirst: true) {
      steps.add(time.seconds)
    }
    if parts.contains(.shortYear), let time = cell.time(dayFirst: cell.canBeDayFirst) {
      shortYears.insert(time.year % 100)
    }
    return true
  }

  /// Whether the times rise or fall, but for starts of further blocks.
  package var isInOrder: Bool {
    model.order == .dayOrMonthFirst
      ? dayFirst.isInOrder || monthFirst.isInOrder : steps.isInBlocks
  }

  /// The century that keeps the years of two digits closest together: 65 to 72 are 1965 to 1972.
  private var century: Int {
    func span(_ century: Int) -> Int {
      let years = shortYears.map { $0 >= century ? $0 : $0 + 100 }
      return (years.max() ?? 0) - (years.min() ?? 0)
    }
    let usual = ClockFormat.usualCentury
    // Only years on both sides leave a choice.
    guard let least = shortYears.min(), let most = shortYears.max(), least < usual, most >= usual
    else { return usual }
    let starts = [usual] + shortYears.sorted().filter { $0 != usual } + [100]
    return starts.min { span($0) < span($1) } ?? usual
  }

  package var reading: ClockReading {
    guard let first else { return .notTimes }
    guard model.order == .dayOrMonthFirst else { return .decided(format(model.order), .written) }
    let (day, month) = (format(.dayFirst), format(.monthFirst))
    switch (dayFirst.proof, monthFirst.proof) {
    case (let dayProof?, let monthProof?):
      return .conflict(dayFirst: dayProof, monthFirst: monthProof)
    case (let proof?, nil): return .decided(day, .cell(proof))
    case (nil, let proof?): return .decided(month, .cell(proof))
    case (nil, nil): break
    }
    if model.mark == 0x2E { return .decided(day, .dots) }
    if Self.isClearer(dayFirst.steps, than: monthFirst.steps) { return .decided(day, .steps) }
    if Self.isClearer(monthFirst.steps, than: dayFirst.steps) { return .decided(month, .steps) }
    return .undecided(first: first, dayFirst: day, monthFirst: month)
  }

  /// Whether the steps speak for one reading: they are even but for one in twenty, and the other
  /// reading's are not, by far; or six changes or more are all in order where the other reading
  /// goes back at least twice.
  private static func isClearer(_ one: StepTally, than other: StepTally) -> Bool {
    guard one.changes >= 3 else { return false }
    let isEven = one.irregular * 20 <= one.changes && one.isInBlocks
    if isEven, other.irregular >= 1, other.irregular > 4 * one.irregular { return true }
    return one.changes >= 6 && one.against == 0 && other.against >= 2
  }

  private func isFuller(_ cell: ClockCell) -> Bool {
    let had = model.traits.intersection(.optionalParts)
    let has = cell.traits.intersection(.optionalParts)
    return has.rawValue.nonzeroBitCount > had.rawValue.nonzeroBitCount
  }

  private mutating func record(_ cell: ClockCell, _ text: UnsafeBufferPointer<UInt8>) {
    var parser = ClockParser(text, dotsAreTimes: dotsAreTimes, recording: true)
    _ = parser.parse()
    parts = parser.parts
    model = cell
  }

  /// Once a cell has proved an order, steps are of no further use.
  private mutating func weigh(_ cell: ClockCell, _ text: UnsafeBufferPointer<UInt8>, _ row: Int) {
    if !cell.canBeMonthFirst, dayFirst.proof == nil {
      dayFirst.proof = ClockPlace(row: row, text)
    }
    if !cell.canBeDayFirst, monthFirst.proof == nil {
      monthFirst.proof = ClockPlace(row: row, text)
    }
    guard dayFirst.proof == nil, monthFirst.proof == nil else { return }
    if let time = cell.time(dayFirst: true) { dayFirst.steps.add(time.seconds) }
    if let time = cell.time(dayFirst: false) { monthFirst.steps.add(time.seconds) }
  }

  private func format(_ order: ClockOrder) -> ClockFormat {
    let parts = parts.map { part in
      switch part {
      case .firstNumber: order == .dayFirst ? ClockPart.day : .month
      case .secondNumber: order == .dayFirst ? ClockPart.month : .day
      default: part
      }
    }
    return ClockFormat(
      unit: .text, order: order, precision: model.precision, mark: model.mark,
      cellOrder: model.order, dotsAreTimes: dotsAreTimes, parts: parts, traits: traits,
      fractionDigits: Int(digits.most),
      fractionVaries: digits.most > 0 && digits.least != digits.most, century: century)
  }
}
