import Telemetry

/// Parts of a lane's picture; nil: as before.
package struct RecordedLane: Sendable, Codable {
  package var seconds: Double
  package var lane: String
  package var step: Int
  package var facts: LaneFacts?
  package var settings: [SettingSnapshot]?
  package var interventions: [Intervention]?
  /// Without the maps' rows.
  package var gradients: [GradientSnapshot]?
  package var tensors: [TensorSnapshot]?
  package var layers: [LayerSnapshot]?
  package var output: OutputSnapshot?
  package var attention: AttentionSnapshot?
  package var lossByPosition: LossByPosition?

  package init(seconds: Double, lane: String, step: Int) {
    (self.seconds, self.lane, self.step) = (seconds, lane, step)
  }

  package var isEmpty: Bool {
    facts == nil && settings == nil && interventions == nil && gradients == nil && tensors == nil
      && layers == nil && output == nil && attention == nil
      && lossByPosition == nil
  }

  private enum CodingKeys: String, CodingKey {
    case seconds, lane, step, facts, settings, interventions, gradients, tensors, layers, output
    case attention
    case lossByPosition = "loss_by_position"
  }

  // What is as before is left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(lane, forKey: .lane)
    try container.encode(step, forKey: .step)
    if let facts { try container.encode(facts, forKey: .facts) }
    if let settings { try container.encode(settings, forKey: .settings) }
    if let interventions { try container.encode(interventions, forKey: .interventions) }
    if let gradients { try container.encode(gradients, forKey: .gradients) }
    if let tensors { try container.encode(tensors, forKey: .tensors) }
    if let layers { try container.encode(layers, forKey: .layers) }
    if let output { try container.encode(output, forKey: .output) }
    if let attention { try container.encode(attention, forKey: .attention) }
    if let lossByPosition { try container.encode(lossByPosition, forKey: .lossByPosition) }
  }
}
