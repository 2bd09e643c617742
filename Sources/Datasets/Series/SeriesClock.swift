/// The rows of a series in the order of time, and where its clock has gaps.
struct SeriesClock {
  /// [rows as prepared] the row of the file from 0, -1 for a row put into a gap; nil: in file
  /// order.
  private(set) var order: [Int32]?
  /// Rows as prepared that follow each other without a gap.
  private(set) var segments: [Range<Int>]
  private(set) var notes: [String] = []
  private(set) var steps: ClockSteps
  private(set) var gaps: GapPolicy?
  let clock: TableClock
  /// [rows as prepared]
  private(set) var times: [ClockTime]

  /// The time of a row, which may be after the last one.
  func time(_ row: Int) -> ClockTime? {
    if times.indices.contains(row) { return times[row] }
    return times.last.map { steps.next(after: $0, steps: row - times.count + 1) }
  }

  /// The time of a row after the last one as the file would write it.
  func text(_ row: Int) -> String? { time(row).map(clock.text) }

  /// - Parameters:
  ///   - times: [rows of the series] in the file's order.
  ///   - isNamed: the user said that this is the clock; times may be equal then, but not start again.
  ///   - policy: what to do at gaps; nil: decided by the number of windows that would be lost.
  ///   - reach: rows of a window and its target.
  ///   - number: of a row of the series in the file, from 1.
  /// - Throws: if the times show several series, or too many rows would be inserted in gaps.
  init(
    _ clock: TableClock, _ times: [ClockTime], isNamed: Bool, policy: GapPolicy?, reach: Int,
    file: String,
    number: @escaping (Int) -> Int
  ) throws(DatasetError) {
    self.clock = clock
    let rows = times.count
    let name = escaped(clock.name)
    steps = ClockSteps(times: times)
    segments = [0..<rows]
    self.times = times
    var times = times
    defer { if gaps != .fill { self.times = times } }
    // Where many times are equal the file's order among them counts.
    if steps.direction == .falling, steps.equalNeighbours * 10 <= rows {
      order = (0..<Int32(rows)).reversed()
      times.reverse()
      steps = ClockSteps(times: times)
      notes.append(
        "rows sorted by \(name), which falls from row to row: the last row is the oldest")
    }
    if clock.isCoarse, steps.equalNeighbours * 2 > rows {
      notes.append("\(name) is the same for several consecutive rows; rows stay in file order")
      return
    }
    let byTime = Self.byTime(times)
    let repeated = zip(byTime, byTime.dropFirst()).count { times[$0].seconds == times[$1].seconds }
    // Repeated times are those of several series; a few in a row may be events of one
    // second.
    let isAgain = !steps.restarts.isEmpty || steps.direction == .neither
    if clock.hasDates, isAgain ? repeated * 5 > rows : !isNamed && repeated * 20 > 9 * rows {
      throw .severalSeries(
        file: file, column: clock.name, repeated: repeated, row: steps.restarts.first.map(number))
    }
    if steps.direction != .rising || !steps.restarts.isEmpty {
      let isMoved = zip(byTime, byTime.indices).contains { $0 != $1 }
      if isMoved {
        order = byTime.map { order?[$0] ?? Int32($0) }
        times = byTime.map { times[$0] }
        steps = ClockSteps(times: times)
        if notes.isEmpty { notes.append("rows sorted by \(name)") }
      }
    }
    guard clock.hasDates else { return }
    if repeated > 0 {
      let again =
        steps.clockChanges.first.map { "; the clock was set back at row \(number($0))" } ?? ""
      var distinct: Set<Double> = []
      for (one, other) in zip(byTime, byTime.dropFirst())
      where times[one].seconds == times[other].seconds { distinct.insert(times[one].seconds) }
      let told =
        distinct.count == repeated
        ? "\(counted(repeated, "time")) of \(name) \(repeated == 1 ? "occurs" : "occur") twice"
        : "\(counted(distinct.count, "time")) of \(name) occur in \(repeated + distinct.count) rows"
      notes.append("\(told)\(again); such rows keep the file's order")
    }
    tell(clock, name)
    try divide(times, policy, reach: reach, file: file, number)
  }

