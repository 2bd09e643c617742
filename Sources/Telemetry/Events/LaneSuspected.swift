/// A suspicion that something is wrong with a lane was raised or cleared.
package struct LaneSuspected: Sendable, Equatable, Codable {
  package enum State: String, Sendable, Codable { case raised, cleared }

  package var lane: String
  package var step: Int
  package var kind: Suspect.Kind
  package var state: State
  /// The number that raised it; the text explains it.
  package var value: Double
  package var text: String
  /// The key, setting or pane to try next.
  package var advice: String

  package init(
    lane: String, step: Int, kind: Suspect.Kind, state: State, value: Double, text: String,
    advice: String
  ) {
    self.lane = lane
    self.step = step
    self.kind = kind
    self.state = state
    self.value = value
    self.text = text
    self.advice = advice
  }

  /// "suspected: dead units: 62 of 64 units never change", "no longer suspected: dead units".
  package var sentence: String {
    switch state {
    case .raised: "suspected: \(kind.words): \(text)"
    case .cleared: "no longer suspected: \(kind.words)"
    }
  }
}
