import Datasets
import Foundation
import Telemetry

/// A result in words. Every number is followed by where it was taken; what is not known is not said.
struct VerdictSentence {
  let rule: VerdictRule
  /// The best one first.
  let lanes: [LaneFinding]

  typealias Score = LaneFinding.Score

  var text: String {
    guard let first = lanes.first else { return "no lane ran" }
    let clauses = lanes.count == 1 ? alone(first) : together
    return prefix + clauses.joined(separator: "; ")
  }

  // MARK: one lane

  func alone(_ lane: LaneFinding) -> [String] {
    let numbers = lane.score.map { predicate($0, level(lane), of: nil) }
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
    return clauses + rivals(lane) + otherPart + overfitting
  }

  // MARK: several lanes

  var together: [String] {
    var clauses: [String] = []
    let diverged = lanes.filter { $0.end == .diverged }
    if diverged.count == lanes.count {
      clauses.append("every lane diverged: " + steps(diverged))
      if let best = lanes.first, let score = best.score, isAhead(best) {
        clauses.append("before that " + predicate(score, level(best), of: best.name))
      }
      return clauses
    }
    clauses.append(head)
    let (solved, better) = (lanes.filter(isSolved), lanes.filter(isBetter))
    let line = rule.measure == .accuracy ? "that line in loss" : "that line"
    if !solved.isEmpty {
      add(better, howFar(better) + "better than \(line)", &clauses)
    } else if better.count > 1 {
      add(Array(better.dropFirst()), "better, too", &clauses)
    }
    if let best = lanes.first { clauses += rivals(best) }
    if solved.count + better.count > 0 {
      add(resting(.onBaseline), "still on \(line)", &clauses)
      add(resting(.worse), "worse than \(line)", &clauses)
    }
    clauses += notes
    return clauses + otherPart + overfitting
  }

  /// "12 % " of the predictor's loss, of a single lane; empty where ratios mean nothing.
  func howFar(_ lanes: [LaneFinding]) -> String {
    guard lanes.count == 1, rule.measure != .nats, let score = lanes[0].score,
      let share = rule.share(score)
    else { return "" }
    return Numbers.percentApart(share) + " "
  }

  func level(_ lane: LaneFinding) -> RunVerdict.Outcome? { rule.level(lane) }
  func isSolved(_ lane: LaneFinding) -> Bool { level(lane) == .solved }
  func isBetter(_ lane: LaneFinding) -> Bool { level(lane) == .better }
  func isAhead(_ lane: LaneFinding) -> Bool { isSolved(lane) || isBetter(lane) }

  /// Lanes that came to their end and are not ahead.
  func resting(_ outcome: RunVerdict.Outcome) -> [LaneFinding] {
    lanes.filter { level($0) == outcome && ($0.end == .done || $0.end == .interrupted) }
  }

  func add(_ lanes: [LaneFinding], _ what: String, _ clauses: inout [String]) {
    guard !lanes.isEmpty else { return }
    clauses.append("\(names(lanes)) \(lanes.count == 1 ? "is" : "are") \(what)")
  }

  var head: String {
    let scored = lanes.filter { $0.score != nil }
    guard let best = scored.first, let score = best.score else { return "nothing was scored" }
    // Lanes are compared by their loss, whatever else they follow.
    let isByLoss = rule.measure != .accuracy && lanes.allSatisfy { $0.monitor == nil }
    let bestIs = isByLoss ? "best" : "least loss"
    let solved = lanes.filter(isSolved)
    if solved.count > 1 {
      let first = solved[0]
      return "\(names(solved)) solved it (\(bestIs): \(name(first)), "
        + "\(first.score.map(solution) ?? ""))"
    }
    // One that solved it by its accuracy need not have the least loss.
    if let one = solved.first, let score = one.score {
      return predicate(score, level(one), of: one.name)
    }
    if let one = lanes.first(where: isBetter), let score = one.score {
      return predicate(score, level(one), of: one.name)
    }
    if scored.count == 1, lanes.contains(where: { $0.score == nil && $0.end != .diverged }) {
      return predicate(score, level(best), of: best.name)
    }
    guard rule.predictorLoss(score.part) != nil else {
      return "\(bestIs): \(name(best)), loss \(Numbers.padded(score.loss)) \(place(score))"
    }
    let isWhole = lanes.allSatisfy { $0.score != nil || $0.end == .diverged }
    return none(best, score, isWhole ? "no lane" : "no lane that was scored", bestIs)
  }

  /// "no lane beats persistence (best: gru, 3 % worse on the test part)"
  func none(
    _ best: LaneFinding, _ score: Score, _ nobody: String, _ bestIs: String
  ) -> String {
    let predictor = rule.predictor
    guard let share = rule.share(score) else {
      return "\(nobody) beats \(predictor), whose loss is 0 "
        + "(\(bestIs): \(name(best)), \(Numbers.padded(score.loss)) \(place(score)))"
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
        ? "\(Numbers.times(share)) its loss"
        : share == 1
          ? "equal"
          : "\(Numbers.percentApart(share)) "
            + (share < 1 ? "better" : "worse")
    case .nats:
      let apart = score.loss - (rule.predictorLoss(score.part) ?? 0)
      howFar =
        apart == 0
        ? "equal" : "\(Numbers.padded(abs(apart))) nats a token \(apart < 0 ? "below" : "above") it"
    }
    let right = rightAnswers(score).map { ", \($0)" } ?? ""
    return "\(beats) (\(bestIs): \(name(best)), \(howFar)\(right) \(place(score)))"
  }

