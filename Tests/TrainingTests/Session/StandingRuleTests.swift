import Telemetry
import Testing
import Training

struct StandingRuleTests {
  private func rule(
    accuracy: Float? = nil, canBeLearned: Bool = true, loss: Float? = 1
  ) -> StandingRule {
    StandingRule(
      predictorLoss: loss, scoresAccuracy: accuracy != nil, predictorAccuracy: accuracy,
      canBeLearned: canBeLearned)
  }

  private func standing(
    _ loss: Float, metric: Float? = nil, after: Standing = .early, step: Int = 1000,
    epochs: Int = 4, accuracy: Float? = nil, canBeLearned: Bool = true
  ) -> Standing {
    rule(accuracy: accuracy, canBeLearned: canBeLearned).standing(
      after: after,
      StandingRule.Validation(loss: loss, metric: metric, step: step, epochs: epochs))
  }

  @Test func onThePredictorOnlyAfterItsTime() {
    #expect(standing(0.96, step: 499, epochs: 1) == .early)
    #expect(standing(0.96, step: 500, epochs: 1) == .onPredictor)
    #expect(standing(0.96, step: 40, epochs: 2) == .onPredictor)
    #expect(standing(7) == .onPredictor && standing(.nan) == .onPredictor)
    #expect(standing(0.94, step: 10, epochs: 0) == .ahead)
    // Once it has left, a hair's breadth does not bring it back.
    #expect(
      standing(0.96, after: .ahead) == .ahead && standing(0.98, after: .ahead) == .onPredictor)
  }

  @Test func learnedByLossOrByAccuracy() {
    #expect(standing(0.1) == .learned(step: 1000) && standing(0.11) == .ahead)
    #expect(standing(0.2, metric: 0.99, accuracy: 0.25) == .learned(step: 1000))
    #expect(standing(0.2, metric: 0.98, accuracy: 0.25) == .ahead)
    // A tenth of the loss with one fault in ten is a part of the task.
    #expect(standing(0.08, metric: 0.9, accuracy: 0.25) == .ahead)
    #expect(standing(0.08, metric: 0.96, accuracy: 0.25) == .learned(step: 1000))
    // Where the most frequent class has nearly all, 99 % is nothing.
    #expect(standing(0.9, metric: 0.992, accuracy: 0.99) == .ahead)
    // Another number beside the loss is not taken for an accuracy.
    #expect(standing(0.5, metric: 30) == .ahead)
    #expect(standing(0.01, canBeLearned: false) == .ahead)
  }

  @Test func learnedStaysAndIsTakenBackWhenItIsLost() {
    let learned = Standing.learned(step: 700)
    #expect(standing(0.25, after: learned) == learned)
    #expect(standing(0.31, after: learned) == .ahead)
    #expect(standing(0.4, metric: 0.96, after: learned, accuracy: 0.25) == learned)
    #expect(standing(2, after: learned) == .onPredictor)
  }

  @Test func nothingIsSaidWithoutAPredictor() {
    let validation = StandingRule.Validation(loss: 0.1, metric: nil, step: 900, epochs: 9)
    #expect(rule(loss: nil).standing(after: .early, validation) == .early)
  }
}

struct ExplosionRuleTests {
  private func rule(
    _ norms: [[Float]], threshold: Float = 1, clips: Bool = false, hasRecovered: Bool = true
  ) -> Explosion? {
    var rule = ExplosionRule()
    var step = 0
    for norms in norms {
      for norm in norms {
        step += 1
        rule.took(
          norm: norm, clipped: clips ? min(norm, threshold) : norm, step: step,
          seconds: Double(step))
      }
      rule.validated(clipThreshold: threshold, hasRecovered: hasRecovered)
    }
    return rule.explosion
  }

  @Test func isRememberedUntilThreeQuietValidations() {
    #expect(rule([[1, 99, 3]]) == nil)
    #expect(
      rule([[1, 2, 5974, 8000]])
        == Explosion(step: 3, norm: 8000, seconds: 3, isRecent: true))
    let first: [[Float]] = [[500]]
    #expect(rule(first + [[1], [2]])?.isRecent == true)
    #expect(rule(first + [[1], [2], [9]])?.isRecent == false)
    // A wreck that learns nothing any more is not over it.
    #expect(rule(first + [[1], [2], [9], [1]], hasRecovered: false)?.isRecent == true)
    // 11 times the threshold is no usual size.
    #expect(rule(first + [[1], [11], [9], [9]])?.isRecent == true)
    #expect(rule(first + [[1], [40], [9], [9]], threshold: 5)?.isRecent == false)
    // Its step and size stay known; another one is told by its own.
    #expect(rule(first + [[1], [2], [9]])?.step == 1)
    #expect(rule(first + [[1], [2], [9], [700]])?.step == 5)
  }

  /// Clipping holds the weights; that the gradient exploded stays so.
  @Test func clippingHidesNone() {
    #expect(rule([[1, 5974]], clips: true) == nil)
    #expect(
      rule([[1, 3e6, 4e6]], clips: true, hasRecovered: false)
        == Explosion(step: 2, norm: 4e6, clipped: 1, seconds: 2, isRecent: true))
    let stuck = { rule($0, clips: true, hasRecovered: false)?.isRecent }
    #expect(stuck([[3e6], [900], [80], [9]]) == false)
    #expect(stuck([[3e6], [900], [5000], [9]]) == true)
    // A lane that learns all the same is left alone.
    #expect(rule([[3e6]], clips: true)?.isRecent == false)
  }
}
