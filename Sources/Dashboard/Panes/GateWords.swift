import Telemetry

/// What the mean of a gate says, in words: open or closed, and what that does to the memory.
package enum GateWords {
  /// What an open and a closed gate does; empty for a gate of another cell.
  private static func effects(_ letter: String) -> (open: String, closed: String)? {
    switch letter {
    case "f": return ("remembers", "forgets")
    case "i": return ("takes in", "takes nothing in")
    case "o": return ("shows its memory", "hides its memory")
    // As PyTorch writes the GRU: z is the share that is kept.
    case "z": return ("keeps h", "replaces h")
    case "r": return ("uses the past", "drops the past")
    default: return nil
    }
  }

  /// "open: remembers", or without the effect where that does not fit.
  package static func text(_ gate: GateSnapshot, width: Int = Int.max) -> String {
    let mean = gate.mean
    guard mean.isFinite else { return "NaN" }
    let word: String
    var effect = ""
    switch mean {
    case 0.8...: (word, effect) = ("open", effects(gate.letter)?.open ?? "")
    case 0.6...: word = "rather open"
    case ...0.2: (word, effect) = ("closed", effects(gate.letter)?.closed ?? "")
    case ...0.4: word = "rather closed"
    default: word = "half open"
    }
    let long = effect.isEmpty ? word : word + ": " + effect
    return TextWidth.of(long) <= width ? long : word
  }
}
