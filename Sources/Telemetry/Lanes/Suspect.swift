/// A probable problem of a lane, with the number that shows it and what to do next.
package struct Suspect: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Equatable, Codable, CodingKeyRepresentable, CaseIterable {
    case exploding
    case vanishing
    case deadUnits = "dead_units"
    case saturatedGates = "saturated_gates"
    case rateTooHigh = "rate_too_high"
    case rateTooLow = "rate_too_low"
    case overfitting
    case limitReached = "limit_reached"
    case classIgnored = "class_ignored"
    case worseThanBaseline = "worse_than_baseline"
    case alwaysClipped = "always_clipped"
    case windowTooShort = "window_too_short"
  }

  package var kind: Kind
  /// The step at which it was raised.
  package var step: Int
  /// The number that raised it; the text explains it.
  package var value: Double
  /// "1 % of the gradient is left after 15 of 100 steps, loss on the predictor".
  package var text: String
  /// "c: gated cell".
  package var advice: String

  package init(kind: Kind, step: Int, value: Double, text: String, advice: String) {
    self.kind = kind
    self.step = step
    self.value = value
    self.text = text
    self.advice = advice
  }
}

extension Suspect.Kind {
  /// "dead units".
  package var words: String {
    // Also used for states, if there are no gates.
    self == .saturatedGates ? "saturated" : String(rawValue.map { $0 == "_" ? " " : $0 })
  }
}
