import Telemetry
import Testing
import Training

@Suite struct TrialLogTests {
  private func log(_ lines: [String]) -> TrialLog { TrialLog(lines: lines.joined(separator: "\n")) }

  @Test func bestAndItsMetric() {
    let log = log(SweepSamples.lines([0.5, 0.25, 0.375], parameters: 123))
    #expect(log.parameters == 123 && log.metricName == "mse" && log.kind == .task)
    let best = TrialLog.Best(loss: 0.25, epoch: 2, step: 20, metric: 0.5)
    #expect(log.best == best && log.outcome == .scored(best))
    #expect(log.epoch == 3 && log.validation?.loss == 0.375)
  }

  @Test func unfinishedUntilItsEnd() {
    let lines = SweepSamples.lines([0.5])
    #expect(log(lines.dropLast()).outcome == .unfinished)
    #expect(log([]).outcome == .unfinished)
    #expect(log(["not JSON", "{}", "[1]", "{\"event\": 3}"]).outcome == .unfinished)
    #expect(log(SweepSamples.lines([0.5], reason: .interrupted)).outcome == .unfinished)
    let killed = TrialLog.Exit(status: 137, reason: nil)
    #expect(log(lines.dropLast() + [killed.line]).outcome == .unfinished)
    #expect(log(lines + [killed.line]).outcome == .unfinished)
    // Something of it was not saved.
    #expect(log(lines + [TrialLog.Exit(status: 1, reason: "x").line]).outcome == .unfinished)
    #expect(log(lines + [TrialLog.Exit(status: 0, reason: nil).line]).outcome != .unfinished)
  }

  @Test func failuresWithTheirReason() {
    let bad = TrialLog.Exit(status: 65, reason: "a.csv, line 3: \"x\" is not a number")
    #expect(log([bad.line]).outcome == .failed("a.csv, line 3: \"x\" is not a number"))
    #expect(log([bad.line]).exit == bad)
    #expect(
      log([TrialLog.Exit(status: 65, reason: nil).line]).outcome == .failed("exit code 65"))
    var lines = SweepSamples.lines([0.5], reason: .diverged)
    lines.insert(
      "{\"event\": \"diverged\", \"seconds\": 1, \"lane\": \"gru\", \"step\": 12, \"layer\": \"rnn.0\","
        + " \"time_step\": null, \"what\": \"NaN\"}", at: lines.count - 1)
    #expect(
      log(lines + [TrialLog.Exit(status: 3, reason: nil).line]).outcome
        == .failed("diverged at step 12 in rnn.0"))
    #expect(
      log(SweepSamples.lines([], reason: .maxSteps)).outcome
        == .failed("no validation loss was finite"))
  }

  @Test func aLossThatIsNotFinite() {
    var log = log(SweepSamples.lines([0.5]))
    let validation = log.take(
      JSONLine.text(
        TimedEvent(
          .validation(
            LaneValidated(
              lane: "gru", epoch: 2, step: 20, trainLoss: 0.1, trainLossPlain: .nan,
              validationLoss: .nan, metrics: NamedValues([("mse", .infinity)]), penalty: 0,
              learningRate: 0.1, stepsPerSecond: 10)), seconds: 3)))
    #expect(validation?.loss.isNaN == true && log.best?.loss == 0.5)
  }
}
