import Telemetry

/// The part of the first line that shows the position in the record of a run, and whether it
/// trains.
enum RecordHeader {
  /// Seconds without a new record after which the header shows the age of the newest one.
  static let oldAge = 5

  static func sign(_ timeline: TimelineSnapshot, _ state: State) -> (String, Style) {
    guard timeline.isAtEnd else {
      let place =
        (timeline.isPlaying ? "▶ " : "◀ ")
        + "step \(Numbers.grouped(timeline.step)) of \(Numbers.grouped(timeline.lastStep))"
      let end = timeline.run == .running ? "live" : "newest"
      let hint = state.listHasFocus || state.isPicture ? "" : " · End: \(end)"
      return (place + hint, Style(.warning, bold: true))
    }
    switch timeline.run {
    case .running:
      return state.snapshot.phase == .paused
        ? ("⏸ paused", Style(.warning, bold: true))
        : (state.isPicture ? "▶ training" : "▶ watching", Style(.good, bold: true))
    case .ended: return ("ended", Style(.good, bold: true))
    case .interrupted: return ("interrupted", Style(.warning, bold: true))
    case .crashed: return ("crashed", Style(.bad, bold: true))
    case .silent: return ("silent", Style(.warning, bold: true))
    }
  }

  /// "numbers at step 1 024", if curves go further than the newest whole picture.
  static func pictured(_ timeline: TimelineSnapshot) -> String? {
    guard timeline.isAtEnd, timeline.step < timeline.lastStep else { return nil }
    return "numbers at step \(Numbers.grouped(timeline.step))"
  }

  /// "nothing new for 14 s", if that is long.
  static func age(_ timeline: TimelineSnapshot) -> String? {
    guard let age = timeline.age, age >= oldAge else { return nil }
    return "nothing new for \(age < 60 ? "\(age) s" : Numbers.duration(Double(age)))"
  }
}
