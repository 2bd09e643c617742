import Telemetry

/// Early stopping on validation loss (Prechelt 1998): stop after `patience` validations in a row
/// that did not improve the best loss by more than `minDelta`. The best is tracked whether or not
/// stopping is switched on.
package struct EarlyStopping: Sendable, Equatable, Codable {
  package enum Verdict: Sendable, Equatable {
    case improved
    /// No improvement; this many more are borne.
    case waits(left: Int)
    case stops
  }

  package var on: Bool
  package var patience: Int
  package var minDelta: Float
  package private(set) var bestLoss: Float?
  package private(set) var bestStep = 0
  package private(set) var bestEpoch = 0
  /// Validations since the best one.
  package private(set) var withoutImprovement = 0

  package init(on: Bool, patience: Int, minDelta: Float = 0) {
    self.on = on
    self.patience = patience
    self.minDelta = minDelta
  }

  package var left: Int { max(0, patience - withoutImprovement) }

  /// A loss that is not finite is worse than any.
  package mutating func observe(_ loss: Float, step: Int, epoch: Int) -> Verdict {
    if loss.isFinite, bestLoss.map({ loss < $0 - minDelta }) ?? true {
      bestLoss = loss
      bestStep = step
      bestEpoch = epoch
      withoutImprovement = 0
      return .improved
    }
    withoutImprovement += 1
    return on && withoutImprovement >= patience ? .stops : .waits(left: left)
  }
}

/// Where other patience values would have stopped, with the lane's own `minDelta`, and the best loss
/// they would have kept.
package struct PatienceGhosts: Sendable, Equatable, Codable {
  package struct Stop: Sendable, Equatable, Codable {
    package var patience: Int
    package var epoch: Int
    package var step: Int
    @BitEqual package var bestLoss: Float
  }
  package static let patiences = [2, 3, 5, 10, 20, 50]

  private var watchers: [EarlyStopping]
  package private(set) var stops: [Stop] = []

  package init(minDelta: Float) {
    watchers = Self.patiences.map { EarlyStopping(on: true, patience: $0, minDelta: minDelta) }
  }

  package mutating func observe(_ loss: Float, step: Int, epoch: Int) {
    for i in watchers.indices where !stops.contains(where: { $0.patience == watchers[i].patience })
    {
      guard watchers[i].observe(loss, step: step, epoch: epoch) == .stops else { continue }
      stops.append(
        Stop(
          patience: watchers[i].patience, epoch: epoch, step: step,
          bestLoss: watchers[i].bestLoss ?? .nan))
    }
  }
}
