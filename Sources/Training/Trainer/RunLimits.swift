/// Limits on passes and steps; nil: no limit. `Trainer.finishLanes` ends the lanes that reach them.
package struct RunLimits: Sendable, Equatable, Codable {
  package var maxEpochs: Int?
  package var maxSteps: Int?

  package init(maxEpochs: Int?, maxSteps: Int?) {
    (self.maxEpochs, self.maxSteps) = (maxEpochs, maxSteps)
  }

  private enum CodingKeys: String, CodingKey {
    case maxEpochs = "max_epochs"
    case maxSteps = "max_steps"
  }
}
