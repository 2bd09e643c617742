import Telemetry

/// Where the rows of a table have their times.
struct TableClock {
  private enum Source {
    case column(Int, ClockFormat)
    /// The date and the time of day in columns apart.
    case pair(date: Int, ClockFormat, time: Int, ClockFormat)
    /// The date, and a column with the hour.
    case hours(date: Int, ClockFormat, hour: Int)
    /// Year, month, day and so on, a number each.
    case parts([(part: Part, column: Int)])
    /// Numbers that only give the order.
    case numbers(Int)
  }

  private enum Part: CaseIterable {
    case year, quarter, month, day, dayOfYear, hour, minute, second

    var names: Set<String> {
      switch self {
      case .year: TimeNames.years
      case .quarter: TimeNames.quarters
      case .month: TimeNames.months
      case .day: TimeNames.days
      case .dayOfYear: TimeNames.daysOfYear
      case .hour: TimeNames.hours
      case .minute: TimeNames.minutes
      case .second: TimeNames.seconds
      }
    }

    var range: ClosedRange<Int> {
      switch self {
      case .year: 1000...9999
      case .quarter: 1...4
      case .month: 1...12
      case .day: 1...31
      case .dayOfYear: 1...366
      case .hour: 0...24
      case .minute: 0...59
      case .second: 0...60
      }
    }
  }

  private let source: Source
  /// Of the columns, for messages.
  let name: String
  /// The evidence for day first or month first.
  let reason: ClockReason?

  /// The columns that hold it.
  var columns: [Int] {
    switch source {
    case .column(let column, _), .numbers(let column): [column]
    case .pair(let date, _, let time, _): [date, time]
    case .hours(let date, _, let hour): [date, hour]
    case .parts(let parts): parts.map(\.column)
    }
  }

  /// False if only the order of the rows follows from it.
  var hasDates: Bool {
    if case .numbers = source { return false }
    return true
  }

  /// True if a time tells no more than its year or month, which several rows may share.
  var isCoarse: Bool {
    switch source {
    case .column(_, let format):
      switch format.unit {
      case .year, .yearMonth, .yearWeek: true
      case .decimalYear(let year): year.grain == .months
      default: false
      }
    case .parts(let parts): !parts.contains { $0.part == .day || $0.part == .dayOfYear }
    case .pair, .hours, .numbers: false
    }
  }

  /// Whether the day comes first in dates that could be read with the month first; nil: that is no
  /// question.
  var isDayFirst: Bool? {
    switch source {
    case .column(_, let format), .pair(_, let format, _, _), .hours(_, let format, _):
      switch format.order {
      case .dayFirst: true
      case .monthFirst: false
      default: nil
      }
    case .parts, .numbers: nil
    }
  }

  /// - Throws: for a cell that is not a time.
  func time(_ reader: TableReader) throws(DatasetError) -> ClockTime {
    switch source {
    case .column(let column, let format):
      return try Self.time(reader, column, format)
    case .pair(let date, let dates, let time, let times):
      return try Self.time(reader, date, dates).at(try Self.time(reader, time, times))
    case .hours(let date, let dates, let hour):
      let value = try reader.number(hour)
      guard value == value.rounded(), Part.hour.range.contains(Int(value)) else {
        throw Self.fault(reader, hour, nil)
      }
      let day = try Self.time(reader, date, dates)
      return ClockTime(seconds: day.seconds + value * 3600, offset: day.offset)
    case .numbers(let column):
      let value = try reader.number(column)
      guard value.isFinite else { throw Self.fault(reader, column, nil) }
      return ClockTime(seconds: value)
    case .parts(let parts):
      var values: [Part: Int] = [:]
      for (part, column) in parts {
        let value = try reader.number(column)
        guard value == value.rounded(), value.magnitude < 1e6, part.range.contains(Int(value))
        else {
          throw Self.fault(reader, column, nil)
        }
        values[part] = Int(value)
      }
      let month = values[.month] ?? values[.quarter].map { $0 * 3 - 2 } ?? 1
      var date = CivilDate(year: values[.year] ?? 1970, month: month, day: values[.day] ?? 1)
      // The 31st of June is not a day.
      guard CivilDate(days: date.days) == date else {
        throw Self.fault(reader, parts[parts.count - 1].column, nil)
      }
      if let day = values[.dayOfYear] { date = CivilDate(days: date.days + day - 1) }
      let (hour, minute) = (values[.hour] ?? 0, values[.minute] ?? 0)
      let seconds = hour * 3600 + minute * 60 + (values[.second] ?? 0)
      return ClockTime(seconds: Double(date.days) * 86_400 + Double(seconds))
    }
  }

