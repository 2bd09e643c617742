import Telemetry

/// The weights of a lane at its best validation so far, or the current ones if it was never
/// validated. `EarlyStopping.observe` decides which validation is the best, `Trainer.judge` keeps it,
/// `ModelStore` decides when it is written. Replaced as a whole, never changed in place: another
/// thread may be writing it to disk.
package struct BestModel: Sendable, Equatable, Codable {
  @BitEqual package var weights: [Float]
  package var inference: InferenceSettings
  package var step: Int
  /// Nil: never validated.
  package var validation: Validation?

  package struct Validation: Sendable, Equatable, Codable {
    @BitEqual package var loss: Float
    /// The primary metric; nil if the loss is enough.
    package var metricName: String?
    @BitEqual package var metric: Float?
    /// The metric that selected it, and its value; nil: the loss.
    package var monitor: Monitor?
    package var monitored: Float?

    package init(
      loss: Float, metricName: String? = nil, metric: Float? = nil, monitor: Monitor? = nil,
      monitored: Float? = nil
    ) {
      self.loss = loss
      self.metricName = metricName
      self.metric = metric
      (self.monitor, self.monitored) = (monitor, monitored)
    }
  }

  package init(
    weights: [Float], inference: InferenceSettings = InferenceSettings(), step: Int,
    validation: Validation? = nil
  ) {
    self.weights = weights
    self.inference = inference
    self.step = step
    self.validation = validation
  }
}
