import Telemetry

/// The state of a gate in words: open, closed or both, and the effect on the memory.
package enum GateWords: Sendable, Equatable {
  case open, ratherOpen
  /// Most values are between the bounds.
  case half
  /// Some values at each bound and some between.
  case mixed
  /// Nearly all values at one bound or the other.
  case shutOrOpen
  case ratherClosed, closed
  case notFinite

  package init(_ gate: GateSnapshot) {
    guard gate.mean.isFinite, gate.open.isFinite, gate.closed.isFinite else {
      self = .notFinite
      return
    }
    let saturated = gate.open + gate.closed
    if saturated >= 0.8, min(gate.open, gate.closed) >= 0.1 {
      self = .shutOrOpen
      return
    }
    switch gate.mean {
    case 0.8...: self = .open
    case 0.6...: self = .ratherOpen
    case ...0.2: self = .closed
    case ...0.4: self = .ratherClosed
    default: self = saturated <= 0.5 ? .half : .mixed
    }
  }

  /// The effect of an open gate, and of a closed one; nil if the role was not recorded.
  private static func effects(_ role: GateRole?) -> (open: String, closed: String)? {
    switch role {
    case .forget: ("remembers", "forgets")
    case .input: ("takes in", "takes nothing in")
    case .output: ("shows its memory", "hides its memory")
    case .keep: ("keeps h", "replaces h")
    case .replace: ("replaces h", "keeps h")
    case .reset: ("uses the past", "drops the past")
    case nil: nil
    }
  }

  /// "open: remembers", or shorter if that does not fit.
  package static func text(_ gate: GateSnapshot, width: Int = Int.max) -> String {
    let texts = GateWords(gate).texts(gate.role)
    return texts.first { TextWidth.of($0) <= width } ?? texts.last ?? ""
  }

  /// The longest first.
  private func texts(_ role: GateRole?) -> [String] {
    let effects = Self.effects(role)
    switch self {
    case .open: return [effects.map { "open: " + $0.open }, "open"].compactMap { $0 }
    case .ratherOpen: return ["rather open"]
    case .half: return ["half open"]
    case .mixed: return ["mixed"]
    case .shutOrOpen: return ["shut or wide open", "shut or open"]
    case .ratherClosed: return ["rather closed"]
    case .closed: return [effects.map { "closed: " + $0.closed }, "closed"].compactMap { $0 }
    case .notFinite: return ["NaN"]
    }
  }
}
