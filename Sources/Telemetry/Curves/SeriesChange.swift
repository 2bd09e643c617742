/// The difference between two series with the same start: the first buckets stay, the rest are new.
package struct SeriesChange: Sendable, Equatable, Codable {
  package var kept: Int
  package var buckets: [Series.Bucket]
  package var valuesPerBucket: Int
}

extension Series {
  /// The difference from another series of the same capacity.
  package func change(to new: Series) -> SeriesChange {
    let kept = zip(buckets, new.buckets).prefix { $0 == $1 }.count
    return SeriesChange(
      kept: kept, buckets: Array(new.buckets.dropFirst(kept)),
      valuesPerBucket: new.valuesPerBucket)
  }

  /// - Returns: false, with nothing changed, if the change belongs to a different series.
  @discardableResult
  package mutating func take(_ change: SeriesChange) -> Bool {
    guard (0...buckets.count).contains(change.kept),
      change.buckets.count <= capacity - change.kept,
      Self.counts.contains(change.valuesPerBucket), change.valuesPerBucket > 0,
      change.buckets.allSatisfy(Self.isSound)
    else { return false }
    let new = Array(buckets.prefix(change.kept)) + change.buckets
    guard zip(new, new.dropFirst()).allSatisfy({ $0.lastStep < $1.firstStep }) else { return false }
    replace(new, valuesPerBucket: change.valuesPerBucket)
    return true
  }

  /// No run has more steps: a larger number means damage, and sums would overflow.
  static let counts = 0...1 << 40

  private static func isSound(_ bucket: Bucket) -> Bool {
    [bucket.firstStep, bucket.lastStep, bucket.count, bucket.nonfinite]
      .allSatisfy(counts.contains) && bucket.firstStep <= bucket.lastStep
  }
}
