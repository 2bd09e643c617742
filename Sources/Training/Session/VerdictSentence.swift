import Datasets
import Foundation
import Telemetry

/// A result in words. Every number is followed by where it was taken; what is not known is not said.
struct VerdictSentence {
  let rule: VerdictRule
  /// The best one first.
  let lanes: [LaneFinding]

  private typealias Score = LaneFinding.Score

  var text: String {
    guard let first = lanes.first else { return "no lane ran" }
    let clauses = lanes.count == 1 ? alone(first) : together
    return prefix + clauses.joined(separator: "; ")
  }

  // MARK: one lane

  private func alone(_ lane: LaneFinding) -> [String] {
    let numbers = lane.score.map { predicate($0, of: nil) }
    var clauses: [String]
    switch lane.end {
    case .diverged:
      clauses =
        ["diverged at step \(lane.step + 1)"] + (numbers.map { ["before that " + $0] } ?? [])
    case .takenOut:
      clauses = ["taken out at step \(lane.step)"] + (numbers.map { [$0] } ?? [])
    case .done, .interrupted:
      clauses = [numbers ?? "not scored"]
    }
    return clauses + rivals(lane) + overfitting
  }

  // MARK: several lanes

  private var together: [String] {
    var clauses: [String] = []
    let diverged = lanes.filter { $0.end == .diverged }
    if diverged.count == lanes.count {
      clauses.append("every lane diverged: " + steps(diverged))
      if let best = lanes.first, let score = best.score, isAhead(best) {
        clauses.append("before that " + predicate(score, of: best.name))
      }
      return clauses
    }
    clauses.append(head)
    let (solved, better) = (lanes.filter(isSolved), lanes.filter(isBetter))
    let line = rule.measure == .accuracy ? "that line in loss" : "that line"
    if !solved.isEmpty {
      add(better, "better than \(line)", &clauses)
    } else if better.count > 1 {
      add(Array(better.dropFirst()), "better, too", &clauses)
    }
    if let best = lanes.first { clauses += rivals(best) }
    if solved.count + better.count > 0 {
      add(resting(.onBaseline), "still on \(line)", &clauses)
      add(resting(.worse), "worse than \(line)", &clauses)
    }
    clauses += notes
    return clauses + overfitting
  }

  private func level(_ lane: LaneFinding) -> RunVerdict.Outcome? { lane.score.flatMap(rule.level) }
  private func isSolved(_ lane: LaneFinding) -> Bool { level(lane) == .solved }
  private func isBetter(_ lane: LaneFinding) -> Bool { level(lane) == .better }
  private func isAhead(_ lane: LaneFinding) -> Bool { isSolved(lane) || isBetter(lane) }

  /// Lanes that came to their end and are not ahead.
  private func resting(_ outcome: RunVerdict.Outcome) -> [LaneFinding] {
    lanes.filter { level($0) == outcome && ($0.end == .done || $0.end == .interrupted) }
  }

  private func add(_ lanes: [LaneFinding], _ what: String, _ clauses: inout [String]) {
    guard !lanes.isEmpty else { return }
    clauses.append("\(names(lanes)) \(lanes.count == 1 ? "is" : "are") \(what)")
  }

  private var head: String {
    let scored = lanes.filter { $0.score != nil }
    guard let best = scored.first, let score = best.score else { return "nothing was scored" }
    let bestIs = rule.measure == .accuracy ? "least loss" : "best"
    let solved = lanes.filter(isSolved)
    if solved.count > 1 {
      let first = solved[0]
      return "\(names(solved)) solved it (\(bestIs): \(name(first)), "
        + "\(first.score.map(solution) ?? ""))"
    }
    // One that solved it by its accuracy need not have the least loss.
    if let one = solved.first, let score = one.score { return predicate(score, of: one.name) }
    if let one = lanes.first(where: isBetter), let score = one.score {
      return predicate(score, of: one.name)
    }
    if scored.count == 1, lanes.contains(where: { $0.score == nil && $0.end != .diverged }) {
      return predicate(score, of: best.name)
    }
    guard rule.predictorLoss(score.part) != nil else {
      return "\(bestIs): \(name(best)), loss \(number(score.loss)) \(place(score))"
    }
    let isWhole = lanes.allSatisfy { $0.score != nil || $0.end == .diverged }
    return none(best, score, isWhole ? "no lane" : "no lane that was scored", bestIs)
  }

