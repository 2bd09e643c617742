import Datasets
import Telemetry

/// A lane's result in numbers, of its best weights.
package struct LaneFinding: Sendable, Equatable {
  /// On the test part where it was scored there, else at the best validation.
  package struct Score: Sendable, Equatable {
    package var part: Scoring.Part
    package var loss: Float
    /// 0...1, where the data have one.
    package var accuracy: Float?

    package init(_ part: Scoring.Part, loss: Float, accuracy: Float? = nil) {
      (self.part, self.loss, self.accuracy) = (part, loss, accuracy)
    }
  }

  package enum End: Sendable, Equatable {
    /// Early stopping, or the epochs or steps asked for.
    case done
    /// By the user, who left.
    case interrupted
    /// Of the comparison, by the user.
    case takenOut
    case diverged
  }

  package var name: String
  package var end: End
  /// Updates done by then.
  package var step: Int
  /// Nil: neither validated nor scored.
  package var score: Score?
  package var overfit: Overfit?
  /// The best on the validation part, where `score` is of the test part.
  package var validation: Score?
  /// The metric that chose its best weights; nil: the loss.
  package var monitor: String?

  package init(
    _ name: String, _ end: End = .done, step: Int, score: Score?, overfit: Overfit? = nil,
    validation: Score? = nil, monitor: String? = nil
  ) {
    (self.name, self.end, self.step) = (name, end, step)
    (self.score, self.overfit, self.validation) = (score, overfit, validation)
    self.monitor = monitor
  }
}

/// Compares lanes with the trivial predictor that is drawn.
package struct VerdictRule: Sendable {
  /// The measure of how good an answer is.
  package enum Measure: Sendable {
    case loss
    /// The share of right answers, beside the loss.
    case accuracy
    /// The loss of a language model: ratios of it mean nothing, differences do.
    case nats
  }

  /// Another trivial predictor.
  package struct Rival: Sendable, Equatable {
    package var name: String
    package var loss: Float

    package init(_ name: String, loss: Float) { (self.name, self.loss) = (name, loss) }
  }

  /// The predictor on one part.
  package struct Reference: Sendable {
    package var rule: StandingRule
    package var rivals: [Rival]

    package init(_ rule: StandingRule, rivals: [Rival] = []) {
      (self.rule, self.rivals) = (rule, rivals)
    }
  }

  package let measure: Measure
  /// As it is called inside a sentence: "the most frequent class".
  package let predictor: String
  package let validation: Reference
  package let test: Reference

  package init(
    _ measure: Measure, predictor: String, validation: Reference, test: Reference
  ) {
    (self.measure, self.predictor) = (measure, predictor)
    (self.validation, self.test) = (validation, test)
  }

  func reference(_ part: Scoring.Part) -> Reference {
    switch part {
    case .validation: validation
    case .test: test
    }
  }

  /// The predictor's loss on a part; nil where there is nothing to compare with.
  func predictorLoss(_ part: Scoring.Part) -> Float? {
    // Rounding may leave a loss that is 0 a little below it.
    reference(part).rule.predictorLoss.flatMap { $0.isFinite ? max(0, $0) : nil }
  }

  /// The loss as a share of the predictor's; nil where that is 0 or not known.
  func share(_ score: LaneFinding.Score) -> Float? {
    guard let loss = predictorLoss(score.part), loss > 0 else { return nil }
    return score.loss / loss
  }

  /// Shares of the predictor's loss that count as on its line.
  static let onLine = StandingRule.left...2 - StandingRule.left

  /// The level by the numbers, however the lane ended.
  func level(_ score: LaneFinding.Score) -> RunVerdict.Outcome? {
    guard predictorLoss(score.part) != nil, score.loss.isFinite else { return nil }
    guard let share = share(score) else { return score.loss <= 0 ? .onBaseline : .worse }
    if reference(score.part).rule.isLearned(share, score.accuracy) { return .solved }
    if share < Self.onLine.lowerBound { return .better }
    return share <= Self.onLine.upperBound ? .onBaseline : .worse
  }

  /// The level of a lane: solved only if no part contradicts it.
  func level(_ lane: LaneFinding) -> RunVerdict.Outcome? {
    guard let score = lane.score, let level = level(score) else { return nil }
    guard level == .solved, let validation = lane.validation.flatMap({ self.level($0) }) else {
      return level
    }
    return validation == .better ? .better : level
  }

  func outcome(_ lane: LaneFinding) -> RunVerdict.Outcome? {
    lane.end == .diverged ? .diverged : level(lane)
  }

  /// The places of the lanes, the least loss first (as a share of the predictor's, where parts
  /// differ), those without a score last.
  package func order(_ lanes: [LaneFinding]) -> [Int] {
    func key(_ lane: LaneFinding) -> Float {
      lane.score.map { share($0) ?? $0.loss } ?? .infinity
    }
    return lanes.indices.sorted { (key(lanes[$0]), $0) < (key(lanes[$1]), $1) }
  }

  /// - Parameter lane: nil: `lanes` are all of a session.
  package func verdict(_ lanes: [LaneFinding], lane: String?) -> RunVerdict {
    let sorted = order(lanes).map { lanes[$0] }
    let outcomes = sorted.compactMap { lane in outcome(lane).map { (lane.name, $0) } }
    return RunVerdict(
      lane: lane, outcome: NamedValues(outcomes),
      text: VerdictSentence(rule: self, lanes: sorted).text)
  }
}