  private static func time(
    _ reader: TableReader, _ column: Int, _ format: ClockFormat
  ) throws(DatasetError) -> ClockTime {
    if let time = format.time(of: reader.bytes(column)) { return time }
    throw fault(reader, column, format)
  }

  private static func fault(
    _ reader: TableReader, _ column: Int, _ format: ClockFormat?
  ) -> DatasetError {
    .notATime(
      file: reader.file, line: reader.line, column: reader.table.names[column],
      text: reader.text(column), pattern: format?.pattern)
  }

  /// The time of a row as the file writes it.
  func text(_ reader: TableReader) -> String {
    switch source {
    case .column(let column, _), .numbers(let column): reader.text(column)
    case .parts: (try? time(reader)).map(text) ?? ""
    case .pair, .hours: columns.map(reader.text).joined(separator: " ")
    }
  }

  /// A further time as the file would write it.
  func text(_ time: ClockTime) -> String {
    switch source {
    case .column(_, let format): return format.text(time)
    case .pair(_, let dates, _, let times):
      return dates.text(time) + " " + times.text(ClockTime(seconds: time.wall.timeOfDay))
    case .hours(_, let dates, _): return "\(dates.text(time)) \(time.hour)"
    case .numbers: return Numbers.inFull(time.seconds)
    case .parts(let parts):
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      var text = "\(time.year)-\(two(time.month))"
      let known = Set(parts.map(\.part))
      if known.contains(.day) || known.contains(.dayOfYear) { text += "-\(two(time.day))" }
      if known.contains(.hour) { text += " \(two(time.hour)):\(two(time.minute))" }
      return text
    }
  }
}

extension Double {
  /// Of seconds since 1970: those since midnight.
  fileprivate var timeOfDay: Double { ClockTime.timeOfDay(of: self) }
}

extension TableClock {
  /// The word for `data.time` that leaves the clock unread.
  static let off = "off"