  /// "no lane beats persistence (best: gru, 3 % worse on the test part)"
  private func none(
    _ best: LaneFinding, _ score: Score, _ nobody: String, _ bestIs: String
  ) -> String {
    let predictor = rule.predictor
    guard let share = rule.share(score) else {
      return "\(nobody) beats \(predictor), whose loss is 0 "
        + "(\(bestIs): \(name(best)), \(number(score.loss)) \(place(score)))"
    }
    let inLoss = rule.measure == .accuracy ? " in loss" : ""
    let beats =
      share < 1
      ? "\(nobody) is more than 5 % better than \(predictor)\(inLoss)"
      : "\(nobody) beats \(predictor)\(inLoss)"
    let howFar: String
    switch rule.measure {
    case .loss, .accuracy:
      howFar =
        share >= Self.asTimes
        ? "\(times(share)) its loss"
        : share == 1
          ? "equal"
          : "\(percentApart(share)) "
            + (share < 1 ? "better" : "worse")
    case .nats:
      let apart = score.loss - (rule.predictorLoss(score.part) ?? 0)
      howFar =
        apart == 0
        ? "equal" : "\(number(abs(apart))) nats a token \(apart < 0 ? "below" : "above") it"
    }
    let right = rightAnswers(score).map { ", \($0)" } ?? ""
    return "\(beats) (\(bestIs): \(name(best)), \(howFar)\(right) \(place(score)))"
  }

  /// How lanes ended that did not simply come to their end.
  private var notes: [String] {
    var notes: [String] = []
    let diverged = lanes.filter { $0.end == .diverged }
    for (later, word) in [(false, ""), (true, " later,")] {
      let these = diverged.filter { isAhead($0) == later }
      guard let first = these.first else { continue }
      let rest = these.dropFirst().map { ", \(name($0)) at step \($0.step + 1)" }.joined()
      notes.append("\(name(first)) diverged\(word) at step \(first.step + 1)\(rest)")
    }
    let out = lanes.filter { $0.end == .takenOut }
    if !out.isEmpty { notes.append("\(names(out)) \(were(out)) taken out") }
    let left = lanes.filter { $0.end == .interrupted }
    if !left.isEmpty, prefix.isEmpty { notes.append("\(names(left)) \(were(left)) interrupted") }
    let unscored = lanes.filter { $0.score == nil && ($0.end == .done || $0.end == .interrupted) }
    if !unscored.isEmpty, unscored.count < lanes.count, lanes.contains(where: { $0.score != nil }) {
      notes.append("\(names(unscored)) \(were(unscored)) not scored")
    }
    return notes
  }

  private func were(_ lanes: [LaneFinding]) -> String { lanes.count == 1 ? "was" : "were" }

