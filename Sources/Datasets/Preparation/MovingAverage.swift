/// `moving_average`: each input becomes the mean of itself and the rows before. Targets stay as they
/// are: scores are against what was measured.
struct MovingAverage: Preparation {
  static let name = "moving_average"
  static let allowed = "2 to 1000 rows"
  let width: Int

  init?(_ value: String) {
    guard let width = Int(value), (2...1000).contains(width) else { return nil }
    self.width = width
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let segments = frame.segments
    let changed = frame.mapInputs { smoothed($0, segments) }
    frame.spreadReach(back: width - 1)
    return PreparationEffect(
      text: "each input is the mean of the last \(width) rows", changed: changed)
  }

  private func smoothed(_ values: [Double], _ segments: [Range<Int>]) -> [Double] {
    var means = values
    for segment in segments {
      for row in segment {
        let first = max(segment.lowerBound, row - width + 1)
        // Summed again for each row: a running sum would carry its rounding, and a NaN, along.
        means[row] = values[first...row].reduce(0, +) / Double(row - first + 1)
      }
    }
    return means
  }
}

extension Frame {
  /// After a step that made each row depend on `back` rows before it.
  mutating func spreadReach(back: Int) {
    guard let old = reach else { return }
    var new = old
    for segment in segments {
      // Only what was filled reaches beyond itself, and no farther than to a row that was not.
      for row in segment where Int(old[row]) > row {
        for later in row...min(row + back, Int(old[row])) { new[later] = max(new[later], old[row]) }
      }
    }
    reach = new
  }
}
