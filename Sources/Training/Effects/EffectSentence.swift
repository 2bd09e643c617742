import Telemetry

/// "3 drop 0.3 at step 512, 80 steps before → after: train slope -0.041 ± 0.005 → -0.012 ± 0.004 per
/// 100 steps, val slope no clear change, |g| 0.42 ± 0.01 → 0.51 ± 0.02".
enum EffectSentence {
  static func text(_ effect: LaneEffect) -> String {
    let start = "\(effect.label) at step \(effect.step), \(effect.steps) steps before → after: "
    let parts = [
      ("train slope", effect.trainSlope, " per 100 steps"),
      ("val slope", effect.validationSlope, ""), ("|g|", effect.gradientNorm, ""),
    ]
    guard parts.contains(where: { $0.1.isClear }) else {
      return start + "no clear change of train slope, val slope and |g|"
    }
    return start
      + parts.map { name, change, unit in
        change.isClear
          ? "\(name) \(number(change.before, change.errorBefore)) → "
            + "\(number(change.after, change.errorAfter))\(unit)"
          : "\(name) no clear change"
      }.joined(separator: ", ")
  }

  private static func number(_ value: Double, _ error: Double?) -> String {
    Numbers.general(value, 2) + (error.map { " ± " + Numbers.general($0, 1) } ?? "")
  }
}