  private func steps(_ lanes: [LaneFinding]) -> String {
    let all = lanes.prefix(Self.mostNames).map { "\(name($0)) at step \($0.step + 1)" }
    let more = lanes.count - all.count
    return all.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// "interrupted at step 3: ", where no lane came to its own end.
  private var prefix: String {
    let left = lanes.filter { $0.end == .interrupted }
    guard let step = left.map(\.step).max(), !lanes.contains(where: { $0.end == .done }) else {
      return ""
    }
    if step == 0 { return "interrupted before the first step: " }
    return Set(left.map(\.step)).count == 1 ? "interrupted at step \(step): " : "interrupted: "
  }

  /// Trivial predictors that are better still than a lane that beats the one that is drawn.
  private func rivals(_ lane: LaneFinding) -> [String] {
    guard let score = lane.score, isAhead(lane) else { return [] }
    let better = rule.reference(score.part).rivals.filter { $0.loss < score.loss }
    guard let best = better.min(by: { $0.loss < $1.loss }) else { return [] }
    return ["\(best.name) is better still: loss \(number(best.loss))"]
  }

  /// Of the lane with the largest rise.
  private var overfitting: [String] {
    let those = lanes.filter { $0.overfit != nil && $0.end != .diverged }
    guard let first = those.max(by: { ($0.overfit?.share ?? 0) < ($1.overfit?.share ?? 0) }),
      let overfit = first.overfit
    else { return [] }
    let others = those.filter { $0.name != first.name }
    return [
      (lanes.count > 1 ? name(first) + " " : "")
        + "overfit from epoch \(overfit.epoch): validation rose \(number(overfit.rise, digits: 2)) while "
        + "training fell" + (others.isEmpty ? "" : " (\(names(others)), too)")
    ]
  }

  // MARK: a lane and its numbers

  /// - Parameter lane: nil: the only one, which needs no name.
  private func predicate(_ score: Score, of lane: String?) -> String {
    let who = lane.map { escaped($0, limit: 24) + " " } ?? ""
    let whoIs = lane == nil ? "" : who + "is "
    let predictor = rule.predictor
    guard let level = rule.level(score), let wanted = rule.predictorLoss(score.part) else {
      return (lane == nil ? "" : who + "has ") + "loss \(number(score.loss)) \(place(score))"
    }
    guard let share = rule.share(score) else {
      return level == .onBaseline
        ? "\(whoIs)as good as \(predictor): both have a loss of 0 \(place(score))"
        : "\(whoIs)worse than \(predictor), whose loss is 0: \(number(score.loss)) \(place(score))"
    }
    if level == .solved { return "\(who)solved it: \(solution(score))" }
    if rule.measure == .nats, level != .onBaseline {
      let way = level == .better ? "below" : "above"
      return "\(whoIs)\(number(abs(wanted - score.loss))) nats a token \(way) \(predictor): "
        + "\(number(score.loss)) against \(number(wanted)) \(place(score))"
    }
    if let right = rightAnswers(score) {
      return accuracyPredicate(score, level, share, who, whoIs, right)
    }
    let pair =
      "\(rule.measure == .nats ? "" : "loss ")\(number(score.loss)) against \(number(wanted)) "
      + "\(rule.measure == .nats ? "nats a token " : "")\(place(score))"
    switch level {
    case .onBaseline: return "\(whoIs)still on the line of \(predictor): \(pair)"
    case .worse where share >= Self.asTimes:
      return (lane == nil ? "" : who + "has ") + "\(times(share)) the loss of \(predictor): \(pair)"
    default:
      return "\(whoIs)\(percentApart(share)) \(level == .better ? "better" : "worse") than "
        + "\(predictor): \(pair)"
    }
  }

  private func accuracyPredicate(
    _ score: Score, _ level: RunVerdict.Outcome, _ share: Float, _ who: String, _ whoIs: String,
    _ right: String
  ) -> String {
    let predictor = rule.predictor
    let pair = "\(right) \(place(score))"
    switch level {
    case .onBaseline: return "\(whoIs)within 5 % of \(predictor) in loss: \(pair)"
    case .worse where share >= Self.asTimes:
      return (who.isEmpty ? "" : who + "has ") + "\(times(share)) the loss of \(predictor): \(pair)"
    case .worse: return "\(whoIs)\(percentApart(share)) worse than \(predictor) in loss: \(pair)"
    default: break
    }
    let (own, wanted) = (score.accuracy ?? 0, predictorAccuracy(score) ?? 0)
    guard own <= wanted else {
      return "\(whoIs)better than \(predictor): \(pair), loss \(percentApart(share)) lower"
    }
    return "\(whoIs)\(percentApart(share)) better than \(predictor) in loss, but right "
      + (own < wanted ? "less often" : "no more often") + ": \(pair)"
  }

  /// "0.000617 on the test part, 270 times below predicting the mean"
  private func solution(_ score: Score) -> String {
    let predictor = rule.predictor
    let wanted = rule.predictorLoss(score.part) ?? 0
    if let accuracy = score.accuracy, rule.measure == .accuracy {
      let own = "\(percent(accuracy)) right \(place(score))"
      return own + (predictorAccuracy(score).map { ", \(predictor) \(percent($0))" } ?? "")
    }
    if rule.measure == .nats {
      return "\(number(score.loss)) nats a token \(place(score)), \(number(wanted - score.loss)) "
        + "below \(predictor)"
    }
    guard score.loss > 0 else {
      return "loss 0 \(place(score)), where \(predictor) has \(number(wanted))"
    }
    return "\(number(score.loss)) \(place(score)), \(times(wanted / score.loss)) below \(predictor)"
  }

  /// "78.1 % right against 51.2 %"; nil where accuracy is not scored.
  private func rightAnswers(_ score: Score) -> String? {
    guard rule.measure == .accuracy, let own = score.accuracy, let wanted = predictorAccuracy(score)
    else { return nil }
    return "\(percent(own)) right against \(percent(wanted))"
  }

  private func predictorAccuracy(_ score: Score) -> Float? {
    rule.reference(score.part).rule.predictorAccuracy
  }

  // MARK: words and numbers

  private static let mostNames = 4
  /// From this many times the predictor's loss on, times are told and not percent.
  private static let asTimes: Float = 3

  private func place(_ score: Score) -> String {
    score.part == .test ? "on the test part" : "on validation"
  }

  private func name(_ lane: LaneFinding) -> String { escaped(lane.name, limit: 24) }

  /// "gru, lstm and rnn", "gru, lstm, rnn and 3 more".
  private func names(_ lanes: [LaneFinding]) -> String {
    let all = lanes.map(name)
    if all.count > Self.mostNames {
      return all.prefix(Self.mostNames - 1).joined(separator: ", ")
        + " and \(all.count - Self.mostNames + 1) more"
    }
    guard all.count > 1 else { return all.first ?? "" }
    return all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1]
  }

