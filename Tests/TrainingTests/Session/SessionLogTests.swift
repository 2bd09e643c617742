import Telemetry
import Testing
import Training

@Suite struct SessionLogTests {
  struct Case: Sendable {
    var event: RunEvent
    var kinds: [LogEntry.Kind]
    var texts: [String]
  }

  static let cases = [
    Case(
      event: .improved(LaneImproved(lane: "gru", epoch: 3, step: 30, validationLoss: 0.16713)),
      kinds: [.improved], texts: ["best 0.1671 at epoch 3"]),
    Case(
      event: .improved(
        LaneImproved(
          lane: "gru", epoch: 3, step: 30, validationLoss: 0.5, monitor: "f1", metric: 0.8125)),
      kinds: [.improved], texts: ["best f1 0.8125 (loss 0.5000) at epoch 3"]),
    Case(
      event: .noImprovement(LaneNotImproved(lane: "gru", left: 4, monitor: "f1")), kinds: [.note],
      texts: ["no improvement of f1, 4 left"]),
    Case(
      event: .earlyStop(
        LaneStoppedEarly(
          lane: "gru", epoch: 9, step: 90, bestEpoch: 4, bestLoss: 1, monitor: "f1",
          bestMetric: 0.8)),
      kinds: [.earlyStop], texts: ["stopped at epoch 9 by f1, weights of epoch 4 restored"]),
    Case(
      event: .command(
        CommandAnswered(
          lane: "gru", name: "training.class_weights", value: "1,5", step: 12, reason: nil)),
      kinds: [.intervention], texts: ["class wt 1,5 applied at step 12"]),
    Case(
      event: .noImprovement(LaneNotImproved(lane: "gru", left: 4)), kinds: [.note],
      texts: ["no improvement, 4 left"]),
    Case(
      event: .noImprovement(LaneNotImproved(lane: "gru")), kinds: [.note],
      texts: ["no improvement"]),
    Case(
      event: .earlyStop(
        LaneStoppedEarly(lane: "gru", epoch: 9, step: 90, bestEpoch: 4, bestLoss: 1)),
      kinds: [.earlyStop], texts: ["stopped at epoch 9, weights of epoch 4 restored"]),
    Case(
      event: .command(
        CommandAnswered(
          lane: nil, name: "regularizers.clip", value: "0.5", step: 12, reason: nil)),
      kinds: [.intervention], texts: ["5 clip 0.5 applied at step 12"]),
    Case(
      event: .command(
        CommandAnswered(
          by: .adaptive, lane: "gru", name: "regularizers.dropout", value: "off", step: 12,
          reason: nil)),
      kinds: [.intervention], texts: ["3 drop off (adaptive) applied at step 12"]),
    Case(
      event: .command(
        CommandAnswered(
          lane: "gru", name: "training.learning_rate", value: "9", step: 12, reason: "too large")),
      kinds: [.rejected], texts: ["lr 9 rejected: too large"]),
    Case(
      event: .command(
        CommandAnswered(lane: "gru", name: "restart", value: "", step: 0, reason: nil)),
      kinds: [.intervention], texts: ["restart applied at step 0"]),
    Case(
      event: .command(
        CommandAnswered(
          lane: nil, name: "regularizers.l2.of", value: "[head]", step: 3, reason: nil)),
      kinds: [.intervention], texts: ["l2 of [head] applied at step 3"]),
    Case(
      event: .learningRate(
        LearningRateChanged(lane: "gru", step: 40, value: 0.0005, reason: "plateau")),
      kinds: [.intervention], texts: ["lr 0.0005 (plateau)"]),
    Case(
      event: .diverged(
        LaneDiverged(lane: "gru", step: 7, layer: "rnn.1", timeStep: 3, what: "h is NaN")),
      kinds: [.diverged], texts: ["diverged at step 7: h is NaN (rnn.1, t = 3)"]),
    Case(
      event: .diverged(
        LaneDiverged(lane: "gru", step: 7, layer: "head", what: "the loss is infinite")),
      kinds: [.diverged], texts: ["diverged at step 7: the loss is infinite (head)"]),
    Case(
      event: .end(ended(.maxEpochs, testLoss: 12.3456)), kinds: [.ended],
      texts: ["ended (max epochs), test 12.35"]),
    Case(event: .end(ended(.earlyStop)), kinds: [.ended], texts: ["ended (early stop)"]),
    Case(
      event: .notSaved(
        LaneNotSaved(lane: "gru", reason: "no space left on device", isLoss: true)),
      kinds: [.warning], texts: ["not saved: no space left on device"]),
    Case(
      event: .alert(RunAlert(text: "cannot save", state: .raised)), kinds: [.warning],
      texts: ["cannot save"]),
    Case(
      event: .verdict(
        RunVerdict(lane: "gru", outcome: NamedValues([("gru", .worse)]), text: "3 % worse")),
      kinds: [.ended], texts: ["3 % worse"]),
    Case(event: .note(RunNote(text: "a note")), kinds: [.note], texts: ["a note"]),
  ]

  private static func ended(_ reason: EndReason, testLoss: Float? = nil) -> LaneEnded {
    LaneEnded(
      lane: "gru", reason: reason, epoch: 5, step: 50, testLoss: testLoss,
      testMetrics: NamedValues([]),
      baselineMetrics: NamedValues([]), baselines: NamedValues([]))
  }

  @Test(arguments: cases)
  func entries(_ example: Case) {
    var log = SessionLog()
    log.add(TimedEvent(example.event, seconds: 2.5))
    #expect(log.entries.map(\.kind) == example.kinds)
    #expect(log.entries.map(\.text) == example.texts)
    #expect(log.entries.allSatisfy { $0.seconds == 2.5 })
  }

  @Test func theResultOfAnOnlyLaneIsToldOnce() {
    var log = SessionLog()
    for lane in ["gru", nil] {
      log.add(
        TimedEvent(
          .verdict(
            RunVerdict(lane: lane, outcome: NamedValues([("gru", .worse)]), text: "3 % worse")),
          seconds: 0))
    }
    #expect(log.entries.map(\.lane) == ["gru"])
  }

  @Test func itIsBoundedAndKeepsTheNewest() {
    var log = SessionLog()
    for i in 0..<1000 {
      log.add(TimedEvent(.note(RunNote(text: "\(i)")), seconds: 0))
    }
    #expect(log.entries.count == SessionLog.most)
    #expect(log.entries.last?.text == "999")
    #expect(log.entries.first?.text == "\(1000 - SessionLog.most)")
  }

  @Test(
    arguments: [
      (0, "0.0000"), (0.0005, "5.00e-04"), (0.001, "0.0010"), (0.1234567, "0.1235"),
      (1.23456, "1.235"),
      (12.3456, "12.35"), (123.456, "123.5"), (1234.56, "1235"), (99_999, "99999"),
      (123_456, "1.23e+05"), (-0.5, "-0.5000"), (.nan, "not finite"), (.infinity, "not finite"),
      (3.4e38, "3.40e+38"),
    ] as [(Float, String)])
  func losses(_ example: (loss: Float, text: String)) {
    #expect(Numbers.fullLoss(example.loss) == example.text)
  }
}
