/// The passes over a column's times that `ClockSteps` is made of.
package struct StepScan {
  /// A pace, and what explains steps that are longer.
  package struct Found {
    package var pace: ClockPace
    package var share = 0.0
    package var breaks: [Sessions.Break] = []
    package var openDays = OpenDays(1...7)
  }

  package let times: [Double]
  private(set) var equal = 0
  private(set) var direction = ClockSteps.Direction.neither

  package init(_ times: [Double]) {
    self.times = times
    var tally = StepTally()
    for time in times where time.isFinite { tally.add(time) }
    equal = tally.equal
    if tally.changes > 0, tally.isInBlocks {
      direction = tally.rising > tally.falling ? .rising : .falling
    }
  }

  /// Calls `body` with each row but the first, and the earlier and the later time of it and of the
  /// row before, by the column's direction; at a restart the "later" one is the earlier.
  private func forEachStep(_ body: (_ row: Int, _ earlier: Double, _ later: Double) -> Void) {
    var previous: Double?
    for (row, time) in times.enumerated() where time.isFinite {
      defer { previous = time }
      guard let previous, previous != time else { continue }
      if direction == .falling { body(row, time, previous) } else { body(row, previous, time) }
    }
  }

  /// Restarts, and rows where the clock was set back.
  package func stepsBack() -> (restarts: [Int], clockChanges: [Int]) {
    var restarts: [Int] = []
    var clockChanges: [Int] = []
    forEachStep { row, earlier, later in
      guard later < earlier else { return }
      if earlier - later <= 3600, Self.isClockChange(at: later) {
        clockChanges.append(row)
      } else {
        restarts.append(row)
      }
    }
    return (restarts, clockChanges)
  }

  package func pace() -> Found {
    var forward = 0
    var sizes = CommonNumbers(capacity: 64)
    var months = CommonNumbers(capacity: 16)
    forEachStep { _, earlier, later in
      guard later > earlier else { return }
      forward += 1
      sizes.add(Self.size(later - earlier))
      guard later - earlier > 27 * 86_400, let step = Self.months(earlier, later) else { return }
      months.add(Double(step))
    }
    guard let usual = sizes.commonest?.key else { return Found(pace: .unknown) }
    if let (step, count) = months.commonest, count * 2 >= forward, direction != .neither {
      let dates = times.lazy.filter(\.isFinite).map { CivilDate(days: ClockTime.day(of: $0)) }
      let pace = ClockPace.months(Int(step), MonthDay(dates))
      return Found(pace: pace, share: Double(count) / Double(forward))
    }
    var count = 0
    forEachStep { if $2 > $1, Self.size($2 - $1) == usual { count += 1 } }
    let share = Double(count) / Double(forward)
    guard count * 2 >= forward, direction != .neither else {
      return Found(pace: .irregular(medianStep()), share: share)
    }
    return calendar(step: usual, share: share)
  }

  /// Steps longer than usual by more than half that the calendar does not explain.
  package func gaps(in found: Found) -> [ClockSteps.Gap] {
    var gaps: [ClockSteps.Gap] = []
    if case .irregular = found.pace { return [] }
    guard let step = found.pace.seconds else { return [] }
    forEachStep { row, earlier, later in
      guard later - earlier > step * 1.5, !Self.isExplained(earlier, later, found) else { return }
      var length = ClockWords.length(later - earlier)
      if case .months = found.pace, let months = Self.months(earlier, later) {
        length = ClockWords.months(months)
      }
      gaps.append(ClockSteps.Gap(row: row, seconds: later - earlier, length: length))
    }
    return gaps
  }

  // MARK: The calendar

  private func calendar(step: Double, share: Double) -> Found {
    var found = Found(pace: .seconds(step), share: share)
    guard step <= 86_400, let least = times.lazy.filter(\.isFinite).min(),
      let most = times.lazy.filter(\.isFinite).max()
    else { return found }
    let days = ClockTime.day(of: least)...ClockTime.day(of: most)
    found.openDays = openDays(isShort: days.count < 14)
    if step == 86_400 {
      if (4...6).contains(found.openDays.count) { found.pace = .businessDays(found.openDays) }
      return found
    }
    var breaks = SessionBreaks(days: days)
    forEachStep { _, earlier, later in
      if later - earlier > step * 1.5 { breaks.add(earlier, later) }
    }
    found.breaks = breaks.usual(recent: false)
    if !found.breaks.isEmpty {
      let sessions = Sessions(
        step: step, breaks: breaks.usual(recent: true),
        rowsPerDay: usualRows(perDays: 1), rowsPerWeek: usualRows(perDays: 7))
      found.pace = .sessions(sessions)
    }
    return found
  }

  /// In less than two weeks, weekdays without rows mean nothing but for a weekend that is jumped.
  private func openDays(isShort: Bool) -> OpenDays {
    var counts = Array(repeating: 0, count: 7)
    for time in times where time.isFinite {
      counts[CivilDate.weekday(of: ClockTime.day(of: time)) - 1] += 1
    }
    if !isShort { return OpenDays(counts: counts) }
    guard counts[5] + counts[6] == 0 else { return OpenDays(1...7) }
    var jumps = false
    forEachStep { _, earlier, later in
      let (day, next) = (ClockTime.day(of: earlier), ClockTime.day(of: later))
      let isFriday = CivilDate.weekday(of: day) == 5
      if isFriday, next - day == 3 { jumps = true }
    }
    return OpenDays(jumps ? 1...5 : 1...7)
  }

  /// The commonest number of rows with different times in a day or a week.
  private func usualRows(perDays width: Int) -> Int {
    var counts = CommonNumbers(capacity: 64)
    var bucket = Int.min
    var rows = 0
    var previous = Double.nan
    for time in times where time.isFinite && time != previous {
      previous = time
      // 1970-01-05 was a Monday.
      let next = Int((Double(ClockTime.day(of: time) - 4) / Double(width)).rounded(.down))
      if next != bucket {
        if rows > 0 { counts.add(Double(rows)) }
        (bucket, rows) = (next, 0)
      }
      rows += 1
    }
    if counts.commonest == nil { counts.add(Double(rows)) }
    return Int(counts.commonest?.key ?? 0)
  }

  private static func isExplained(_ earlier: Double, _ later: Double, _ found: Found) -> Bool {
    let day = ClockTime.day(of: earlier)
    let laterDay = ClockTime.day(of: later)
    switch found.pace {
    case .months(let months, _):
      let passed = CivilDate(days: laterDay).months - CivilDate(days: day).months
      return Double(passed) <= Double(months) * 1.5
    case .businessDays(let open):
      return open.explains(from: day, to: laterDay)
    case .sessions(let sessions):
      return isBreak(earlier, later, found) || isSetForward(earlier, later, sessions.step)
    case .seconds(let step):
      return isSetForward(earlier, later, step)
    case .unknown, .irregular:
      return false
    }
  }

  /// From a usual last time of day to a usual first one, with holidays between. After a change to
  /// or from daylight saving these may be of two breaks.
  private static func isBreak(_ earlier: Double, _ later: Double, _ found: Found) -> Bool {
    let (from, to) = (ClockTime.timeOfDay(of: earlier), ClockTime.timeOfDay(of: later))
    guard found.breaks.contains(where: { $0.from == from }) else { return false }
    guard found.breaks.contains(where: { $0.to == to }) else { return false }
    let (day, laterDay) = (ClockTime.day(of: earlier), ClockTime.day(of: later))
    return found.openDays.explains(from: day, to: laterDay)
  }

  /// The hour that is left out when wall clocks are set forward.
  private static func isSetForward(_ earlier: Double, _ later: Double, _ step: Double) -> Bool {
    step < 86_400 && (later - earlier - step - 3600).magnitude < 1 && isClockChange(at: later)
  }

  /// Whether a time is in a Sunday's first four hours, in a month in which clocks are changed.
  private static func isClockChange(at wall: Double) -> Bool {
    let days = ClockTime.day(of: wall)
    return CivilDate.weekday(of: days) == 7 && ClockTime.timeOfDay(of: wall) <= 4 * 3600
      && [3, 4, 9, 10, 11].contains(CivilDate(days: days).month)
  }

  // MARK: Steps

  /// A step rounded to what Double and spreadsheets keep of it: milliseconds, or microseconds below
  /// a tenth of a second. At least a microsecond.
  private static func size(_ step: Double) -> Double {
    if step >= 0.1 { return (step * 1000).rounded() / 1000 }
    return max((step * 1_000_000).rounded(), 1) / 1_000_000
  }

  private static func months(_ earlier: Double, _ later: Double) -> Int? {
    guard ClockTime.timeOfDay(of: earlier) == ClockTime.timeOfDay(of: later) else { return nil }
    return MonthDay.months(
      from: CivilDate(days: ClockTime.day(of: earlier)),
      to: CivilDate(days: ClockTime.day(of: later)))
  }

  /// Median of the first steps of a long column.
  private func medianStep() -> Double {
    var steps: [Double] = []
    forEachStep { _, earlier, later in
      if steps.count < 65_536 { steps.append((later - earlier).magnitude) }
    }
    steps.sort()
    return steps.isEmpty ? 0 : Self.size(steps[steps.count / 2])
  }
}
