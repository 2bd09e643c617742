import Foundation

/// Rows of a season, estimated from the training part.
enum Season {
  /// Longer seasons would need too much of the series to be seen.
  static let longest = 4000
  /// Seasons that the training part must hold.
  private static let leastPeriods = 3
  /// A long series shows it in its last part as well.
  private static let mostValues = 20_000
  /// Rows by which a season's length may be wrong, one standard error.
  private static let mostError = 0.4

  /// The number of rows after which a series repeats, with at least three such seasons there; nil
  /// where none stands out, or its length is not certain to a row.
  ///
  /// Hills of the autocorrelation of the values without their trend propose lengths; the one that stands
  /// highest is made exact by the sines that fit best.
  ///
  /// - Parameter candidates: lengths that the clock suggests: a day, a week.
  static func recognise(_ values: [Double], candidates: [Int] = []) -> Int? {
    let known = Array(values.filter(\.isFinite).suffix(mostValues))
    let values = detrended(known)
    let most = min(longest, values.count / leastPeriods)
    guard most >= 3 else { return nil }
    let correlations = autocorrelation(values, upTo: min(values.count - 1, 2 * most + most / 3 + 2))
    guard correlations.count > 4 else { return nil }
    for hill in hills(correlations, upTo: most, values.count).prefix(3) {
      let periodogram = Periodogram(values)
      var period = periodogram.sharpened(Double(hill))
      if period.error >= mostError {
        // A second season hides how exact the first one is.
        let rest = periodogram.rest(without: period.length)
        let others = autocorrelation(rest, upTo: correlations.count - 1)
        if let other = others.isEmpty ? nil : hills(others, upTo: most, values.count).first {
          let second = Periodogram(rest).sharpened(Double(other))
          period = Periodogram(periodogram.rest(without: second.length)).sharpened(period.length)
        }
      }
      // A season from the clock is exact.
      let near = candidates.filter {
        leastPeriods * $0 <= values.count && abs(Double($0) / period.length - 1) < 0.04
      }
      let known = near.min {
        abs(Double($0) - period.length) < abs(Double($1) - period.length)
      }
      if let known { return known }
      let rows = Int(period.length.rounded())
      if period.error < mostError, rows >= 2, rows <= most { return rows }
    }
    return nil
  }

  /// Lags of hills that stand out, the highest first; of those within a hair of each other the first
  /// one: a multiple of a season is as good as the season.
  private static func hills(_ correlations: [Double], upTo most: Int, _ count: Int) -> [Int] {
    // Of plain noise, fewer than one lag in a thousand comes above four standard errors.
    let floor = max(0.2, 4 / Double(count).squareRoot())
    var found: [(lag: Int, height: Double)] = []
    for lag in 2...most where correlations[lag] > floor {
      let height = correlations[lag]
      let reach = max(1, lag / 6)
      let around = correlations[max(1, lag - reach)...min(correlations.count - 1, lag + reach)]
      guard around.allSatisfy({ $0 <= height }) else { continue }
      let before = correlations[(lag / 2)...lag].min() ?? height
      let behind =
        correlations[lag...min(correlations.count - 1, lag + lag / 2 + 1)].min() ?? height
      guard height - max(before, behind) > floor / 2, comesAgain(lag, correlations, count) else {
        continue
      }
      if found.allSatisfy({ height > $0.height + 0.05 || height < $0.height }) {
        found.append((lag, height))
      }
    }
    return found.sorted { $0.height > $1.height }.map(\.lag)
  }

  /// Whether two seasons are about as much alike as one: what only wanders forgets.
  private static func comesAgain(_ lag: Int, _ correlations: [Double], _ count: Int) -> Bool {
    let reach = max(1, lag / 6)
    let second = max(lag + 1, 2 * lag - reach)...min(correlations.count - 1, 2 * lag + reach)
    guard second.upperBound >= 2 * lag else { return false }
    // Fewer values are compared the longer the lag is.
    func fair(_ lag: Int) -> Double {
      correlations[lag] * Double(count) / Double(max(1, count - lag))
    }
    return (second.map(fair).max() ?? 0) > 0.65 * fair(lag)
  }

  /// Minus the parabola that fits best, so that a trend does not make every lag alike.
  static func detrended(_ values: [Double]) -> [Double] {
    let count = Double(values.count)
    guard count > 6 else { return values }
    // Legendre polynomials are all but orthogonal over many rows.
    let places = values.indices.map { 2 * Double($0) / (count - 1) - 1 }
    var rest = values
    for polynomial in [{ _ in 1 }, { $0 }, { 1.5 * $0 * $0 - 0.5 }] as [(Double) -> Double] {
      var (product, square) = (0.0, 0.0)
      for (place, value) in zip(places, rest) {
        let shape = polynomial(place)
        product += shape * value
        square += shape * shape
      }
      for index in rest.indices { rest[index] -= product / square * polynomial(places[index]) }
    }
    return rest
  }

