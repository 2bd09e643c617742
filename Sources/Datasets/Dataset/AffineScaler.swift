/// Standard scaling of one column: scaled = (value - mean) / scale.
package struct AffineScaler: Sendable, Equatable, Codable {
  package var mean: Double
  /// Population standard deviation of the training part; 1 where the column is constant there.
  package var scale: Double

  package init(mean: Double, scale: Double) {
    self.mean = mean
    self.scale = scale
  }

  /// Fits `values`, of which there is at least one, all finite.
  package init(fitting values: some Collection<Double>) {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + $1 / count }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
    // A constant column leaves rounding noise behind, in proportion to its size.
    let noise = 1e-12 * mean.magnitude
    let deviation = variance.squareRoot()
    self.mean = mean
    scale = deviation > noise ? deviation : 1
  }

  package func apply(_ value: Double) -> Float { Float((value - mean) / scale) }

  /// Back to data units.
  package func undo(_ scaled: Float) -> Double { Double(scaled) * scale + mean }
}
