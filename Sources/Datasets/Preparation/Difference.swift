/// `difference`: each value minus the one `lag` rows before: 1 takes a trend away, a season's rows the
/// season. Forecasts are undone for the screen, for scores and in predictions.
///
/// The target is taken from the newest value that is known when the forecast is made: with a horizon
/// beyond the lag, from the smallest multiple of the lag that is as far back.
struct Difference: Preparation {
  static let name = "difference"
  static let allowed = "1 to 10000 rows back"
  let lag: Int

  init?(_ value: String) {
    guard let lag = Int(value), (1...10_000).contains(lag) else { return nil }
    self.lag = lag
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let segments = frame.segments
    let changed = frame.mapInputs { differences($0, segments) }
    let targetLag = (context.horizon + lag - 1) / lag * lag
    for index in frame.targets.indices { frame.targets[index].applyDifference(lag: targetLag) }
    if let old = frame.reach {
      frame.reach = old.indices.map { $0 >= lag ? max(old[$0], old[$0 - lag]) : old[$0] }
    }
    frame.segments = frame.segments.map { min($0.upperBound, $0.lowerBound + lag)..<$0.upperBound }
    return PreparationEffect(
      text: "each value minus the one \(counted(lag, "row")) before; the first "
        + "\(counted(lag, "row")) left out", changed: changed)
  }

  private func differences(_ values: [Double], _ segments: [Range<Int>]) -> [Double] {
    var changes = values
    for segment in segments {
      for row in segment {
        changes[row] = row - lag >= segment.lowerBound ? values[row] - values[row - lag] : .nan
      }
    }
    return changes
  }
}
