import Telemetry

/// A lane whose validation loss rose clearly after its best, while its training loss (dropout and
/// noise off) fell on.
package struct Overfit: Sendable, Equatable {
  package enum Start: Sendable, Equatable {
    case epoch(Int)
    case step(Int)
  }
  /// The best validation.
  package var start: Start
  /// From the best validation loss to the last ones.
  package var rise: Float
  /// `rise` as a share of the best loss.
  package var share: Float

  package init(start: Start, rise: Float, share: Float) {
    (self.start, self.rise, self.share) = (start, rise, share)
  }

  /// Validations after the best before anything is said.
  static let least = 3
  /// Of the best loss; and times the noise of a validation: the best of many is low by chance alone.
  static let leastShare: Float = 0.05
  static let leastNoises: Float = 4
  /// The training loss must have fallen by this share.
  static let leastFall: Float = 0.01

  /// - Parameters:
  ///   - validation, plain: the losses of every validation, in order.
  ///   - steps: of the validations.
  ///   - stepsPerEpoch: nil: the start is told as a step.
  package init?(validation: [Float], plain: [Float], steps: [Int], stepsPerEpoch: Int?) {
    let count = min(validation.count, plain.count, steps.count)
    let losses = Array(validation.prefix(count))
    guard
      let best = losses.indices.filter({ losses[$0].isFinite }).min(by: { losses[$0] < losses[$1] })
    else { return nil }
    let after = count - 1 - best
    guard after >= Self.least, losses[best] > 0 else { return nil }
    let last = max(Self.least, after / 4)
    guard let end = Self.median(losses.suffix(last)),
      let plainEnd = Self.median(plain.prefix(count).suffix(last)), plain[best].isFinite
    else { return nil }
    let rise = end - losses[best]
    let share = rise / losses[best]
    let noise = Self.noise(Array(losses[max(0, best - after)...]))
    guard share > Self.leastShare, rise > Self.leastNoises * noise,
      plainEnd < plain[best] * (1 - Self.leastFall)
    else { return nil }
    self.init(
      start: stepsPerEpoch.map { .epoch((steps[best] + $0 - 1) / $0) } ?? .step(steps[best]),
      rise: rise, share: share)
  }

  /// The standard deviation of a loss about the mean of its neighbours, from the median of the
  /// magnitudes; of independent noise, sqrt(3 / 2) of its own.
  private static func noise(_ losses: [Float]) -> Float {
    guard losses.count >= 3 else { return 0 }
    let bends = (1..<losses.count - 1).map { (place: Int) -> Float in
      let mean: Float = (losses[place - 1] + losses[place + 1]) / 2
      return abs(losses[place] - mean)
    }
    return (median(bends[...]) ?? 0) * 1.4826 / 1.2247
  }

  /// Nil where a value is not finite.
  private static func median(_ values: ArraySlice<Float>) -> Float? {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension Overfit {
  /// Nothing is said of a lane whose last validations still say that the task is learned.
  init?(_ progress: LaneProgress, stepsPerEpoch: Int?) {
    if progress.standing.learnedStep != nil { return nil }
    let (validation, plain) = (progress.validationCurve.buckets, progress.plainCurve.buckets)
    self.init(
      validation: validation.map(\.mean), plain: plain.map(\.mean),
      steps: validation.map(\.lastStep),
      stepsPerEpoch: stepsPerEpoch)
  }
}
