import Engine

/// |got - want| / |want|, by the Euclidean norm; `floor` stands in for a smaller |want|. NaN and a
/// wrong count are infinitely far.
func relativeError(_ got: [Double], _ want: [Double], floor: Double = 1e-6) -> Double {
  guard got.count == want.count else { return .infinity }
  var (difference, size) = (0.0, 0.0)
  for (a, b) in zip(got, want) {
    difference += (a - b) * (a - b)
    size += b * b
  }
  let error = difference.squareRoot() / max(size.squareRoot(), floor)
  return error.isNaN ? .infinity : error
}

func relativeError(_ got: [Float], _ want: [Double], floor: Double = 1e-6) -> Double {
  relativeError(got.map(Double.init), want, floor: floor)
}

extension Block<Float> {
  /// The numbers as bits, so that equal means the same bits (NaN too).
  var bits: [UInt32] { values.map(\.bitPattern) }
}

extension Block<Double> {
  var bits: [UInt64] { values.map(\.bitPattern) }
}
