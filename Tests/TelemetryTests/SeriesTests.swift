import Telemetry
import Testing

struct SeriesTests {
  @Test func aSpikeIsNeverLost() {
    var series = Series(capacity: 8)
    for step in 1...1000 {
      series.append(step: step, seconds: Double(step) / 10, value: step == 137 ? 99 : 1)
    }
    #expect(series.buckets.count <= 8)
    #expect(series.buckets.map(\.count).reduce(0, +) == 1000)
    #expect(series.buckets.map(\.maximum).max() == 99)
    #expect(series.buckets.map(\.minimum).min() == 1)
    #expect(series.buckets.first?.firstStep == 1)
    #expect(series.lastStep == 1000)
    let places = series.buckets.filter { $0.maximum == 99 }
    #expect(places.count == 1)
    #expect(places.allSatisfy { ($0.firstStep...$0.lastStep).contains(137) })
  }

  @Test func whatIsNotFiniteIsAGap() {
    var series = Series(capacity: 2)
    for (step, value) in [Float.nan, .infinity, 3, .nan].enumerated() {
      series.append(step: step, seconds: 0, value: value)
    }
    #expect(series.buckets.count == 2)
    #expect(series.buckets[0].count == 0 && series.buckets[0].nonfinite == 2)
    #expect(series.buckets[0].mean.isNaN && series.buckets[0].minimum.isNaN)
    #expect(series.buckets[1].mean == 3 && series.buckets[1].nonfinite == 1)
  }

  /// Made twice: an array is equal to itself without a look at what is in it.
  @Test func theSameIsEqualGapsAndAll() {
    func series(_ count: Int) -> Series {
      var series = Series(capacity: 4)
      for step in 0..<count {
        series.append(step: step, seconds: 0, value: step < 3 ? 1 : .nan)
      }
      return series
    }
    for count in 0...10 {
      #expect(series(count) == series(count))
      #expect(series(count) != series(count + 1))
    }
    #expect(series(10).buckets.contains { $0.mean.isNaN })
  }

  /// Of a record that says anything whatever.
  @Test func bucketsWithoutEnd() {
    var series = Series(capacity: 4)
    for step in 0..<1000 {
      series.take(
        Series.Bucket(
          steps: step...step, seconds: 0, minimum: 1, maximum: 1, mean: 1, count: 1, nonfinite: 0))
    }
    #expect(series.buckets.count <= 4 && series.buckets.last?.lastStep == 999)
    #expect(series.valuesPerBucket > 1)
  }
}
