import Testing
import Training

@Suite struct TrialLogTests {
  private func log(_ lines: [String]) -> TrialLog { TrialLog(lines: lines.joined(separator: "\n")) }

  @Test func bestAndItsMetric() {
    let log = log(SweepSamples.lines([0.5, 0.3, 0.4], parameters: 123))
    #expect(log.parameters == 123 && log.metricName == "mse" && log.kind == "task")
    let best = TrialLog.Best(loss: 0.3, epoch: 2, step: 20, metric: 0.6)
    #expect(log.best == best && log.outcome == .scored(best))
    #expect(log.epoch == 3 && log.validation?.loss == 0.4)
  }

  @Test func unfinishedUntilItsEnd() {
    let lines = SweepSamples.lines([0.5])
    #expect(log(lines.dropLast()).outcome == .unfinished)
    #expect(log([]).outcome == .unfinished)
    #expect(log(["not JSON", "{}", "[1]", "{\"event\": 3}"]).outcome == .unfinished)
    #expect(log(SweepSamples.lines([0.5], reason: "interrupted")).outcome == .unfinished)
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
    var lines = SweepSamples.lines([0.5], reason: "diverged")
    lines.insert(
      "{\"event\": \"diverged\", \"seconds\": 1, \"lane\": \"gru\", \"step\": 12, \"layer\": \"rnn.0\","
        + " \"time_step\": null, \"what\": \"NaN\"}", at: lines.count - 1)
    #expect(
      log(lines + [TrialLog.Exit(status: 3, reason: nil).line]).outcome
        == .failed("diverged at step 12 in rnn.0"))
    #expect(
      log(SweepSamples.lines([], reason: "max_steps")).outcome
        == .failed("no validation loss was finite"))
  }

  @Test func aLossThatIsNotFinite() {
    var log = log(SweepSamples.lines([0.5]))
    let validation = log.take(
      "{\"event\": \"validation\", \"seconds\": 3, \"epoch\": 2, \"step\": 20, \"val_loss\": null,"
        + " \"train_loss\": 0.1, \"val_metrics\": {\"mse\": null}, \"nonfinite\": [\"val_loss\"]}")
    #expect(validation?.loss.isNaN == true && log.best?.loss == 0.5)
  }
}
