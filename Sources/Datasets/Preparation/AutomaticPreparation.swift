import Foundation
import Telemetry

/// The steps for a series whose preset names none: what its training part calls for.
struct AutomaticPreparation {
  let steps: [PreparationStep]
  /// Why, one sentence for each that is not always there.
  let reasons: [String]

  /// - Parameters:
  ///   - hasGaps: something is missing among the inputs.
  ///   - training: the first target's training rows in its own units, NaN if missing.
  ///   - season: rows of a season, if there is one.
  ///   - spare: training rows that may be lost to differences.
  init(hasGaps: Bool, training: [Double], season: Int?, spare: Int) {
    let known = training.filter(\.isFinite)
    var steps: [PreparationStep] = []
    var reasons: [String] = []
    if hasGaps { steps.append(PreparationStep(MissingValues.name, "linear")) }
    if let trend = Trend(known), trend.isStrong {
      if trend.growsWithLevel {
        steps.append(PreparationStep(Scaling.name, "log"))
        reasons.append("the spread of the values grows with their level")
      }
      steps.append(PreparationStep(Difference.name, "1"))
      reasons.append(
        "the level shifts: the second half is \(Numbers.fourDigits(trend.shift)) spreads away")
      let changes = Self.changes(known, logarithm: trend.growsWithLevel)
      if let season, season > 1, spare > 2 * season,
        let height = Season.autocorrelation(changes, upTo: season).last, height > 0.5
      {
        steps.append(PreparationStep(Difference.name, "\(season)"))
        reasons.append("changes repeat after \(counted(season, "row"))")
      }
    }
    steps.append(PreparationStep(Scaling.name, "standard"))
    self.steps = steps
    self.reasons = reasons
  }

  private static func changes(_ values: [Double], logarithm: Bool) -> [Double] {
    let values = logarithm ? values.map { log($0) } : values
    return zip(values.dropFirst(), values).map { $0 - $1 }
  }
}

/// Whether a series keeps its level: its first half against its second.
private struct Trend {
  /// The distance of the halves' means, in standard deviations within the halves.
  let shift: Double
  let growsWithLevel: Bool

  var isStrong: Bool { shift > 1.2 }

  /// Nil if there are too few values, or nothing moves.
  init?(_ values: [Double]) {
    guard values.count >= 16 else { return nil }
    let half = values.count / 2
    let first = AffineScaler(fitting: values[..<half])
    let second = AffineScaler(fitting: values[half...])
    let within = ((first.scale * first.scale + second.scale * second.scale) / 2).squareRoot()
    guard within > 0, (values.min() ?? 0) < (values.max() ?? 0) else { return nil }
    shift = abs(second.mean - first.mean) / within
    let isPositive = values.allSatisfy { $0 > 0 }
    // Steps about as large in relation to the level: then the larger level has the larger steps.
    func step(_ part: ArraySlice<Double>) -> Double {
      zip(part.dropFirst(), part).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(part.count - 1)
    }
    let growth = step(values[half...]) / max(step(values[..<half]), .leastNormalMagnitude)
    let level = second.mean / first.mean
    growsWithLevel =
      isPositive && level > 1
      ? growth > level.squareRoot() : isPositive && growth < level.squareRoot()
  }
}
