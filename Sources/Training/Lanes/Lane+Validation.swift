import Engine
import Foundation
import Telemetry

extension Lane {
  /// Adds a validation's losses to the histories.
  func take(validation: Evaluator.Score, plain: Float, seconds: Double) {
    progress.lastValidationLoss = validation.loss
    progress.lastPlainLoss = plain
    progress.lastTrainLoss = progress.interval?.loss ?? progress.lastTrainLoss
    progress.validationCurve.append(
      step: progress.step, seconds: seconds, value: validation.loss)
    progress.plainCurve.append(step: progress.step, seconds: seconds, value: plain)
    let step = progress.step
    progress.effects?.validated(loss: validation.loss, step: step)
  }

  func validated(_ score: Evaluator.Score, rate: Double) -> LaneValidated {
    let interval = progress.interval
    return LaneValidated(
      lane: info.name, epoch: epoch, step: progress.step, trainLoss: interval?.loss,
      trainLossPlain: progress.lastPlainLoss ?? .nan, validationLoss: score.loss,
      metrics: NamedValues(score.metrics), penalty: progress.penalty, learningRate: learningRate,
      gradientNorm: interval?.norm, gradientNormClipped: interval?.normClipped,
      clippedShare: interval?.clippedShare, stepsPerSecond: rate)
  }

  /// Layers above this size would cost too much at every validation.
  private static let largestRadius = 512

  func updateSpectralRadii() {
    for (u, recurrence) in model.recurrences.enumerated() {
      guard recurrence.units <= Self.largestRadius, let block = recurrence.candidateBlock else {
        continue
      }
      let radius = SpectralRadius(size: recurrence.units)(block)
      diagnostics.setSpectralRadius(radius.isFinite ? radius : nil, recurrence: u)
    }
  }
}