  /// Correlation of `values` with themselves at lags 0 ... `most`; empty if they are constant.
  static func autocorrelation(_ values: [Double], upTo most: Int) -> [Double] {
    let values = Array(values.suffix(mostValues))
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

/// Sines of a length and its parts, with a trend next to them, fitted to a series by least squares.
private struct Periodogram {
  private let values: [Double]
  private static let harmonics = 4
  /// A parabola.
  private static let trend = 3

  init(_ values: [Double]) { self.values = values }

  /// The length near `length` whose sines leave least, and its standard error in rows.
  func sharpened(_ length: Double) -> (length: Double, error: Double) {
    var best = (length: length, rest: Double.infinity)
    var width = max(1.5, 0.08 * length)
    while width > 0.02 {
      let centre = best.length
      for step in -5...5 {
        let length = centre + Double(step) / 5 * width
        guard length >= 2, let fit = fit(length), fit.rest < best.rest else { continue }
        best = (length, fit.rest)
      }
      width /= 3
    }
    return (best.length, fit(best.length).map { error(best.length, $0) } ?? .infinity)
  }

  private struct Fit {
    /// The sum of squares that is left.
    var rest: Double
    /// Coefficients of the trend, then of sine and cosine of each harmonic.
    var weights: [Double]

    /// Amplitude squared of each harmonic.
    var heights: [Double] {
      stride(from: Periodogram.trend, to: weights.count, by: 2).map { index -> Double in
        let (s, c) = (weights[index], weights[index + 1])
        return s * s + c * c
      }
    }
  }

  /// The series without the sines of a length.
  func rest(without length: Double) -> [Double] {
    guard let fit = fit(length) else { return values }
    var rest = values
    for index in stride(from: Self.trend, to: fit.weights.count, by: 2) {
      let harmonic = Double((index - Self.trend) / 2 + 1)
      for place in rest.indices {
        let angle: Double = 2 * Double.pi * harmonic * Double(place) / length
        rest[place] -= fit.weights[index] * sin(angle) + fit.weights[index + 1] * cos(angle)
      }
    }
    return rest
  }

  /// Nil if the sines cannot be told from the trend or from each other.
  private func fit(_ length: Double) -> Fit? {
    let harmonics = (1...Self.harmonics).count { length / Double($0) > 2.05 }
    let size = Self.trend + 2 * harmonics
    var matrix = [Double](repeating: 0, count: size * (size + 1))
    var row = [Double](repeating: 0, count: size + 1)
    var turns = (1...Self.harmonics).map { harmonic -> (Double, Double, Double, Double) in
      let angle = 2 * Double.pi * Double(harmonic) / length
      return (0, 1, sin(angle), cos(angle))
    }
    let half = Double(values.count - 1) / 2
    var square = 0.0
    for (place, value) in values.enumerated() {
      let x = Double(place) / half - 1
      (row[0], row[1], row[2]) = (1, x, x * x)
      for harmonic in 0..<harmonics {
        // A rotation in place of a sine for each value.
        let (s, c, turnSine, turnCosine) = turns[harmonic]
        (row[3 + 2 * harmonic], row[4 + 2 * harmonic]) = (s, c)
        (turns[harmonic].0, turns[harmonic].1) = (
          s * turnCosine + c * turnSine, c * turnCosine - s * turnSine
        )
      }
      row[size] = value
      square += value * value
      matrix.withUnsafeMutableBufferPointer { matrix in
        for one in 0..<size {
          let factor = row[one]
          for other in one...size { matrix[one * (size + 1) + other] += factor * row[other] }
        }
      }
    }
    let sides = (0..<size).map { matrix[$0 * (size + 1) + size] }
    guard let weights = Self.solution(&matrix, size) else { return nil }
    let explained = zip(weights, sides).reduce(0) { $0 + $1.0 * $1.1 }
    return Fit(rest: max(0, square - explained), weights: weights)
  }

  /// Solves a symmetric system of which the upper half is there, right sides in the last column.
  private static func solution(_ matrix: inout [Double], _ size: Int) -> [Double]? {
    let width = size + 1
    let largest = (0..<size).map { matrix[$0 * width + $0] }.max() ?? 0
    for pivot in 0..<size {
      let top = matrix[pivot * width + pivot]
      guard top > 1e-10 * largest else { return nil }
      for row in (pivot + 1)..<max(size, pivot + 1) {
        let factor = matrix[pivot * width + row] / top
        for column in row...size {
          matrix[row * width + column] -= factor * matrix[pivot * width + column]
        }
      }
    }
    var weights = [Double](repeating: 0, count: size)
    for row in (0..<size).reversed() {
      var value = matrix[row * width + size]
      for column in (row + 1)..<max(size, row + 1) {
        value -= matrix[row * width + column] * weights[column]
      }
      weights[row] = value / matrix[row * width + row]
    }
    return weights
  }

  /// By the bound of Cramer and Rao for the frequency of sines in white noise.
  private func error(_ length: Double, _ fit: Fit) -> Double {
    let count = Double(values.count)
    let noise = fit.rest / count
    var information = 0.0
    for (index, height) in fit.heights.enumerated() {
      let harmonic = Double(index + 1)
      // Of the basic frequency, in radians a row.
      information += height * harmonic * harmonic * count * count * count / 24
    }
    guard information > 0, noise > 0 else { return noise > 0 ? .infinity : 0 }
    return length * length / (2 * .pi) * (noise / information).squareRoot()
  }
}
