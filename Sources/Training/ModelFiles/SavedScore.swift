import Telemetry

/// How good a model file is: `rnn-tui.score` in its metadata. Only a better one on the same data
/// may replace it.
package struct SavedScore: Sendable, Equatable, Codable {
  /// Validation loss.
  package var loss: Float
  /// The metric shown next to the loss; empty where there is none.
  package var metric: NamedValues<Double>
  /// Updates the weights had received.
  package var step: Int
  /// Digest of the validation part (`Dataset.validationDigest`).
  package var data: String
  /// The metric that selected it as its lane's best, and its value; nil: the loss.
  @OmittedIfNil package var monitor: String?
  @OmittedIfNil package var monitored: Float?

  package init(
    loss: Float, metric: NamedValues<Double>, step: Int, data: String, monitor: String? = nil,
    monitored: Float? = nil
  ) {
    self.loss = loss
    self.metric = metric
    self.step = step
    self.data = data
    (self.monitor, self.monitored) = (monitor, monitored)
  }

  init?(_ model: BestModel, data: String) {
    guard let validation = model.validation, validation.loss.isFinite else { return nil }
    var metric: [(name: String, value: Double)] = []
    if let name = validation.metricName, let value = validation.metric {
      metric.append((name, Double(value)))
    }
    self.init(
      loss: validation.loss, metric: NamedValues(metric), step: model.step, data: data,
      monitor: validation.monitor?.name, monitored: validation.monitored)
  }

  /// The score in a model's file; nil: it has none.
  package init?(ofFile path: String) {
    guard let text = try? TensorFile.metadata(of: path)[ModelFile.scoreKey],
      let score = try? JSONLine.value(SavedScore.self, text)
    else { return nil }
    self = score
  }

  /// Whether a file with this score may replace one with `other`. Bests by different criteria are
  /// neither better nor worse.
  func mayReplace(_ other: SavedScore?) -> Bool {
    guard let other else { return false }
    return data == other.data && monitor == other.monitor && isBetter(than: other)
  }

  /// Compares by the criterion that selected both; false for a metric that is not known here.
  func isBetter(than other: SavedScore) -> Bool {
    guard let monitor else { return loss < other.loss }
    guard let metric = Monitor(named: monitor), let own = monitored, let others = other.monitored
    else { return false }
    return Monitor.isBetter(own, than: others, metric)
  }
}
