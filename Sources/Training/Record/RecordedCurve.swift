import Telemetry

/// The training loss of some steps of a lane.
package struct RecordedCurve: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  /// Steps of the session.
  package var at: Int
  package var first: Int
  package var last: Int
  /// Over the finite losses; nil where there are none.
  package var mean: Double?
  /// Nil where they are the mean.
  package var minimum: Float?
  package var maximum: Float?
  /// Losses that were not finite.
  package var nonfinite: Int

  package init(_ bucket: Series.Bucket, lane: String, at: Int) {
    seconds = bucket.seconds
    (self.lane, self.at) = (lane, at)
    (first, last, nonfinite) = (bucket.firstStep, bucket.lastStep, bucket.nonfinite)
    guard bucket.count > 0 else { return }
    mean = bucket.exactMean
    guard bucket.count > 1 else { return }
    (minimum, maximum) = (bucket.minimum, bucket.maximum)
  }

  /// No run has more steps: a number past that is damage, and sums of them would overflow.
  private static let mostSteps = 1 << 40

  /// Nil where the steps are in no order.
  package var bucket: Series.Bucket? {
    guard first >= 0, first <= last, last < Self.mostSteps,
      (0..<Self.mostSteps).contains(nonfinite)
    else { return nil }
    let only = mean.map { Float($0) } ?? .nan
    return Series.Bucket(
      steps: first...last, seconds: seconds, minimum: minimum ?? only, maximum: maximum ?? only,
      mean: mean ?? .nan, count: max(0, last - first + 1 - nonfinite), nonfinite: nonfinite)
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, at, first, last, mean
    case minimum = "min"
    case maximum = "max"
    case nonfinite = "nonfinite_losses"
  }

  // What says nothing is left out: there are very many of these lines.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(lane, forKey: .lane)
    try container.encode(at, forKey: .at)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
    try container.encode(mean, forKey: .mean)
    if let minimum { try container.encode(minimum, forKey: .minimum) }
    if let maximum { try container.encode(maximum, forKey: .maximum) }
    if nonfinite > 0 { try container.encode(nonfinite, forKey: .nonfinite) }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    seconds = try container.decode(Double.self, forKey: .seconds)
    lane = try container.decode(String.self, forKey: .lane)
    at = try container.decode(Int.self, forKey: .at)
    first = try container.decode(Int.self, forKey: .first)
    last = try container.decode(Int.self, forKey: .last)
    mean = try container.decodeIfPresent(Double.self, forKey: .mean)
    minimum = try container.decodeIfPresent(Float.self, forKey: .minimum)
    maximum = try container.decodeIfPresent(Float.self, forKey: .maximum)
    nonfinite = try container.decodeIfPresent(Int.self, forKey: .nonfinite) ?? 0
  }
}
