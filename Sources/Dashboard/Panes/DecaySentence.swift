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
    let reach = "reaches " + (all ? "all" : "\(decay.reaches)")
    let medium = "\(pace), \(reach)"
    if TextWidth.of(medium) <= width { return medium }
    // A number is never cut: "reaches 10" of 100 would be another statement.
    let short = self.pace(decay, isShort: true)
    return TextWidth.of(short + ", " + reach) <= width ? short + ", " + reach : short
  }

  private static func pace(_ decay: Decay, isShort: Bool = false) -> String {
    guard let slope = decay.log2PerStepBack, slope.isFinite else { return "no gradient" }
    // Less than a halving over three times the whole length is no decay that an eye would see.
    if abs(slope) * 3 * Float(decay.of) < 1 { return "no decay" }
    let steps = Numbers.significant(Double(1 / abs(slope)), 2)
    let verb = slope < 0 ? "halves" : "doubles"
    return isShort ? "\(verb) in \(steps)" : "\(verb) every \(steps) steps"
  }

  /// "4.2" steps to half the norm; "-" where it does not shrink.
  package static func halves(_ decay: Decay) -> String {
    guard let slope = decay.log2PerStepBack, slope.isFinite, decay.of > 0 else { return "-" }
    if abs(slope) * 3 * Float(decay.of) < 1 { return "never" }
    return slope < 0 ? Numbers.significant(Double(-1 / slope), 2) : "grows"
  }

  /// One word, and how grave it is: by the decades that the fitted line falls over the whole
  /// sequence. (A last step that stands out would make a flat gradient look as if it reached nothing.)
  package static func verdict(_ gradient: GradientSnapshot, lane: LanePhase) -> (String, Ink)? {
    if case .diverged = lane { return ("diverged", .bad) }
    let decay = gradient.decay
    guard decay.of > 0 else { return nil }
    if isNearlyAllZero(gradient.profile) { return ("no gradient", .bad) }
    guard let slope = decay.log2PerStepBack, slope.isFinite else { return ("no gradient", .bad) }
    let decades = -slope * Float(decay.of) * 0.30103
    if decades >= 4 { return ("vanishing", .bad) }
    if decades >= 2 { return ("fading", .warning) }
    return decades <= -2 ? ("exploding", .bad) : ("reaches back", .good)
  }

  /// At least 19 of 20 norms are exact zeros.
  private static func isNearlyAllZero(_ profile: [Float]) -> Bool {
    let zeros = profile.count { $0 == -.infinity }
    return zeros > 0 && zeros * 20 >= profile.count { !$0.isNaN } * 19
  }
}