  /// - Parameters:
  ///   - asked: a column's name or number, "off", or nil: recognised.
  ///   - isDayFirst: how the dates of a model's own data were read.
  /// - Returns: nil if the table has no clock.
  /// - Throws: if it cannot be told whether the day or the month comes first.
  init?(of table: Table, asked: String?, isDayFirst: Bool? = nil) throws(DatasetError) {
    if let asked {
      if asked == Self.off, (try? table.column(asked)) == nil { return nil }
      let column = try table.column(asked)
      try self.init(of: table, column, isDayFirst, isAsked: true)
      return
    }
    if let parts = Self.parts(of: table) {
      let names = parts.map { table.names[$0.column] }.joined(separator: ", ")
      self.init(source: .parts(parts), name: names, reason: nil)
      return
    }
    let clocks = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.isClock
        && Self.hasDate(column)
    }
    // A column of years is a clock only where no other is, and one whose times go back and forth, as
    // dates of birth do, only if no other column continues.
    let finer = clocks.filter { table.columns[$0].finding?.format?.isOfYears != true }
    let best =
      finer.first { table.columns[$0].finding?.isInOrder == true } ?? finer.first ?? clocks.first
    guard let best else { return nil }
    try self.init(of: table, best, isDayFirst, isAsked: false)
  }

  private static func hasDate(_ column: ColumnSummary) -> Bool {
    switch column.finding?.reading {
    case .decided(let format, _): format.hasDate
    case .undecided, .conflict: true
    case .notTimes, nil: false
    }
  }

  private init(
    of table: Table, _ column: Int, _ isDayFirst: Bool?, isAsked: Bool
  ) throws(DatasetError) {
    func fault(_ first: ClockPlace, _ second: ClockPlace?) -> DatasetError {
      .dayOrMonth(
        file: table.file, column: table.names[column], row: first.row + 1, text: first.text,
        other: second.map { "\($0.text) in row \($0.row + 1)" })
    }
    let format: ClockFormat
    var reason: ClockReason?
    switch table.columns[column].finding?.reading {
    case .decided(let found, let why):
      (format, reason) = (found, why)
    case .undecided(let first, let dayFirst, let monthFirst):
      guard let isDayFirst else { throw fault(first, nil) }
      format = isDayFirst ? dayFirst : monthFirst
    case .conflict(let one, let other): throw fault(one, other)
    case .notTimes, nil:
      // Any numbers give an order.
      guard table.columns[column].isNumeric else {
        throw .notATime(
          file: table.file, line: table.columns[column].firstFault?.line ?? 1,
          column: table.names[column], text: table.columns[column].firstFault?.text ?? "",
          pattern: nil)
      }
      self.init(source: .numbers(column), name: table.names[column], reason: nil)
      return
    }
    if !format.hasTimeOfDay, format.hasDate,
      let (time, times) = Self.timeOfDay(beside: column, table)
    {
      self.init(
        source: .pair(date: column, format, time: time, times),
        name: "\(table.names[column]), \(table.names[time])", reason: reason)
    } else if !format.hasTimeOfDay, format.hasDate, let hour = Self.hour(table) {
      self.init(
        source: .hours(date: column, format, hour: hour),
        name: "\(table.names[column]), \(table.names[hour])", reason: reason)
    } else {
      self.init(source: .column(column, format), name: table.names[column], reason: reason)
    }
  }

  /// A column of times of day: the one after the dates, else any.
  private static func timeOfDay(beside date: Int, _ table: Table) -> (Int, ClockFormat)? {
    let order = [date + 1, date - 1] + table.columns.indices
    for index in order where table.columns.indices.contains(index) && index != date {
      if table.columns[index].isClock, let format = table.columns[index].finding?.format,
        !format.hasDate
      {
        return (index, format)
      }
    }
    return nil
  }

  /// A column of numbers with the name of a part of a date.
  private static func column(of part: Part, _ table: Table) -> Int? {
    guard table.dialect.hasHeader else { return nil }
    return table.columns.indices.first { index in
      let summary = table.columns[index]
      return part.names.contains(TimeNames.plain(table.names[index])) && summary.isNumeric
        && summary.missing == 0 && summary.firstFault == nil
        && summary.minimum >= Double(part.range.lowerBound)
        && summary.maximum <= Double(part.range.upperBound)
    }
  }

  private static func hour(_ table: Table) -> Int? { column(of: .hour, table) }

  /// Columns of numbers with the names of parts of a date, from the year on.
  private static func parts(of table: Table) -> [(part: Part, column: Int)]? {
    var found: [(part: Part, column: Int)] = []
    for part in Part.allCases {
      let column = Self.column(of: part, table)
      if let column { found.append((part, column)) }
    }
    let kinds = Set(found.map(\.part))
    guard kinds.contains(.year),
      !kinds.isDisjoint(with: [.month, .quarter, .dayOfYear])
    else { return nil }
    // Of two ways to write the day, the one with the month.
    if kinds.contains(.month) {
      found.removeAll { $0.part == .dayOfYear }
    } else if kinds.contains(.dayOfYear) {
      return found.filter { $0.part != .quarter && $0.part != .day }
    }
    // A day without a month, or an hour without a day, is a part of something else.
    if !kinds.contains(.month) { found.removeAll { $0.part != .year && $0.part != .quarter } }
    if kinds.contains(.month) { found.removeAll { $0.part == .quarter } }
    if !kinds.contains(.day) { found.removeAll { [.hour, .minute, .second].contains($0.part) } }
    return found
  }
}
