import Telemetry
import Testing
import Training

@Suite struct LaneProgressTests {
  private func fresh() -> LaneProgress {
    var configuration = LaneConfiguration(name: "gru")
    configuration.training.learningRate = 0.02
    configuration.earlyStopping.patience = 4
    configuration.earlyStopping.minDelta = 0.5
    return LaneProgress(configuration)
  }

  @Test func startsFromItsConfiguration() {
    let progress = fresh()
    #expect(progress.phase == .training)
    #expect(progress.step == 0)
    #expect(progress.learningRate == 0.02)
    #expect(progress.earlyStopping.patience == 4)
    #expect(progress.earlyStopping.minDelta == 0.5)
    #expect(progress.interval == nil)
    #expect(progress.shownTrainLoss == nil)
  }

  /// One bad validation does not undo what was learned; two do.
  @Test func learnedTasksAreNotLostAtOnce() {
    let rule = StandingRule(
      predictorLoss: 1, scoresAccuracy: false, predictorAccuracy: nil, canBeLearned: true)
    var progress = fresh()
    func judge(_ loss: Float, _ step: Int) -> Standing {
      progress.judge(
        rule, StandingRule.Validation(loss: loss, metric: nil, step: step, epochs: 9))
      return progress.standing
    }
    #expect(judge(0.05, 1) == .learned(step: 1))
    #expect(judge(0.9, 2) == .learned(step: 1))
    #expect(judge(0.05, 3) == .learned(step: 1))
    #expect(judge(0.9, 4) == .learned(step: 1))
    #expect(judge(0.9, 5) == .ahead)
    #expect(judge(0.05, 6) == .learned(step: 6))
  }

  @Test func intervalsAreMeansSinceTheLastValidation() throws {
    var progress = fresh()
    progress.took(loss: 1, penalty: 0.25, norm: 4, clipped: 1, seconds: 1)
    progress.took(loss: 3, penalty: 0.5, norm: 0.5, clipped: 0.5, seconds: 2)
    let interval = try #require(progress.interval)
    #expect(interval.loss == 2)
    #expect(interval.norm == 2.25)
    #expect(interval.normClipped == 0.75)
    #expect(interval.clippedShare == 0.5)
    #expect(progress.penalty == 0.5)
    progress.beginInterval()
    #expect(progress.interval == nil)
    progress.took(loss: 7, penalty: 0, norm: 1, clipped: 1, seconds: 3)
    #expect(progress.interval?.loss == 7)
  }

  @Test func runningMeansBeginWithTheFirstStepAndFollow() throws {
    var progress = fresh()
    progress.took(loss: 1, penalty: 0, norm: 10, clipped: 1, seconds: 0)
    #expect(progress.norm == 10)
    #expect(progress.normClipped == 1)
    #expect(progress.clippedShare == 1)
    progress.took(loss: 1, penalty: 0, norm: 30, clipped: 1, seconds: 0)
    #expect(progress.norm == 11)
    for _ in 0..<400 {
      progress.took(loss: 1, penalty: 0, norm: 2, clipped: 2, seconds: 0)
    }
    #expect(abs((progress.norm ?? 0) - 2) < 1e-4)
    #expect(progress.clippedShare < 1e-4)
  }

  @Test func theTrainLossShownDoesNotJumpAtAValidation() {
    var progress = fresh()
    for _ in 0..<19 {
      progress.took(loss: 5, penalty: 0, norm: 1, clipped: 1, seconds: 0)
    }
    #expect(progress.shownTrainLoss == 5, "nothing better is known yet")
    progress.took(loss: 25, penalty: 0, norm: 1, clipped: 1, seconds: 0)
    #expect(progress.shownTrainLoss == 6)
  }

  @Test func restartingKeepsSettingsAndTheCurves() throws {
    var progress = fresh()
    let table = SettingsTable()
    let clip = try #require(table.setting("regularizers.clip"))
    #expect(clip.apply("0.25", to: &progress) == nil)
    progress.took(loss: 2, penalty: 1, norm: 1, clipped: 1, seconds: 1)
    let again = progress.restarted()
    #expect(again.regularization == progress.regularization)
    #expect(again.learningRate == progress.learningRate)
    #expect(again.earlier?.trainCurve == progress.trainCurve)
    #expect(again.trainCurve.isEmpty)
    #expect(again.interval == nil)
    #expect(again.norm == nil)
    #expect(again.penalty == 0)
    #expect(again.earlyStopping == fresh().earlyStopping)
    #expect(again.schedule == fresh().schedule)
    var expected = fresh()
    #expect(clip.apply("0.25", to: &expected) == nil)
    #expect(again.regularization == expected.regularization)
  }
}