  /// Places in ascending order of time, equal times in file order.
  private static func byTime(_ times: [ClockTime]) -> [Int] {
    if zip(times, times.dropFirst()).allSatisfy({ $0.seconds <= $1.seconds }) {
      return Array(times.indices)
    }
    return times.indices.sorted { (times[$0].seconds, $0) < (times[$1].seconds, $1) }
  }

  private mutating func tell(_ clock: TableClock, _ name: String) {
    var text =
      steps.isRegular ? "a row every \(steps.name) (\(name))" : "the clock (\(name)) is irregular"
    switch clock.reason {
    case .cell(let place):
      text +=
        ", the \(clock.isDayFirst == true ? "day" : "month") first as \(escaped(place.text)) shows"
    case .dots: text += ", the day first as usual with dots"
    case .steps:
      text += ", the \(clock.isDayFirst == true ? "day" : "month") first: only then are steps even"
    case .written, .numbers, nil: break
    }
    notes.append(text)
  }

  /// Windows that fit between gaps.
  private static func windows(_ segments: [Range<Int>], _ reach: Int) -> Int {
    segments.reduce(0) { $0 + max(0, $1.count - reach + 1) }
  }

  private mutating func divide(
    _ times: [ClockTime], _ policy: GapPolicy?, reach: Int, file: String,
    _ number: (Int) -> Int
  ) throws(DatasetError) {
    guard !steps.gaps.isEmpty else { return }
    let starts = [0] + steps.gaps
    let parts = zip(starts, steps.gaps + [times.count]).map { $0..<$1 }
    let longest = steps.longestGap.map { gap in
      let row = order.map { Int($0[gap.row]) } ?? gap.row
      return ", the longest \(gap.length) before row \(number(row))"
    }
    let found = counted(steps.gaps.count, "gap") + (longest ?? "")
    let (whole, split) = (Self.windows([0..<times.count], reach), Self.windows(parts, reach))
    let chosen = policy ?? (split * 5 < whole * 4 ? .bridge : .split)
    gaps = chosen
    switch chosen {
    case .split:
      segments = parts
      notes.append("\(found); windows do not cross gaps (\(split) of \(whole) windows are left)")
    case .bridge:
      notes.append(
        "\(found); windows cross gaps as if there were none"
          + (policy == nil
            ? ": only \(split) of \(whole) would be left otherwise (--set data.gaps=split or fill)"
            : ""))
    case .fill:
      try fill(times, file)
      notes.append("\(found); \(counted((order?.count ?? 0) - times.count, "row")) put in gaps")
    }
  }

  private mutating func fill(_ times: [ClockTime], _ file: String) throws(DatasetError) {
    var filled: [Int32] = []
    var filledTimes: [ClockTime] = []
    let gaps = Set(steps.gaps)
    let most = 4 * times.count
    for row in times.indices {
      if gaps.contains(row) {
        var next = steps.next(after: times[row - 1], steps: 1)
        // Half a step before the row after the gap is that row itself.
        var step = next.seconds - times[row - 1].seconds
        while next.seconds + step / 2 < times[row].seconds, step > 0 {
          filled.append(-1)
          filledTimes.append(next)
          if filled.count > most { throw .gapsTooLong(file: file, column: clock.name) }
          let after = steps.next(after: next, steps: 1)
          step = after.seconds - next.seconds
          next = after
        }
      }
      filled.append(order?[row] ?? Int32(row))
      filledTimes.append(times[row])
    }
    order = filled
    self.times = filledTimes
    segments = [0..<filled.count]
  }
}

/// The treatment of gaps in a series.
package enum GapPolicy: String, Sendable, CaseIterable, Codable {
  /// No window goes over one.
  case split
  /// Rows without values are put in, for `data.prepare` to fill.
  case fill
  /// Rows follow each other as if there were none.
  case bridge
}
