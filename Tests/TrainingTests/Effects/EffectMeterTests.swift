import Foundation
import Telemetry
import Testing
import Training

/// What followed an intervention, with its standard errors.
struct EffectMeterTests {
  /// Small numbers that look random, the same every time, with mean 0.
  private func noise(_ step: Int) -> Double {
    var x = UInt64(step) &* 0x9E37_79B9_7F4A_7C15
    x ^= x >> 29
    x = x &* 0xBF58_476D_1CE4_E5B9
    x ^= x >> 32
    return Double(x >> 11) / Double(1 << 53) - 0.5
  }

  /// Steps with a loss that falls by so much a step and so large a gradient.
  private func run(
    _ meter: inout EffectMeter, _ steps: ClosedRange<Int>, from start: Double, slope: Double,
    norm: Double, noise size: Double = 0.02, validatesEvery interval: Int = 20
  ) -> [LaneEffect] {
    var found: [LaneEffect] = []
    for step in steps {
      let loss = start + slope * Double(step - steps.lowerBound)
      if let effect = meter.took(
        loss: loss + size * noise(step), norm: norm + size * noise(step + 100_000), step: step,
        lane: "gru")
      {
        found.append(effect)
      }
      if step.isMultiple(of: interval) { meter.validated(loss: Float(loss), step: step) }
    }
    return found
  }

  @Test func aWindowHasStepsAndValidations() {
    #expect(EffectMeter(validatesEvery: 1).window == 64)
    #expect(EffectMeter(validatesEvery: 20).window == 64)
    #expect(EffectMeter(validatesEvery: 100).window == 304)
  }

  @Test func aClearChange() throws {
    var meter = EffectMeter(validatesEvery: 20)
    #expect(run(&meter, 1...70, from: 2, slope: -0.01, norm: 1).isEmpty)
    meter.intervened("3 drop 0.3", step: 70)
    #expect(meter.pending == EffectPending(label: "3 drop 0.3", step: 70, knownAt: 134, steps: 64))
    let effects = run(&meter, 71...140, from: 1.3, slope: -0.002, norm: 2)
    let effect = try #require(effects.first)
    #expect(effects.count == 1 && meter.pending == nil)
    #expect(effect.lane == "gru" && effect.label == "3 drop 0.3")
    #expect(effect.step == 70 && effect.steps == 64)
    // Per 100 steps.
    #expect(abs(effect.trainSlope.before + 1) < 0.05 && abs(effect.trainSlope.after + 0.2) < 0.05)
    #expect(abs(effect.validationSlope.before + 1) < 0.01)
    #expect(abs(effect.gradientNorm.before - 1) < 0.01 && abs(effect.gradientNorm.after - 2) < 0.01)
    #expect(effect.trainSlope.isClear && effect.gradientNorm.isClear)
    #expect(
      effect.text.hasPrefix("3 drop 0.3 at step 70, 64 steps before → after: train slope -1 ±"))
    #expect(!effect.text.contains("because"))
  }

  /// Of 200 changes that change nothing, about one in twenty is taken for one.
  @Test func noClearChange() {
    var clear = 0
    for shift in 0..<200 {
      var meter = EffectMeter(validatesEvery: 20)
      let start = shift * 1000
      _ = run(&meter, start + 1...start + 70, from: 2, slope: -0.001, norm: 1, noise: 1)
      meter.intervened("6 stop off", step: start + 70)
      let effects = run(
        &meter, start + 71...start + 140, from: 1.93, slope: -0.001, norm: 1, noise: 1)
      for effect in effects where effect.trainSlope.isClear { clear += 1 }
    }
    #expect((1...24).contains(clear), "\(clear) of 200")
  }

  @Test func allUnclearIsOneSentence() throws {
    var meter = EffectMeter(validatesEvery: 20)
    _ = run(&meter, 1...70, from: 2, slope: 0, norm: 1, noise: 0)
    meter.intervened("5 clip 1", step: 70)
    let effect = try #require(run(&meter, 71...140, from: 2, slope: 0, norm: 1, noise: 0).first)
    #expect(effect.text.hasSuffix("no clear change of train slope, val slope and |g|"))
  }

  @Test func tooEarlyTooSoonAndAtOnce() {
    var meter = EffectMeter(validatesEvery: 20)
    _ = run(&meter, 1...30, from: 2, slope: 0, norm: 1)
    meter.intervened("3 drop on", step: 30)
    #expect(meter.pending?.knownAt == nil)
    #expect(run(&meter, 31...130, from: 2, slope: 0, norm: 1).isEmpty)
    // Several between two steps are one change.
    meter.intervened("5 clip 1", step: 130)
    meter.intervened("lr 0.1", step: 130)
    meter.intervened("lr 0.1", step: 130)
    #expect(meter.pending?.label == "5 clip 1, lr 0.1")
    // Another one in its second window: neither is measured.
    #expect(run(&meter, 131...150, from: 2, slope: 0, norm: 1).isEmpty)
    meter.intervened("lr 0.2", step: 150)
    #expect(run(&meter, 151...400, from: 2, slope: 0, norm: 1).isEmpty)
  }

  /// A number that is not finite ends the comparison.
  @Test func whatIsNotFiniteIsNotCompared() {
    var meter = EffectMeter(validatesEvery: 20)
    _ = run(&meter, 1...70, from: 2, slope: 0, norm: 1)
    meter.intervened("lr 9", step: 70)
    _ = run(&meter, 71...90, from: 2, slope: 0, norm: 1)
    #expect(meter.took(loss: .nan, norm: 1, step: 91, lane: "gru") == nil)
    #expect(meter.pending == nil)
    #expect(run(&meter, 92...300, from: 2, slope: 0, norm: 1).isEmpty)
  }

  /// In a session: an event, the log and the facts of the lane say the same.
  @Test func aSessionSaysIt() throws {
    let scratch = try Scratch()
    let session = try SmallSession(
      SmallData.adding.dataset(in: scratch), ["rnn", "gru"],
      training: {
        $0.batch = 16
        $0.validateEvery = .steps(5)
      }, lane: { $0.earlyStopping.on = false })
    session.steps(66)
    session.trainer.apply(.lane(LaneID(1)), .set(key: "regularizers.dropout", value: "0.5"))
    session.steps(66)
    let effects = session.events.compactMap { event in
      if case .effect(let e) = event { e } else { nil }
    }
    try #require(effects.count == 1)
    #expect(effects[0].lane == "gru" && effects[0].label == "3 drop 0.5" && effects[0].step == 66)
    let lanes = session.trainer.laneSnapshots()
    #expect(lanes[1].effect == effects[0] && lanes[0].effect == nil)
    var log = SessionLog()
    log.add(TimedEvent(.effect(effects[0]), seconds: 1))
    #expect(log.entries.first?.text == effects[0].text && log.entries.first?.lane == "gru")
    // What was taken back was not measured.
    session.trainer.apply(.lane(LaneID(1)), .undo)
    #expect(session.trainer.laneSnapshots()[1].effect == nil)
  }
}
