import Telemetry

extension RecordedLane {
  /// Its numbers fit each other, as they do in every line that a run wrote: what is drawn relies on it.
  var isSound: Bool {
    facts.map { $0.step.isStep && $0.epoch.isStep } ?? true
      && gradients?.allSatisfy(\.isSound) ?? true && tensors?.allSatisfy(\.isSound) ?? true
      && attention?.isSound ?? true && output?.isSound ?? true
      && lossByPosition.map { $0.timeSteps.isStep } ?? true
  }
}

extension Int {
  /// Not below 0, and small enough to be added up.
  fileprivate var isStep: Bool { (0..<1 << 40).contains(self) }
}

extension NormHistogram {
  fileprivate var isSound: Bool {
    bins.count == Self.binCount && (bins + [zero, underflow, overflow, nan]).allSatisfy(\.isStep)
  }
}

extension GradientSnapshot {
  fileprivate var isSound: Bool {
    histogram.isSound && cellHistogram?.isSound ?? true && map.isSound && layer.isStep
  }
}

extension TensorSnapshot {
  fileprivate var isSound: Bool {
    let count = shape.reduce(1.0) { $0 * Double($1) }
    return histogram.isSound && shape.allSatisfy(\.isStep) && count < 0x1p40
  }
}

extension AttentionSnapshot {
  fileprivate var isSound: Bool {
    let places = rowCount.multipliedReportingOverflow(by: columns)
    return rowCount > 0 && columns > 0 && timeSteps.isStep && !places.overflow
      && weights.count == places.partialValue
      && marks.map { $0.isMarked.count == weights.count } ?? true
  }
}

extension OutputSnapshot {
  fileprivate var isSound: Bool {
    switch self {
    case .none, .answers: true
    case .text(let samples): !samples.isEmpty
    case .forecast(let forecasts): !forecasts.isEmpty && forecasts.allSatisfy(\.isSound)
    case .confusion(let confusion): confusion.isSound
    }
  }
}

extension Forecast {
  fileprivate var isSound: Bool {
    truth.count == forecast.count
      && places.map { places in
        places.rows.count == truth.count && places.rows.allSatisfy(\.isStep)
          && (places.dates.isEmpty || places.dates.count == truth.count)
          && places.partCount.isStep && places.total.isStep
      } ?? true
  }
}

extension Confusion {
  fileprivate var isSound: Bool {
    let size = classes.count
    return counts.count == size * size && counts.allSatisfy(\.isStep) && others.isStep
      && [precision.count, recall.count, f1.count].allSatisfy { $0 == size }
      && transitions.map { $0.scores.count == ($0.classes.count + 1) * ($0.classes.count + 1) }
        ?? true
  }
}
