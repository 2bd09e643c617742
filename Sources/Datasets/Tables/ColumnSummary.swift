/// Summary of a table's column, gathered row by row without keeping its values.
struct ColumnSummary {
  private(set) var numbers = 0
  private var emptyCells = 0
  /// Words for missing that are so in a column of numbers only.
  private var absent = 0
  /// Declared as missing, by the table's options.
  private var declared = 0
  /// Cells that are neither number nor missing; of a column of numbers.
  private(set) var others = 0
  /// Nil once it is clear that the column is not a clock.
  private var clock: ClockColumn?
  /// The kinds of cells there are, until there are more than `mostKinds`.
  private(set) var kinds: Set<String>? = []
  /// Of their bytes, so that most cells need no text.
  private var kindHashes = HashCount()
  private(set) var longestText = 0
  private var textBytes = 0
  private(set) var decorations: NumberText.Decoration = []
  private(set) var firstDecorated: String?

  /// Numbers with the point as the decimal mark; and with the comma, from the first cell on where that
  /// makes a difference.
  private var withPoint = NumberStats()
  private var withComma: NumberStats?
  private var reading = DecimalEvidence()
  private var firstOther: Fault?
  private var firstOverflow: Fault?
  private var firstMarks: Fault?
  /// The first numbers with a percent sign and without; 0 is the same in both.
  private var firstPercent: DecimalEvidence.Witness?
  /// The first different numbers without a percent sign: more than there are markers.
  private var plain: [(value: Double, line: Int, text: String)] = []
  private static let mostPlain = 8

  /// Decided when every row is read.
  private(set) var decimal = DecimalMark.point
  /// Why the decimal mark is uncertain, for the report.
  private(set) var assumption: String?
  private(set) var markFault: Fault?
  private(set) var markers: [MissingMarker] = []
  /// How its cells are times; nil if they are none.
  private(set) var finding: ClockFinding?

  /// - Parameters:
  ///   - isNamedTime: its name is one of a time.
  ///   - isBesideDate: the column before it holds dates.
  init(isNamedTime: Bool = false, isBesideDate: Bool = false) {
    clock = ClockColumn(isNamedTime: isNamedTime, isBesideDate: isBesideDate)
  }

  /// Whether its cells so far are times.
  var hasTimes: Bool { clock?.finding.format != nil }

  /// Whether a cell is written as the times of this column so far.
  func hasTime(like cell: UnsafeBufferPointer<UInt8>) -> Bool {
    clock?.finding.format?.time(of: cell) != nil
  }

  typealias Fault = (line: Int, text: String, fault: DatasetError.CellFault)

  /// A column of more kinds of words is not a category.
  static let mostKinds = 1000

  /// True if most of the cells that are there are numbers.
  var isNumeric: Bool { numbers > 0 && numbers >= others }
  /// True if nearly all cells are times, written as such or as numbers that go as a clock does.
  var isClock: Bool {
    guard let found = finding else { return false }
    return found.reading != .notTimes && found.times >= 2 && found.others * 10 <= found.times
  }
  var isConstant: Bool {
    isNumeric ? minimum == maximum && firstFault == nil : kinds?.count == 1
  }
  var meanTextLength: Double { others > 0 ? Double(textBytes) / Double(others) : 0 }
  var missing: Int {
    emptyCells + declared + (isNumeric ? absent + taken : 0)
  }
  var present: Int {
    numbers + others + (isNumeric ? -taken : absent)
  }

  private var takenMarkers: [MissingMarker] { markers.filter(\.isTaken) }
  /// Numbers that mean "missing".
  private var taken: Int { takenMarkers.reduce(0) { $0 + $1.count } }
  private var stats: NumberStats { decimal == .comma ? withComma ?? withPoint : withPoint }
  private var known: NumberStats { takenMarkers.reduce(stats) { $0.without($1) } }
  /// Of the numbers, without those that mean "missing".
  var minimum: Double { known.low.value }
  var maximum: Double { known.high.value }
  var mean: Double? { known.mean }
  var shape: ColumnShape { stats.shape }
  /// Whole numbers as counts of a calendar or years are, or no numbers.
  var isLikeDatePart: Bool {
    !isNumeric || minimum >= 1000 || (shape.areWhole && minimum >= 0)
  }
  /// The decimal mark that its cells prove.
  var provenDecimal: DecimalMark? {
    reading.point != nil
      ? (reading.comma == nil ? .point : nil)
      : reading.comma != nil ? .comma : nil
  }

  /// The first cell that is neither number nor missing.
  var firstFault: Fault? {
    [firstOther, firstOverflow, firstMarks, markFault, percentFault].compactMap { $0 }
      .min { $0.line < $1.line }
  }

  private var percentFault: Fault? {
    // A number that stands for missing values needs no sign.
    let markers = takenMarkers.map(\.value)
    guard let firstPercent, let number = plain.first(where: { !markers.contains($0.value) })
    else { return nil }
    let firstPlain: DecimalEvidence.Witness = (number.line, number.text)
    let isLater = firstPercent.line > firstPlain.line
    let (cell, other) = isLater ? (firstPercent, firstPlain) : (firstPlain, firstPercent)
    return (cell.line, cell.text, .mixedPercent(beside: other.text, line: other.line))
  }

