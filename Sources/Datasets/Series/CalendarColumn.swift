import Foundation

/// A part of the date that a series may follow, fed as the sine and cosine of its place in its circle,
/// so that December is next to January.
package enum CalendarColumn: String, Sendable, CaseIterable, Codable {
  /// Of the day, with its minutes.
  case hour
  case weekday
  /// Of the year, with its days.
  case month

  /// Those that differ from row to row of a clock; months have no weekday, days no hour.
  static func found(in clock: SeriesClock) -> [CalendarColumn] {
    allCases.filter { column in
      if case .months = clock.steps.pace, column != .month { return false }
      let first = clock.times.first.map(column.share)
      return clock.times.contains { column.share($0) != first }
    }
  }

  /// The place in the circle, 0 ..< 1.
  func share(_ time: ClockTime) -> Double {
    switch self {
    case .hour: (Double(time.hour) + Double(time.minute) / 60) / 24
    case .weekday: Double(time.weekday - 1) / 7
    case .month: (Double(time.month - 1) + Double(time.day - 1) / 31) / 12
    }
  }

  /// The inputs of a series whose n-th row has the n-th of `times`.
  func inputs(_ times: [ClockTime]) -> [Frame.Input] {
    [("sin", { sin($0) }), ("cos", { cos($0) })].map { (name: String, wave: (Double) -> Double) in
      Frame.Input(
        name: "\(rawValue) \(name)", values: times.map { wave(2 * .pi * share($0)) },
        isIndicator: true)
    }
  }
}
