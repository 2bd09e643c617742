import Telemetry

/// Early stopping on validation loss (Prechelt 1998), or on a metric: stop after `patience`
/// validations in a row that did not improve the best one by more than `minDelta`. The best is
/// tracked whether or not stopping is switched on.
package struct EarlyStopping: Sendable, Equatable, Codable {
  package enum Verdict: Sendable, Equatable {
    case improved
    /// No improvement; this many more are allowed.
    case waits(left: Int)
    case stops
  }

  /// The name of the loss among the values that can be monitored.
  package static let loss = "loss"

  package var on: Bool
  package var patience: Int
  package var minDelta: Float
  /// The metric that decides which validation is the best; nil: the validation loss.
  package let monitor: Monitor?
  /// The validation loss of the best validation: the lowest one, if the loss is monitored.
  package private(set) var bestLoss: Float?
  /// The monitored metric at the best validation; nil if the loss is monitored.
  package private(set) var bestMetric: Float?
  package private(set) var bestStep = 0
  package private(set) var bestEpoch = 0
  /// Validations since the best one.
  package private(set) var withoutImprovement = 0

  package init(on: Bool, patience: Int, minDelta: Float = 0, monitor: Monitor? = nil) {
    self.on = on
    self.patience = patience
    self.minDelta = minDelta
    self.monitor = monitor
  }

  package init(_ configuration: EarlyStoppingConfiguration) {
    self.init(
      on: configuration.on, patience: configuration.patience, minDelta: configuration.minDelta,
      monitor: Monitor(named: configuration.monitor))
  }

  /// The same settings, without any validation.
  var fresh: EarlyStopping {
    EarlyStopping(on: on, patience: patience, minDelta: minDelta, monitor: monitor)
  }

  package var left: Int { max(0, patience - withoutImprovement) }

  /// A non-finite number is worse than any other.
  /// - Parameter metric: the monitored value, if it is not the loss.
  package mutating func observe(
    _ loss: Float, metric: Float? = nil, step: Int, epoch: Int
  ) -> Verdict {
    let value = monitor == nil ? loss : metric ?? .nan
    let best = monitor == nil ? bestLoss : bestMetric
    let isBest = best.map { Monitor.isBetter(value, than: $0, by: minDelta, monitor) } ?? true
    if loss.isFinite, value.isFinite, isBest {
      bestLoss = loss
      bestMetric = monitor == nil ? nil : value
      bestStep = step
      bestEpoch = epoch
      withoutImprovement = 0
      return .improved
    }
    withoutImprovement += 1
    return on && withoutImprovement >= patience ? .stops : .waits(left: left)
  }
}

/// Where other patience values would have stopped, with the lane's own `minDelta` and monitor, and
/// the best validation that they would have kept.
package struct PatienceGhosts: Sendable, Equatable, Codable {
  package struct Stop: Sendable, Equatable, Codable {
    package var patience: Int
    package var epoch: Int
    package var step: Int
    @BitEqual package var bestLoss: Float
    /// The monitored metric; nil if the loss is monitored.
    package var bestMetric: Float?
  }
  package static let patiences = [2, 3, 5, 10, 20, 50]

  private var watchers: [EarlyStopping]
  package private(set) var stops: [Stop] = []

  package init(minDelta: Float, monitor: Monitor? = nil) {
    watchers = Self.patiences.map {
      EarlyStopping(on: true, patience: $0, minDelta: minDelta, monitor: monitor)
    }
  }

  package mutating func observe(_ loss: Float, metric: Float? = nil, step: Int, epoch: Int) {
    for i in watchers.indices where !stops.contains(where: { $0.patience == watchers[i].patience })
    {
      guard watchers[i].observe(loss, metric: metric, step: step, epoch: epoch) == .stops
      else { continue }
      stops.append(
        Stop(
          patience: watchers[i].patience, epoch: epoch, step: step,
          bestLoss: watchers[i].bestLoss ?? .nan, bestMetric: watchers[i].bestMetric))
    }
  }
}
