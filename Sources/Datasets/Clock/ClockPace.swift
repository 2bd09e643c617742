/// The way in which a clock goes from row to row.
package enum ClockPace: Equatable, Sendable {
  /// Fewer than two different times.
  case unknown
  /// No step makes up half of the steps; the median step in seconds.
  case irregular(Double)
  /// Always the same number of seconds.
  case seconds(Double)
  /// From each open day to the next.
  case businessDays(OpenDays)
  /// Whole months, and the day within the month.
  case months(Int, MonthDay)
  /// The same number of seconds with breaks that come again: nights, weekends, lunch.
  case sessions(Sessions)

  /// The step in words: "10 minutes", "1 business day", "1 quarter", "irregular".
  package var name: String {
    switch self {
    case .unknown, .irregular: "irregular"
    case .seconds(let step): ClockWords.step(step)
    case .businessDays: "1 business day"
    case .months(let months, _): ClockWords.months(months)
    case .sessions(let sessions): ClockWords.step(sessions.step)
    }
  }

  /// The step in seconds; months have 30.44 days.
  package var seconds: Double? {
    switch self {
    case .unknown: nil
    case .irregular(let step), .seconds(let step): step
    case .businessDays: 86_400
    case .months(let months, _): Double(months) * Self.meanMonth
    case .sessions(let sessions): sessions.step
    }
  }

  package static let meanMonth = 365.25 / 12 * 86_400

  /// Numbers of rows after which a series may repeat: a minute and an hour, a day and a week, a
  /// week and a year, or a year, as the step suggests; the shortest first.
  package var seasons: [Int] {
    switch self {
    case .unknown, .irregular:
      return []
    case .businessDays(let open):
      return [open.count, Int((365.25 * Double(open.count) / 7).rounded())]
    case .months(let months, _):
      return months < 12 && 12 % months == 0 ? [12 / months] : []
    case .sessions(let sessions):
      return Self.distinct([sessions.rowsPerDay, sessions.rowsPerWeek])
    case .seconds(let step):
      let day = 86_400.0
      let periods: [Double] =
        switch step {
        case ..<1: [1, 60]
        case ..<60: [60, 3600]
        case ..<day: [day, 7 * day]
        case ..<(7 * day): [7 * day, 365.25 * day]
        default: [365.25 * day]
        }
      return Self.distinct(periods.map { Int(($0 / step).rounded()) })
    }
  }

  /// The time of the row `steps` rows after `time`. Business days skip the days of the week without
  /// rows, months keep their day or the end of the month, sessions go on at the next opening. An
  /// irregular clock continues by its median step. Later for falling columns too.
  package func next(after time: ClockTime, steps: Int) -> ClockTime {
    switch self {
    case .unknown:
      return time
    case .irregular(let step), .seconds(let step):
      return ClockTime(seconds: time.seconds + step * Double(steps), offset: time.offset)
    case .businessDays(let open):
      let days = (0..<max(steps, 0)).reduce(time.days) { day, _ in open.next(after: day) }
      let wall = time.wall + Double(days - time.days) * 86_400
      return ClockTime(wall: wall, offset: time.offset)
    case .months(let months, let monthDay):
      let days = monthDay.days(months: time.months + months * steps, after: time.date)
      let wall = time.wall + Double(days - time.days) * 86_400
      return ClockTime(wall: wall, offset: time.offset)
    case .sessions(let sessions):
      let wall = (0..<max(steps, 0)).reduce(time.wall) { wall, _ in sessions.next(after: wall) }
      return ClockTime(wall: wall, offset: time.offset)
    }
  }

  private static func distinct(_ seasons: [Int]) -> [Int] {
    seasons.filter { $0 >= 2 }.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

/// Lengths of time in words.
package enum ClockWords {
  private static let units: [(seconds: Double, name: String)] = [
    (604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"),
    (0.001, "millisecond"), (0.000_001, "microsecond"),
  ]

  /// Exact, in the largest unit of which it is a whole number: "90 minutes".
  package static func step(_ seconds: Double) -> String {
    for unit in units where unit.seconds <= seconds * 1.000_001 {
      let count = seconds / unit.seconds
      let isWhole = (count - count.rounded()).magnitude < 1e-6
      if isWhole || (unit.seconds == 1 && seconds >= 1) { return words(count, 3, unit.name) }
    }
    return words(seconds * 1_000_000, 3, "microsecond")
  }

  /// To one decimal: "3 days", "1.5 hours", "2.5 years".
  package static func length(_ seconds: Double) -> String {
    let year = 365.25 * 86_400
    if seconds >= 2 * year { return words(seconds / year, 1, "year") }
    // Ten weeks are easier to grasp as 70 days.
    let unit = units.dropFirst().first { $0.seconds <= seconds * 1.000_001 }
    guard let unit else { return step(seconds) }
    return words(seconds / unit.seconds, 1, unit.name)
  }

  package static func months(_ months: Int) -> String {
    if months % 12 == 0 { return words(Double(months / 12), 0, "year") }
    return months == 3 ? "1 quarter" : words(Double(months), 0, "month")
  }

  private static func words(_ count: Double, _ decimals: Int, _ unit: String) -> String {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int((min(count, 1e12) * Double(scale)).rounded())
    var text = String(scaled / scale)
    if scaled % scale != 0 {
      var digits = String(scaled % scale + scale).dropFirst()
      while digits.last == "0" { digits = digits.dropLast() }
      text += "." + digits
    }
    return text + " " + unit + (scaled == scale ? "" : "s")
  }
}
