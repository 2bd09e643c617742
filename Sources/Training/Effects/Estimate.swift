/// A number and its standard error.
struct Estimate: Equatable {
  var value: Double
  /// Nil: too few values to estimate it.
  var error: Double?

  func times(_ factor: Double) -> Estimate {
    Estimate(value: value * factor, error: error.map { $0 * factor })
  }

  /// - Returns: nil: there are no values.
  static func mean(_ values: [Double]) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    guard n > 1 else { return Estimate(value: mean, error: nil) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Estimate(value: mean, error: (squares / (n - 1) / n).squareRoot())
  }

  /// The slope of the least-squares line through points; its error from the residuals, with two
  /// degrees of freedom fewer than points (Draper & Smith, Applied Regression Analysis, chapter 1).
  /// - Returns: nil: fewer than two places.
  static func slope(_ points: [(x: Double, y: Double)]) -> Estimate? {
    let n = Double(points.count)
    guard n >= 2 else { return nil }
    let (x, y) = (points.reduce(0) { $0 + $1.x } / n, points.reduce(0) { $0 + $1.y } / n)
    let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard spread > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread
    guard n > 2 else { return Estimate(value: slope, error: nil) }
    let left = points.reduce(0) { sum, point in
      let residual = point.y - y - slope * (point.x - x)
      return sum + residual * residual
    }
    return Estimate(value: slope, error: (left / (n - 2) / spread).squareRoot())
  }
}
