import Telemetry
import Testing

struct SeriesChangeTests {
  /// Values of steps `1...count`, from `fork` on another's.
  private static func series(_ count: Int, fork: Int = .max) -> Series {
    var series = Series(capacity: 16)
    for step in 0..<count {
      series.append(
        step: step + 1, seconds: Double(step), value: Float(step) + (step >= fork ? 0.5 : 0))
    }
    return series
  }

  @Test(
    arguments: [
      (series(40), series(40, fork: 10)), (series(200), series(30)), (series(30), series(200)),
      (series(0), series(50)), (series(50), series(0)), (series(33), series(33)),
    ])
  func makesTheOther(_ old: Series, _ new: Series) {
    var made = old
    let isTaken = made.take(old.change(to: new))
    #expect(isTaken && made == new)
    // It goes on as the other does.
    var (a, b) = (made, new)
    for step in 500..<560 {
      a.append(step: step, seconds: 1, value: 2)
      b.append(step: step, seconds: 1, value: 2)
    }
    #expect(a == b)
  }

  @Test func onlyWhatIsAnotherIsWritten() {
    let change = Self.series(40).change(to: Self.series(40, fork: 36))
    #expect(change.kept == 9 && change.buckets.count == 1)
  }

  @Test func whatDoesNotFitChangesNothing() {
    let series = Self.series(12)
    var bad = series.change(to: Self.series(13))
    bad.kept = 13
    /// Refused, and the series is what it was.
    func isRefused(_ change: SeriesChange) -> Bool {
      var made = series
      return !made.take(change) && made == series
    }
    #expect(isRefused(bad))
    bad.kept = -1
    #expect(isRefused(bad))
    (bad.kept, bad.valuesPerBucket) = (12, 0)
    #expect(isRefused(bad))
    bad = Self.series(0).change(to: series)
    bad.buckets.swapAt(0, 3)
    #expect(isRefused(bad))
    for damage in [
      { (bucket: inout Series.Bucket) in bucket.count = .max },
      { (bucket: inout Series.Bucket) in bucket.nonfinite = -1 },
      { (bucket: inout Series.Bucket) in bucket.lastStep = .max },
    ] {
      bad = Self.series(0).change(to: series)
      damage(&bad.buckets[11])
      #expect(isRefused(bad))
    }
    bad = Self.series(0).change(to: series)
    bad.kept = 6
    #expect(isRefused(bad))
  }
}
