import Foundation
import Telemetry
import Testing
import Training

@Suite struct RunEventTests {
  private static let metrics = NamedValues([("rmse", 1.5), ("mae", Double.infinity)])

  /// One of each, with what is not finite where that may be.
  private static func sample(_ name: RunEvent.Name) -> RunEvent {
    switch name {
    case .start:
      .start(
        RunStart(
          preset: "compare", seed: .max, threads: 2, metric: "rmse",
          lanes: [.init(lane: "gru", cell: "gru", hidden: [8, 8], parameters: 9)],
          data: .init(kind: .series, train: 3, validation: 2, test: 1, baseline: metrics)))
    case .note: .note(RunNote(text: "read as csv"))
    case .progress:
      .progress(LaneProgressed(lane: "gru", epoch: 1, step: 2, stepsPerSecond: 3))
    case .validation:
      .validation(
        LaneValidated(
          lane: "gru", epoch: 1, step: 2, trainLoss: .infinity, trainLossPlain: 0.1,
          validationLoss: -.infinity, metrics: metrics, penalty: 0, learningRate: 1e-5,
          gradientNorm: 3, gradientNormClipped: 1, clippedShare: 0.5, stepsPerSecond: 10))
    case .improved:
      .improved(LaneImproved(lane: "gru", epoch: 1, step: 2, validationLoss: 0.25))
    case .noImprovement: .noImprovement(LaneNotImproved(lane: "gru", left: 2))
    case .earlyStop:
      .earlyStop(LaneStoppedEarly(lane: "gru", epoch: 9, step: 90, bestEpoch: 4, bestLoss: 0.5))
    case .command:
      .command(
        CommandAnswered(
          id: 7, by: .adaptive, lane: "gru", name: "regularizers.l2", value: "off", step: 3,
          reason: "no"))
    case .effect:
      .effect(
        LaneEffect(
          lane: "gru", label: "3 drop 0.3", step: 3, steps: 64,
          trainSlope: .init(before: -0.5, errorBefore: 0.25, after: -0.125, errorAfter: 0.5),
          validationSlope: .init(before: 1, errorBefore: nil, after: 2, errorAfter: nil),
          gradientNorm: .init(before: 1, errorBefore: 0.5, after: 2, errorAfter: 0.5)))
    case .learningRate:
      .learningRate(LearningRateChanged(lane: "gru", step: 3, value: 0.5, reason: "plateau"))
    case .diverged:
      .diverged(LaneDiverged(lane: "gru", step: 3, layer: "rnn.0", timeStep: 4, what: "h"))
    case .suspect:
      .suspect(
        LaneSuspected(
          lane: "gru", step: 9, kind: .deadUnits, state: .raised, value: 0.97, text: "62 of 64",
          advice: "( lower rate, then r"))
    case .alert: .alert(RunAlert(text: "cannot save", state: .raised))
    case .notSaved: .notSaved(LaneNotSaved(lane: "gru", reason: "disk full", isLoss: true))
    case .end:
      .end(
        LaneEnded(
          lane: "gru", reason: .maxSteps, epoch: 3, step: 30, testLoss: .infinity,
          testMetrics: metrics, baselineMetrics: metrics,
          baselines: NamedValues([("persistence 1.5", metrics), ("a.b", NamedValues([]))]),
          model: "/x"))
    case .verdict:
      .verdict(
        RunVerdict(
          lane: "gru", outcome: NamedValues([("gru", .onBaseline)]),
          text: "3 % worse than persistence"))
    }
  }

  @Test(arguments: RunEvent.Name.allCases)
  func comesBackAsItWas(_ name: RunEvent.Name) throws {
    let timed = TimedEvent(Self.sample(name), seconds: 1.5)
    #expect(timed.event.name == name)
    let line = JSONLine.text(timed)
    #expect(line.hasPrefix("{\"event\": \"\(name.rawValue)\", \"seconds\": 1.5, "))
    #expect(try JSONLine.value(TimedEvent.self, line) == timed)
  }

  @Test func whatIsAbsentStaysAbsent() throws {
    let events: [RunEvent] = [
      .improved(
        LaneImproved(
          lane: "gru", epoch: 1, step: 2, validationLoss: 0.25, monitor: "f1", metric: 0.5)),
      .noImprovement(LaneNotImproved(lane: "gru", monitor: "f1")),
      .earlyStop(
        LaneStoppedEarly(
          lane: "gru", epoch: 9, step: 90, bestEpoch: 4, bestLoss: 0.5, monitor: "rmse",
          bestMetric: 3)),
      .noImprovement(LaneNotImproved(lane: "gru")),
      .command(CommandAnswered(lane: nil, name: "cells", value: "gru", step: 0, reason: nil)),
      .diverged(LaneDiverged(lane: "gru", step: 3, layer: "loss", what: "x")),
      .end(
        LaneEnded(
          lane: "gru", reason: .interrupted, epoch: 0, step: 0, testMetrics: NamedValues([]),
          baselineMetrics: NamedValues([]), baselines: NamedValues([]))),
    ]
    for event in events {
      let timed = TimedEvent(event, seconds: 0)
      #expect(try JSONLine.value(TimedEvent.self, JSONLine.text(timed)) == timed)
    }
  }

  /// A line of a run that follows the loss is what it was before there were monitors.
  @Test func theBestOfTheLossNamesNoMetric() {
    let improved = LaneImproved(lane: "gru", epoch: 1, step: 2, validationLoss: 0.25)
    #expect(
      JSONLine.text(TimedEvent(.improved(improved), seconds: 0))
        == #"{"event": "improved", "seconds": 0, "lane": "gru", "epoch": 1, "step": 2, "#
        + #""val_loss": 0.25}"#)
    var followed = improved
    (followed.monitor, followed.metric) = ("f1", 0.5)
    #expect(
      JSONLine.text(TimedEvent(.improved(followed), seconds: 0))
        .hasSuffix(#""val_loss": 0.25, "monitor": "f1", "val_metric": 0.5}"#))
  }

  @Test func anAnswerHasItsStateAndNoLaneWhereItIsAll() throws {
    let line = JSONLine.text(
      TimedEvent(
        .command(CommandAnswered(lane: nil, name: "cells", value: "gru", step: 4, reason: nil)),
        seconds: 0))
    #expect(
      line == #"{"event": "command", "seconds": 0, "name": "cells", "value": "gru", "#
        + #""state": "applied", "step": 4, "reason": null}"#)
  }

  @Test func aVerdictOfAllLanesHasAnOutcomeOfEach() throws {
    let timed = TimedEvent(
      .verdict(
        RunVerdict(
          lane: nil, outcome: NamedValues([("gru", .solved), ("rnn", .diverged)]),
          text: "gru solved it; rnn diverged at step 3")), seconds: 0)
    let line = JSONLine.text(timed)
    #expect(
      line == #"{"event": "verdict", "seconds": 0, "outcome": {"gru": "solved", "#
        + #""rnn": "diverged"}, "text": "gru solved it; rnn diverged at step 3"}"#)
    #expect(try JSONLine.value(TimedEvent.self, line) == timed)
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "{\"event\": 3}", "{\"event\": \"tea\", \"seconds\": 1}",
    "{\"event\": \"improved\", \"seconds\": 1}", "{\"event\": \"improved\", \"seconds\": \"1\"}",
  ])
  func whatIsNoEventIsRefused(_ line: String) {
    #expect(throws: (any Error).self) { try JSONLine.value(TimedEvent.self, line) }
  }
}
