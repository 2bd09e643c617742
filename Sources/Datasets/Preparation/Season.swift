/// How many rows a season has, told from the training part.
enum Season {
  /// Longer seasons would need too much of the series to be seen.
  static let longest = 800

  /// The lag, 2 rows and more, at which a series is most like itself: the highest peak of the
  /// autocorrelation of its changes, with at least three seasons there; nil where no peak stands out.
  ///
  /// Changes and not values, because a trend makes every lag alike.
  static func recognise(_ values: [Double]) -> Int? {
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }.filter(\.isFinite)
    let most = min(longest, changes.count / 3)
    guard most > 3 else { return nil }
    let correlations = autocorrelation(changes, upTo: most)
    guard correlations.count > 3 else { return nil }
    var best: (lag: Int, height: Double)?
    for lag in 2..<most {
      let height = correlations[lag]
      let isPeak = height > correlations[lag - 1] && height >= correlations[lag + 1]
      // A multiple of a season is as good as it: the first one within a hair of the best counts.
      if isPeak, height > (best?.height ?? 0) + 0.05 { best = (lag, height) }
    }
    // Of plain noise, fewer than one lag in a thousand comes above four standard errors.
    let floor = max(0.2, 4 / Double(changes.count).squareRoot())
    return best.flatMap { $0.height > floor ? $0.lag : nil }
  }

  /// Correlation of `values` with themselves at lags 0 ... `most`; empty where they are constant.
  static func autocorrelation(_ values: [Double], upTo most: Int) -> [Double] {
    // A long series says it in its last part as well.
    let values = Array(values.suffix(20_000))
    let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
    let centred = values.map { $0 - mean }
    let variance = centred.reduce(0) { $0 + $1 * $1 }
    guard variance > 0, most < values.count else { return [] }
    return centred.withUnsafeBufferPointer { centred in
      (0...most).map { lag in
        var sum = 0.0
        for row in lag..<centred.count { sum += centred[row] * centred[row - lag] }
        return sum / variance
      }
    }
  }
}
