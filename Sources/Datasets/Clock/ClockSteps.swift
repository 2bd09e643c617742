/// How a column's times go on from row to row.
package struct ClockSteps: Equatable, Sendable {
  package enum Direction: Equatable, Sendable {
    case rising
    case falling
    case neither
  }

  package struct Gap: Equatable, Sendable {
    /// The row after the gap.
    package let row: Int
    /// Between the rows before and after it.
    package let seconds: Double
    /// "3 days".
    package let length: String
  }

  package let direction: Direction
  /// Rows whose time is that of the row before, such as the hour that is repeated when clocks are
  /// set back, or the rows of several series side by side.
  package let equalNeighbours: Int
  /// Rows where the time goes back in a column that otherwise rises (or on in one that otherwise
  /// falls): the first rows of further series. Empty without a direction.
  package let restarts: [Int]
  /// Rows where a wall clock was set back, by up to an hour in a Sunday's early hours.
  package let clockChanges: [Int]
  package let pace: ClockPace
  /// The part of the steps in the column's direction that have the usual size.
  package let share: Double
  /// Rows after a step that is longer than one and a half usual ones and that the calendar does
  /// not explain. Empty for irregular clocks.
  package let gaps: [Int]
  package let longestGap: Gap?

  package var name: String { pace.name }
  package var seasons: [Int] { pace.seasons }

  /// The same step makes up at least half of all steps.
  package var isRegular: Bool {
    switch pace {
    case .unknown, .irregular: false
    default: true
    }
  }

  /// The time of the row `steps` rows after `time`, later for falling columns too.
  package func next(after time: ClockTime, steps: Int) -> ClockTime {
    pace.next(after: time, steps: steps)
  }

  /// From the times of all rows in seconds since 1970-01-01, on the wall clock where the column has
  /// one. Rows that are not finite are passed over.
  package init(seconds: [Double]) {
    let scan = StepScan(seconds)
    direction = scan.direction
    equalNeighbours = scan.equal
    (restarts, clockChanges) = direction == .neither ? ([], []) : scan.stepsBack()
    let found = scan.pace()
    pace = found.pace
    share = found.share
    let gaps = scan.gaps(in: found)
    self.gaps = gaps.map(\.row)
    longestGap = gaps.max { $0.seconds < $1.seconds }
  }

  /// From times with their offsets. A column whose offsets differ goes evenly either in absolute
  /// time (a sensor) or on the wall clock (a market): the one with fewer gaps counts.
  package init(times: [ClockTime]) {
    let wall = ClockSteps(seconds: times.map(\.wall))
    guard let first = times.first, times.contains(where: { $0.offset != first.offset }) else {
      self = wall
      return
    }
    let absolute = ClockSteps(seconds: times.map(\.seconds))
    self = wall.isEvener(than: absolute) ? wall : absolute
  }

  private func isEvener(than other: ClockSteps) -> Bool {
    if isRegular != other.isRegular { return isRegular }
    let breaks = gaps.count + restarts.count + clockChanges.count
    let otherBreaks = other.gaps.count + other.restarts.count + other.clockChanges.count
    return breaks == otherBreaks ? share > other.share : breaks < otherBreaks
  }
}