extension VerdictRule {
  package init(_ scoring: Scoring) {
    func reference(_ part: Scoring.Part) -> Reference {
      Reference(
        StandingRule(scoring, on: part),
        rivals: scoring.baselines.dropFirst().map {
          Rival($0.inSentence, loss: Float($0.score(on: part).loss))
        })
    }
    let measure: Measure =
      if scoring.kind == .language {
        .nats
      } else if scoring.shareOfRight != nil {
        .accuracy
      } else {
        .loss
      }
    self.init(
      measure, predictor: scoring.baselines.first?.inSentence ?? "the trivial predictor",
      validation: reference(.validation), test: reference(.test))
  }
}

extension Trainer {
  /// The result of a lane that has ended.
  func verdict(of lane: Lane) -> RunVerdict {
    VerdictRule(scoring).verdict([finding(lane)], lane: lane.info.name)
  }

  /// The result of all lanes together.
  package func verdict() -> RunVerdict {
    VerdictRule(scoring).verdict(lanes.map(finding), lane: nil)
  }

  /// The places of the lanes, the best one first.
  func order() -> [Int] { VerdictRule(scoring).order(lanes.map(finding)) }

  private func finding(_ lane: Lane) -> LaneFinding {
    let end: LaneFinding.End =
      switch lane.progress.phase {
      case .diverged: .diverged
      case .off: .takenOut
      case _ where lane.end.wasTakenOut: .takenOut
      case _ where lane.end.reason == .interrupted: .interrupted
      default: .done
      }
    let scoresAccuracy = standingRule.scoresAccuracy
    let validation = lane.progress.earlyStopping.bestLoss.map {
      LaneFinding.Score(
        .validation, loss: $0, accuracy: scoresAccuracy ? lane.best?.validation?.metric : nil)
    }
    var test: LaneFinding.Score?
    if let loss = lane.progress.testLoss, loss.isFinite {
      let accuracy = scoring.shareOfRight.flatMap { lane.end.testMetrics[$0.name] }
      test = .init(
        .test, loss: loss, accuracy: scoresAccuracy ? accuracy.map { Float($0) } : nil)
    }
    // Told where the suspect is told.
    let isOverfit = lane.progress.suspects.suspects.contains { $0.kind == .overfitting }
    var overfit: Overfit?
    if isOverfit, case .found(let found) = Overfit.look(lane.evidence(scoring, standingRule)) {
      overfit = found
    }
    return LaneFinding(
      lane.info.name, end, step: lane.progress.step, score: test ?? validation, overfit: overfit,
      validation: test == nil ? nil : validation,
      monitor: lane.progress.earlyStopping.monitor?.name)
  }
}
