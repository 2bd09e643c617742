/// The answer to a command: applied at a step, or rejected with a reason.
package struct CommandAnswered: Sendable, Equatable {
  /// The command's number; nil if it was scheduled and nobody waits for the answer.
  package var id: Int?
  /// Nil: the user, by a key or in advance.
  package var by: Sender?
  /// Nil: all lanes.
  package var lane: String?
  /// The setting's key ("regularizers.clip"), or an `Operation`.
  package var name: String
  package var value: String
  package var step: Int
  /// Why it was rejected; nil: it was applied.
  package var reason: String?

  package init(
    id: Int? = nil, by: Sender? = nil, lane: String?, name: String, value: String, step: Int,
    reason: String?
  ) {
    self.id = id
    self.by = by
    self.lane = lane
    self.name = name
    self.value = value
    self.step = step
    self.reason = reason
  }
}

extension CommandAnswered {
  /// A command to lanes that does not change a setting.
  package enum Operation: String, Sendable {
    case restart, undo, redo, rewind, fork, recover, remove, cells
  }

  /// The operation; nil if a setting was changed.
  package var operation: Operation? { Operation(rawValue: name) }

  /// The operation, if it was applied.
  package var applied: Operation? { reason == nil ? operation : nil }

  /// The lane was put back to another state: `step` is where it is now.
  package var putsBack: Bool {
    switch applied {
    case .undo, .redo, .rewind: true
    case .restart, .fork, .recover, .remove, .cells, nil: false
    }
  }

  package enum Sender: String, Sendable, Codable {
    /// Adaptive regularization.
    case adaptive
  }
}

// `lane` is omitted for all lanes; `state` is "applied" or "rejected", which follows from `reason`.
extension CommandAnswered: Codable {
  private enum Key: CodingKey { case lane, name, value, state, step, reason, id, by }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if let lane { try container.encode(lane, forKey: .lane) }
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
    try container.encode(reason == nil ? "applied" : "rejected", forKey: .state)
    try container.encode(step, forKey: .step)
    try container.encodeIfPresent(reason, forKey: .reason)
    if let id { try container.encode(id, forKey: .id) }
    if let by { try container.encode(by, forKey: .by) }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    id = try container.decodeIfPresent(Int.self, forKey: .id)
    by = try container.decodeIfPresent(Sender.self, forKey: .by)
    lane = try container.decodeIfPresent(String.self, forKey: .lane)
    name = try container.decode(String.self, forKey: .name)
    value = try container.decode(String.self, forKey: .value)
    step = try container.decode(Int.self, forKey: .step)
    reason = try container.decodeIfPresent(String.self, forKey: .reason)
  }
}
