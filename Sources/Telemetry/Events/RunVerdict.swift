/// The result of a lane, or of all lanes together, in a sentence.
package struct RunVerdict: Sendable, Equatable {
  package enum Outcome: String, Sendable, Equatable, Codable, CaseIterable {
    /// The task is learned.
    case solved
    /// More than 5 % below the trivial predictor's loss, within 5 % of it, more than 5 % above it.
    case better
    case onBaseline = "on_baseline"
    case worse
    /// A number stopped being finite, however good the weights were before that.
    case diverged
  }

  /// Nil: all lanes.
  package var lane: String?
  /// The outcome of each lane, the best first; without lanes that were neither validated nor
  /// scored, and those without a predictor to compare with.
  package var outcome: NamedValues<Outcome>
  package var text: String

  package init(lane: String?, outcome: NamedValues<Outcome>, text: String) {
    self.lane = lane
    self.outcome = outcome
    self.text = text
  }
}

// `lane` is omitted for all lanes.
extension RunVerdict: Codable {
  private enum Key: CodingKey { case lane, outcome, text }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if let lane { try container.encode(lane, forKey: .lane) }
    try container.encode(outcome, forKey: .outcome)
    try container.encode(text, forKey: .text)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    lane = try container.decodeIfPresent(String.self, forKey: .lane)
    outcome = try container.decode(NamedValues<Outcome>.self, forKey: .outcome)
    text = try container.decode(String.self, forKey: .text)
  }
}