  mutating func add(
    _ cell: DelimitedRecords.Cell, of records: borrowing DelimitedRecords, _ options: TableOptions
  ) {
    let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
    if clock != nil {
      clock?.add(bytes)
      if clock?.isHopeless == true { clock = nil }
    }
    if options.isMissing(bytes) {
      declared += 1
      return
    }
    let isWord: Bool
    switch NumberText(bytes) {
    case .number(let number):
      if options.isMissing(number.value) {
        declared += 1
        return
      }
      numbers += 1
      isWord = false
      if !options.allows(number) {
        if firstMarks == nil {
          firstMarks = (records.rowLine, records.text(cell), .otherThousands)
        }
      } else {
        add(number, cell, records)
      }
    case .missing:
      emptyCells += 1
      return
    case .absent:
      absent += 1
      isWord = true
    case .overflow:
      if firstOverflow == nil { firstOverflow = (records.rowLine, records.text(cell), .overflow) }
      numbers += 1
      isWord = false
    case .other:
      if firstOther == nil { firstOther = (records.rowLine, records.text(cell), .notANumber) }
      others += 1
      isWord = true
    }
    if isWord {
      textBytes += cell.range.count
      longestText = max(longestText, cell.range.count)
    }
    guard numbers == 0 || kinds != nil else { return }
    addKind(cell, of: records)
  }

  private mutating func add(
    _ number: NumberText.Number, _ cell: DelimitedRecords.Cell,
    _ records: borrowing DelimitedRecords
  ) {
    // Once a mark is proven the cells tell no more, but for one that proves the other.
    if reading.point == nil || number.marks != .point {
      let isNew = reading.needsWitness(number)
      reading.add(number, isNew ? (records.rowLine, records.text(cell)) : nil)
    }
    if number.decoration.contains(.percent) {
      if firstPercent == nil { firstPercent = (records.rowLine, records.text(cell)) }
    } else if plain.count < Self.mostPlain, number.value != 0,
      !plain.contains(where: { $0.value == number.value })
    {
      plain.append((number.value, records.rowLine, records.text(cell)))
    }
    if !number.decoration.isSubset(of: decorations) {
      if decorations.isEmpty { firstDecorated = records.text(cell) }
      decorations.formUnion(number.decoration)
    }
    if number.marks.isAmbiguous, withComma == nil, reading.point == nil { withComma = withPoint }
    if let value = number.value(.point) { withPoint.add(value) }
    if number.marks == .comma, withComma == nil { withComma = withPoint }
    if reading.point != nil, reading.comma == nil {
      withComma = nil
    } else if let value = number.value(.comma) {
      withComma?.add(value)
    }
  }

  /// Only cells that could be categories are kept: short ones, and not too many of them.
  private mutating func addKind(
    _ cell: DelimitedRecords.Cell, of records: borrowing DelimitedRecords
  ) {
    guard kinds != nil else { return }
    if cell.range.count > 100 {
      kinds = nil
      kindHashes = HashCount()
      return
    }
    let bytes = UnsafeBufferPointer(rebasing: records.bytes[cell.range])
    // Doubled quotes are single in a cell that is quoted.
    guard kindHashes.insert(bytes.contentHash &+ (cell.isQuoted ? 1 : 0)) else { return }
    kinds?.insert(records.text(cell))
    guard let count = kinds?.count, count > Self.mostKinds else { return }
    kinds = nil
    kindHashes = HashCount()
  }

  /// Decides how the numbers are read, when every row has been added.
  ///
  /// - Parameters:
  ///   - leaning: the decimal mark that other columns prove.
  ///   - given: how a model's own data were read.
  mutating func settle(
    _ options: TableOptions, leaning: DecimalMark?, delimiter: Delimiter, given: ColumnReading?
  ) {
    finding = clock?.finding
    clock = nil
    if let declared = options.decimalMark {
      decimal = declared
      let wrong = declared == .point ? reading.comma : reading.point
      if let wrong { markFault = (wrong.first.line, wrong.first.text, .otherDecimal(declared)) }
    } else {
      let outcome =
        options.thousands == nil
        ? reading.outcome(leaning: given?.decimal ?? leaning, delimiter: delimiter)
        // A single mark is none between thousands then.
        : reading.outcomeOfDecimals
      switch outcome {
      case .decided(let mark): decimal = mark
      case .assumed(let mark, let because): (decimal, assumption) = (mark, because)
      case .mixed(let cell): markFault = (cell.line, cell.text, .mixedMarks)
      case .ambiguous(let cell, let beside):
        markFault = (cell.line, cell.text, .ambiguousMark(beside: beside?.text))
      }
    }
    if let given {
      markers = given.numbers.map { value in
        MissingMarker(value: value, count: stats.count(of: value), reason: "", isTaken: true)
      }
    } else if options.missingValues == nil {
      markers = MissingMarker.all(in: stats)
    }
  }

  /// How the column's cells are read, once it is settled.
  func settled(_ options: TableOptions) -> ColumnReading {
    ColumnReading(
      decimal: decimal, missing: options.missingValues ?? takenMarkers.map { "\($0.value)" })
  }
}