  /// So many significant digits, without an exponent where a person would not write one.
  private func number(_ value: Float, digits: Int = 3) -> String {
    if value == 0 { return "0" }
    if value.magnitude >= 1000, value.magnitude < 1e7 { return formatted("%.0f", value) }
    // With zeros at the end, as the numbers beside it.
    let text = formatted("%#.\(digits)g", value)
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// "3.4 times", "270 times".
  private func times(_ ratio: Float) -> String {
    guard ratio < 1e6 else { return "over a million times" }
    guard ratio >= 99.5 else { return formatted("%.2g", ratio) + " times" }
    let unit = pow(10, (log10(Double(ratio)).rounded(.down) - 1))
    return "\(Int((Double(ratio) / unit).rounded() * unit)) times"
  }

  /// "34 %" of a share of 0.66 or 1.34, "4.9 %" of 1.049; never "0 %", never "100 %" of something.
  private func percentApart(_ share: Float) -> String {
    let apart = abs(1 - Double(share)) * 100
    var decimals = apart < 9.95 ? 1 : 0
    while decimals < 6, isRoundedAway(apart, decimals) { decimals += 1 }
    return trimmed(apart, decimals) + " %"
  }

  /// "78.1 %"; 100 only where all is right.
  private func percent(_ share: Float) -> String {
    let value = Double(share) * 100
    var decimals = 1
    while decimals < 6, isRoundedAway(value, decimals) { decimals += 1 }
    return trimmed(value, decimals) + " %"
  }

  private func isRoundedAway(_ value: Double, _ decimals: Int) -> Bool {
    let text = String(format: "%.\(decimals)f", locale: nil, value)
    let shown = Double(text) ?? value
    return shown != value && (shown == 0 || shown == 100)
  }

  private func trimmed(_ value: Double, _ decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", locale: nil, value)
    if decimals > 0 {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text
  }
}
