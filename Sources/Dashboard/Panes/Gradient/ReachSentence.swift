import Telemetry

/// The gradient's way back through time, in words.
package enum ReachSentence {
  /// "halves every 4.2 steps, reaches 28 of 100", shorter if that does not fit.
  package static func text(_ reach: Reach, width: Int = Int.max) -> String {
    guard reach.of > 0 else { return "" }
    if !reach.isFinite { return fitting(["not finite on its way back", "not finite"], width) }
    if reach.isZero, reach.reaches == 0 {
      return fitting(["exactly 0: no gradient at all", "exactly 0"], width)
    }
    if reach.isZero {
      let steps = reach.reaches == 1 ? "the last step" : "\(reach.reaches) steps"
      return fitting(["exactly 0 before \(steps)", "exactly 0 before"], width)
    }
    let all = reach.reaches >= reach.of
    let long = "reaches " + (all ? "all \(reach.of)" : "\(reach.reaches) of \(reach.of)")
    let short = all ? "reaches all" : "\(reach.reaches)/\(reach.of)"
    // A number is never cut: "reaches 10" of 100 would mean something else.
    return fitting(
      [
        pace(reach) + ", " + long, shortPace(reach) + ", " + long, shortPace(reach) + ", " + short,
        long, short,
      ], width)
  }

  private static func fitting(_ texts: [String], _ width: Int) -> String {
    texts.first { TextWidth.of($0) <= width } ?? ""
  }

  private static func pace(_ reach: Reach) -> String {
    switch reach.pace {
    case .halves(let every): "halves every \(Numbers.significant(Double(every), 2)) steps"
    case .doubles(let every): "doubles every \(Numbers.significant(Double(every), 2)) steps"
    case .none: "no decay"
    case .unsteady: "no steady decay"
    }
  }

  private static func shortPace(_ reach: Reach) -> String {
    switch reach.pace {
    case .halves(let every): "halves in \(Numbers.significant(Double(every), 2))"
    case .doubles(let every): "doubles in \(Numbers.significant(Double(every), 2))"
    case .none: "no decay"
    case .unsteady: "unsteady"
    }
  }

  /// "4.2" steps to half the norm; "-" if no straight line fits.
  package static func halves(_ reach: Reach) -> String {
    guard reach.of > 0, reach.isFinite, !reach.isZero else { return "-" }
    switch reach.pace {
    case .halves(let every): return Numbers.significant(Double(every), 2)
    case .doubles: return "grows"
    case .none: return "never"
    case .unsteady: return "-"
    }
  }

  /// Words for a lane's gradient in one layer, the longest first, and their colour. They are
  /// coloured only while the loss is on the predictor, when the gradient matters.
  /// - Parameter hasRule: the map shows when the task was learned.
  package static func words(
    _ gradient: GradientSnapshot, _ lane: LaneSnapshot, hasRule: Bool = true
  ) -> (words: [String], ink: Ink)? {
    if case .diverged = lane.phase { return (["diverged"], .bad) }
    let left = since(gradient, lane)
    if let explosion = lane.explosion,
      explosion.isRecent || !left.isEmpty && lane.standing.learnedStep == nil
    {
      let word = "exploded at step \(Numbers.grouped(explosion.step))"
      return ([word + left, word, "exploded"].uniqued, .bad)
    }
    guard let word = gradient.reach.word else { return nil }
    if let step = lane.standing.learnedStep {
      let when = hasRule ? [] : ["learned at step \(Numbers.grouped(step))"]
      return (when + ["learned"], .good)
    }
    return (names(word), lane.standing == .onPredictor ? ink(word) : .standard)
  }

  private static func names(_ word: Reach.Word) -> [String] {
    switch word {
    case .reachesBack: [word.rawValue, "reaches"]
    case .direct: [word.rawValue, "direct"]
    case .fading, .vanishing, .exploding, .zero: [word.rawValue]
    }
  }

  private static func ink(_ word: Reach.Word) -> Ink {
    switch word {
    case .vanishing, .exploding, .zero: .bad
    case .fading: .warning
    case .reachesBack, .direct: .standard
    }
  }

  /// The aftermath of an explosion.
  private static func since(_ gradient: GradientSnapshot, _ lane: LaneSnapshot) -> String {
    let layer = lane.layers.first {
      $0.layer == gradient.layer && $0.isReverse == gradient.isReverse && $0.part == gradient.part
    }
    if let saturated = layer?.saturatedStates, saturated >= 0.9 { return ", saturated since" }
    return gradient.reach.isZero ? ", dead since" : ""
  }
}

extension [String] {
  fileprivate var uniqued: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