  /// How lanes ended that did not simply come to their end.
  var notes: [String] {
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

  func were(_ lanes: [LaneFinding]) -> String { lanes.count == 1 ? "was" : "were" }

  func steps(_ lanes: [LaneFinding]) -> String {
    let all = lanes.prefix(Self.mostNames).map { "\(name($0)) at step \($0.step + 1)" }
    let more = lanes.count - all.count
    return all.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// "interrupted at step 3: ", where no lane came to its own end.
  var prefix: String {
    let left = lanes.filter { $0.end == .interrupted }
    guard let step = left.map(\.step).max(), !lanes.contains(where: { $0.end == .done }) else {
      return ""
    }
    if step == 0 { return "interrupted before the first step: " }
    return Set(left.map(\.step)).count == 1 ? "interrupted at step \(step): " : "interrupted: "
  }

  // MARK: a lane and its numbers

  /// - Parameter lane: nil: the only one, which needs no name.
  func predicate(_ score: Score, _ level: RunVerdict.Outcome?, of lane: String?) -> String {
    let who = lane.map { escaped($0, limit: 24) + " " } ?? ""
    let whoIs = lane == nil ? "" : who + "is "
    let predictor = rule.predictor
    guard let level, let wanted = rule.predictorLoss(score.part) else {
      return (lane == nil ? "" : who + "has ")
        + "loss \(Numbers.padded(score.loss)) \(place(score))"
    }
    guard let share = rule.share(score) else {
      return level == .onBaseline
        ? "\(whoIs)as good as \(predictor): both have a loss of 0 \(place(score))"
        : "\(whoIs)worse than \(predictor), whose loss is 0: \(Numbers.padded(score.loss)) \(place(score))"
    }
    if level == .solved { return "\(who)solved it: \(solution(score))" }
    if rule.measure == .nats, level != .onBaseline {
      let way = level == .better ? "below" : "above"
      return
        "\(whoIs)\(Numbers.padded(abs(wanted - score.loss))) nats a token \(way) \(predictor): "
        + "\(Numbers.padded(score.loss)) against \(Numbers.padded(wanted)) \(place(score))"
    }
    if let right = rightAnswers(score) {
      return accuracyPredicate(score, level, share, who, whoIs, right)
    }
    let pair =
      "\(rule.measure == .nats ? "" : "loss ")\(Numbers.padded(score.loss)) against \(Numbers.padded(wanted)) "
      + "\(rule.measure == .nats ? "nats a token " : "")\(place(score))"
    switch level {
    case .onBaseline: return "\(whoIs)still on the line of \(predictor): \(pair)"
    case .worse where share >= Self.asTimes:
      return (lane == nil ? "" : who + "has ")
        + "\(Numbers.times(share)) the loss of \(predictor): \(pair)"
    default:
      return "\(whoIs)\(Numbers.percentApart(share)) \(level == .better ? "better" : "worse") than "
        + "\(predictor): \(pair)"
    }
  }

  func accuracyPredicate(
    _ score: Score, _ level: RunVerdict.Outcome, _ share: Float, _ who: String, _ whoIs: String,
    _ right: String
  ) -> String {
    let predictor = rule.predictor
    let pair = "\(right) \(place(score))"
    switch level {
    case .onBaseline:
      let side =
        share < 1 ? "hardly better than \(predictor) (loss " : "no better than \(predictor) (loss "
      let apart =
        share == 1 ? "the same" : Numbers.percentApart(share) + (share < 1 ? " lower" : " higher")
      return "\(whoIs)\(side)\(apart)): \(pair)"
    case .worse where share >= Self.asTimes:
      return (who.isEmpty ? "" : who + "has ")
        + "\(Numbers.times(share)) the loss of \(predictor): \(pair)"
    case .worse:
      return "\(whoIs)\(Numbers.percentApart(share)) worse than \(predictor) in loss: \(pair)"
    default: break
    }
    let (own, wanted) = (score.accuracy ?? 0, predictorAccuracy(score) ?? 0)
    guard own <= wanted else {
      return "\(whoIs)better than \(predictor): \(pair), loss \(Numbers.percentApart(share)) lower"
    }
    return "\(whoIs)\(Numbers.percentApart(share)) better than \(predictor) in loss, but right "
      + (own < wanted ? "less often" : "no more often") + ": \(pair)"
  }

  /// "0.000617 on the test part, 270 times below predicting the mean"
  func solution(_ score: Score) -> String {
    let predictor = rule.predictor
    let wanted = rule.predictorLoss(score.part) ?? 0
    if let accuracy = score.accuracy, rule.measure == .accuracy {
      let own = "\(Numbers.exactPercent(accuracy)) right \(place(score))"
      return own
        + (predictorAccuracy(score).map { ", \(predictor) \(Numbers.exactPercent($0))" } ?? "")
    }
    if rule.measure == .nats {
      return
        "\(Numbers.padded(score.loss)) nats a token \(place(score)), \(Numbers.padded(wanted - score.loss)) "
        + "below \(predictor)"
    }
    guard score.loss > 0 else {
      return "loss 0 \(place(score)), where \(predictor) has \(Numbers.padded(wanted))"
    }
    return
      "\(Numbers.padded(score.loss)) \(place(score)), \(Numbers.times(wanted / score.loss)) below \(predictor)"
  }

  /// "78.1 % right against 51.2 %"; nil where accuracy is not scored.
  func rightAnswers(_ score: Score) -> String? {
    guard rule.measure == .accuracy, let own = score.accuracy, let wanted = predictorAccuracy(score)
    else { return nil }
    return "\(Numbers.exactPercent(own)) right against \(Numbers.exactPercent(wanted))"
  }

  func predictorAccuracy(_ score: Score) -> Float? {
    rule.reference(score.part).rule.predictorAccuracy
  }
}
