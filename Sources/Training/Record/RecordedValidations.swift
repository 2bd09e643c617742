import Telemetry

/// Validations of a lane, one after the other, where there are very many.
package struct RecordedValidations: Sendable, Equatable, Codable {
  /// At the last one.
  package var seconds: Double
  package var lane: String
  package var steps: [Int]
  @Packed package var validationLosses: [Float]
  @Packed package var plainLosses: [Float]
  /// Of each metric, as `val_metrics` has it.
  package var metrics: NamedValues<Packed<Double>>

  package init(_ first: LaneValidated, seconds: Double) {
    self.seconds = seconds
    lane = first.lane
    steps = [first.step]
    validationLosses = [first.validationLoss]
    plainLosses = [first.trainLossPlain]
    metrics = NamedValues(first.metrics.entries.map { ($0.name, Packed(wrappedValue: [$0.value])) })
  }

  mutating func add(_ next: LaneValidated, seconds: Double) {
    self.seconds = seconds
    steps.append(next.step)
    validationLosses.append(next.validationLoss)
    plainLosses.append(next.trainLossPlain)
    metrics = NamedValues(
      metrics.entries.map { entry in
        var values = entry.value
        values.wrappedValue.append(next.metrics[entry.name] ?? .nan)
        return (entry.name, values)
      })
  }

  /// With the metrics in an order that reading the value has lost.
  func inOrder(of names: [String]) -> Self {
    var ordered = self
    let known = names.compactMap { name in metrics[name].map { (name, $0) } }
    ordered.metrics = NamedValues(known + metrics.entries.filter { !names.contains($0.name) })
    return ordered
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, steps
    case validationLosses = "val_loss"
    case plainLosses = "train_loss_plain"
    case metrics = "val_metrics"
  }
}
