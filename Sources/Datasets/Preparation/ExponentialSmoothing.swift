import Telemetry

/// `exponential_smoothing`: each input becomes a weighted mean of itself and what came before.
struct ExponentialSmoothing: Preparation {
  static let name = "exponential_smoothing"
  static let allowed = "a number above 0 and below 1, the weight of the newest row"
  let weight: Double

  init?(_ value: String) {
    guard let weight = Double(value), weight > 0, weight < 1 else { return nil }
    self.weight = weight
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let segments = frame.segments
    let changed = frame.mapInputs { smoothed($0, segments) }
    // A row leans on all before it; a later number in a filled gap reaches on with a share that
    // shrinks by 1 - a a row: until it is below what Float can tell apart.
    var share = 1.0
    var back = 0
    while share > 1e-8, back < 10_000 {
      share *= 1 - weight
      back += 1
    }
    frame.spreadReach(back: back)
    return PreparationEffect(
      text: "each input is smoothed with weight \(Numbers.fourDigits(weight)) for the newest row",
      changed: changed)
  }

  private func smoothed(_ values: [Double], _ segments: [Range<Int>]) -> [Double] {
    var means = values
    for segment in segments {
      for row in segment.dropFirst() {
        means[row] = weight * values[row] + (1 - weight) * means[row - 1]
      }
    }
    return means
  }
}
