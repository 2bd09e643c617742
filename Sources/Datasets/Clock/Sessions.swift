/// A clock of even steps with breaks that come again at the same times of day.
package struct Sessions: Equatable, Sendable {
  /// Seconds.
  package var step: Double
  package var breaks: [Break]
  /// Rows of a usual day and a usual week.
  package var rowsPerDay: Int
  package var rowsPerWeek: Int

  package struct Break: Equatable, Sendable {
    /// Times of day, in seconds since midnight: the last row before the break, the first after it.
    package var from: Double
    package var to: Double
    /// Days from the one to the other, for a break that begins on a Monday to one on a Sunday; nil
    /// where no break began on that weekday.
    package var days: [Int?]
  }

  /// The wall time of the next row.
  package func next(after wall: Double) -> Double {
    let day = ClockTime.day(of: wall)
    let time = ClockTime.timeOfDay(of: wall)
    guard let pause = breaks.first(where: { ($0.from - time).magnitude < 0.001 }) else {
      return wall + step
    }
    let usual = pause.to > pause.from ? 0 : 1
    let days = pause.days[CivilDate.weekday(of: day) - 1] ?? usual
    return Double(day + days) * 86_400 + pause.to
  }
}

/// Finds the breaks of a clock that does not run day and night: long steps from one time of day to
/// another that come again in at least one of four weeks.
package struct SessionBreaks {
  private struct Pair: Hashable {
    package let from: Double
    package let to: Double
  }

  private struct Facts {
    package var count = 0
    package var lastDay = Int.min
    /// Per weekday from Monday: how often each number of days from 0 to 4 was seen.
    package var days = Array(repeating: Array(repeating: 0, count: 5), count: 7)
  }

  private var pairs: [Pair: Facts] = [:]
  /// Of all rows.
  private let days: ClosedRange<Int>

  package init(days: ClosedRange<Int>) { self.days = days }

  /// More pairs than any market has: a clock with gaps at random.
  private static let capacity = 4096

  /// Adds a step that is longer than usual. Times are on the wall clock.
  package mutating func add(_ earlier: Double, _ later: Double) {
    let day = ClockTime.day(of: earlier)
    let days = ClockTime.day(of: later) - day
    let pair = Pair(from: ClockTime.timeOfDay(of: earlier), to: ClockTime.timeOfDay(of: later))
    guard days <= 4, pairs.count < Self.capacity || pairs[pair] != nil else { return }
    var facts = pairs[pair] ?? Facts()
    facts.count += 1
    facts.lastDay = max(facts.lastDay, day)
    facts.days[CivilDate.weekday(of: day) - 1][days] += 1
    pairs[pair] = facts
  }

  /// The usual breaks, most frequent first; all of them, or those of the last two weeks, which say
  /// how the clock continues after a change of hours.
  package func usual(recent: Bool) -> [Sessions.Break] {
    let weeks = days.count / 7 + 1
    // In more than a few days, two gaps at the same times may be chance.
    let least = max(days.count <= 4 ? 2 : 3, (weeks + 3) / 4)
    let usual = pairs.filter { $0.value.count >= least }
    let recents = usual.filter { $0.value.lastDay > days.upperBound - 14 }
    let chosen = recent && !recents.isEmpty ? recents : usual
    return chosen.sorted {
      ($0.value.count, $1.key.from, $1.key.to) > ($1.value.count, $0.key.from, $0.key.to)
    }.map { pair, facts in
      let days = facts.days.map { counts -> Int? in
        guard let most = counts.max(), most > 0 else { return nil }
        return counts.firstIndex(of: most)
      }
      return Sessions.Break(from: pair.from, to: pair.to, days: days)
    }
  }
}
