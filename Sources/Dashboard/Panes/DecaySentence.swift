import Telemetry

/// What the gradient's way back through time looks like, in words.
package enum DecaySentence {
  /// "halves every 4.2 steps, reaches 28 of 100", shorter where that does not fit.
  package static func text(_ decay: Decay, width: Int = Int.max) -> String {
    guard decay.of > 0 else { return "" }
    let pace = self.pace(decay)
    let all = decay.reaches >= decay.of
    let long = "\(pace), reaches " + (all ? "all \(decay.of)" : "\(decay.reaches) of \(decay.of)")
    if TextWidth.of(long) <= width { return long }
    return "\(pace), reaches " + (all ? "all" : "\(decay.reaches)")
  }

  private static func pace(_ decay: Decay) -> String {
    guard let slope = decay.log2PerStepBack, slope.isFinite else { return "no gradient" }
    // Less than a halving over three times the whole length is no decay that an eye would see.
    if abs(slope) * 3 * Float(decay.of) < 1 { return "no decay" }
    let steps = Numbers.significant(Double(1 / abs(slope)), 2)
    return (slope < 0 ? "halves" : "doubles") + " every \(steps) steps"
  }

  /// "4.2" steps to half the norm; "-" where it does not shrink.
  package static func halves(_ decay: Decay) -> String {
    guard let slope = decay.log2PerStepBack, slope.isFinite, decay.of > 0 else { return "-" }
    if abs(slope) * 3 * Float(decay.of) < 1 { return "never" }
    return slope < 0 ? Numbers.significant(Double(-1 / slope), 2) : "grows"
  }

  /// One word, and how grave it is.
  package static func verdict(_ decay: Decay, lane: LaneState) -> (String, Ink)? {
    if case .diverged(_, let layer, _, let what) = lane { return ("\(what) in \(layer)", .bad) }
    guard decay.of > 0 else { return nil }
    guard let slope = decay.log2PerStepBack, slope.isFinite else { return ("no gradient", .bad) }
    if slope * Float(decay.of) > 10 { return ("exploding", .bad) }
    if decay.reaches * 4 < decay.of { return ("vanishing", .bad) }
    if decay.reaches * 4 < decay.of * 3 { return ("fading", .warning) }
    return ("reaches back", .good)
  }
}
