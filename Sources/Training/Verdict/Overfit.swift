/// A validation loss that has turned and rises while the training loss, measured the same way, falls
/// (Prechelt 1998): the one definition for the suspect and for the result.
package struct Overfit: Sendable, Equatable {
  /// Of the best validation, from 1.
  package var epoch: Int
  /// From the best validation loss to the last.
  package var rise: Float
  /// `rise` as a share of the best loss.
  package var share: Float
  /// The fall of the training loss since, and the last validation loss minus it.
  package var fall: Float
  package var gap: Float

  package init(epoch: Int, rise: Float, share: Float, fall: Float, gap: Float) {
    (self.epoch, self.rise, self.share) = (epoch, rise, share)
    (self.fall, self.gap) = (fall, gap)
  }

  package enum Finding: Sendable, Equatable {
    case found(Overfit)
    case unclear
    case absent
  }

  /// Validations since the best one.
  static let least = 3
  /// Above the best loss, as a share of it, and in times of a validation's noise: the best of many is
  /// low by chance alone.
  static let leastRise: Float = 0.02
  static let leastNoises: Float = 4
  /// However noisy validation is: what is left of the training loss since the best one, of the
  /// validation loss, and what the validation loss has at least of the predictor's.
  static let byHeart: Float = 0.5
  static let byHeartGap: Float = 0.3
  static let byHeartLoss: Float = 0.3

  package static func look(_ lane: LaneEvidence) -> Finding {
    let (validation, plain) = (lane.validation, lane.plain)
    guard let best = lane.best, validation.count == plain.count, let last = plain.last,
      let now = validation.last, now.isFinite, last.isFinite, plain[best].isFinite
    else { return .absent }
    guard validation.count - 1 - best >= least, last < plain[best] else { return .absent }
    let lowest = validation[best]
    func median(_ losses: [Float]) -> Float { losses.suffix(least).sorted()[least / 2] }
    let (level, plainLevel) = (median(validation), median(plain))
    let risen = level - lowest
    let isClear =
      risen > leastNoises * lane.noise && last < plain[best] * 0.98 && now > last * 1.1
    let isByHeart =
      plainLevel < byHeart * plain[best] && plainLevel < byHeartGap * level
      && level > byHeartLoss * (lane.predictorLoss ?? .infinity)
    guard risen > leastRise * abs(lowest), now > lowest, now > last, isClear || isByHeart else {
      return risen < 0.5 * leastRise * abs(lowest) ? .absent : .unclear
    }
    return .found(
      Overfit(
        epoch: Int((Double(best + 1) * lane.epochsPerValidation).rounded(.up)), rise: now - lowest,
        share: lowest > 0 ? (now - lowest) / lowest : .greatestFiniteMagnitude,
        fall: plain[best] - last,
        gap: now - last))
  }
}
