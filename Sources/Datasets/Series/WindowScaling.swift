/// Scaling of each window by its own mean and standard deviation, so that a series that wanders, or
/// series of different sizes, look alike; answers are turned back by the same two numbers.
package struct WindowScaling: Sendable, Equatable, Codable {
  /// [I] least deviations, so that a window in which nothing happens does not blow up; nil if an
  /// input is fed as it is.
  package var inputs: [Double?]
  /// [targets]
  package var targets: [Double]

  /// Least deviations by the windows of the training parts.
  init(fitting series: [SeriesPreparation], window: Int) {
    guard let first = series.first else {
      (inputs, targets) = ([], [])
      return
    }
    let starts = series.map { one in
      let rows = one.parts[0]
      let count = max(0, rows.count - window + 1)
      let apart = max(1, count * series.count / Self.windows)
      return stride(from: rows.lowerBound, to: rows.lowerBound + count, by: apart)
    }
    func least(_ value: (SeriesPreparation, Int) -> Double) -> Double {
      var spreads: [Double] = []
      for (one, starts) in zip(series, starts) {
        for start in starts {
          let spread = WindowSpread((start..<start + window).map { value(one, $0) }, least: 0)
          if spread.scale > 0, spread.scale.isFinite { spreads.append(spread.scale) }
        }
      }
      spreads.sort()
      return spreads.isEmpty ? 1 : Self.share * spreads[spreads.count / 10]
    }
    inputs = first.frame.inputs.indices.map { place in
      first.frame.inputs[place].isIndicator
        ? nil
        : least { one, row in Double(one.data.inputs[row * one.data.features + place]) }
    }
    targets = first.data.targets.indices.map { place in
      least { one, row in one.data.targets[place].values[row] }
    }
  }

  /// A share of a deviation that few windows stay below.
  private static let share = 0.1
  /// Approximate number of windows to sample.
  private static let windows = 2000

  func check(features: Int, targets count: Int) throws(DescriptionFault) {
    try DescriptionCheck.require(
      count: inputs.count, features, "inputs are", "series.windowScaling.inputs")
    try DescriptionCheck.require(
      count: targets.count, count, "targets are", "series.windowScaling.targets")
    if !(inputs.compactMap { $0 } + targets).allSatisfy({ $0.isFinite && $0 > 0 }) {
      throw DescriptionFault(
        key: "series.windowScaling", reason: "has a number that is not above 0")
    }
  }
}

/// Mean and standard deviation of the numbers of one window.
struct WindowSpread {
  let mean: Double
  /// Divides what is left when the mean is taken away.
  let scale: Double

  static let none = WindowSpread(mean: 0, scale: 1)

  private init(mean: Double, scale: Double) { (self.mean, self.scale) = (mean, scale) }

  /// Numbers that are not finite are passed over.
  init(_ values: some Sequence<Double>, least: Double) {
    var (count, sum) = (0.0, 0.0)
    for value in values where value.isFinite {
      count += 1
      sum += value
    }
    guard count > 0 else {
      self.init(mean: 0, scale: max(least, 1e-300))
      return
    }
    let mean = sum / count
    var squares = 0.0
    for value in values where value.isFinite { squares += (value - mean) * (value - mean) }
    self.init(mean: mean, scale: max((squares / count).squareRoot(), least))
  }

  func scaled(_ value: Double) -> Double { (value - mean) / scale }
  func undone(_ value: Double) -> Double { value * scale + mean }
}
