import CKernels
import Engine
import Testing

/// Statistics of dropout masks, and what a mask depends on.
struct DropoutTests {
  private func mask(_ key: UInt64, rate: Float, count: Int = 100_000) -> [Float] {
    var mask = [Float](repeating: .nan, count: count)
    ck_random_mask(count, &mask, key, 0, rate, 0, 1 / (1 - rate))
    return mask
  }

  @Test(arguments: [0.05, 0.2, 0.5, 0.9] as [Float], [0, 1, 2, UInt64.max])
  func keepsItsShareAndTheExpectation(_ rate: Float, _ key: UInt64) {
    let mask = mask(key, rate: rate)
    let kept = 1 / (1 - rate)
    #expect(mask.allSatisfy { $0 == 0 || $0 == kept })
    let (n, p) = (Double(mask.count), Double(rate))
    let share = Double(mask.count { $0 == 0 }) / n
    #expect(abs(share - p) < 5 * (p * (1 - p) / n).squareRoot())
    let mean = mask.map(Double.init).reduce(0, +) / n
    #expect(abs(mean - 1) < 5 * (p / (1 - p) / n).squareRoot())
  }

  /// Neighbours and keys that differ in one bit drop independently of each other.
  @Test func placesAndKeysAreIndependent() {
    let n = 100_000
    let base = mask(12345, rate: 0.5, count: n)
    var others = (0..<64).map { mask(12345 ^ (1 << UInt64($0)), rate: 0.5, count: n) }
    others += [1, 2, 16, 64].map { shift in Array(base[shift...] + base[..<shift]) }
    for (i, other) in others.enumerated() {
      let same = Double(zip(base, other).count { $0 == $1 }) / Double(n)
      #expect(abs(same - 0.5) < 5 * 0.5 / Double(n).squareRoot(), "number \(i)")
    }
  }

  /// A mask can be drawn in parts.
  @Test func firstPlaceShifts() {
    let whole = mask(9, rate: 0.3, count: 100)
    var part = [Float](repeating: 0, count: 40)
    ck_random_mask(40, &part, 9, 60, 0.3, 0, 1 / (1 - 0.3))
    #expect(part == Array(whole[60...]))
  }

  private struct Masks: Equatable {
    var fed: [[Float]]
    var recurrent: [[Float]]
    var head: [Float]
    var all: [[Float]] { fed + recurrent + [head] }
  }

  /// The masks of one shard: 16 sequences, all widths equal.
  private func masks(seed: UInt64 = 1, step: Int = 1, shard: Int = 0) -> Masks {
    var random = TestRandom(1)
    let run = EngineRun(
      Architecture(
        cell: "rnn", input: 20, hidden: [20, 20], head: .every, outputs: 1, loss: "mse"),
      timeSteps: 6, batch: 32, random: &random)
    run.job.seed = seed
    run.job.step = step
    run.job.plan.inputDropout = 0.5
    run.job.plan.betweenDropout = 0.5
    run.job.plan.headDropout = 0.5
    run.job.plan.recurrentDropout = 0.5
    run.run()
    let shard = run.network.shards[shard]
    return Masks(
      fed: shard.stack.layers.map { $0.inputMask.array },
      recurrent: shard.stack.layers.map { Array($0.recurrentMask.array.prefix(16 * 20)) },
      head: shard.head.mask.array)
  }

  private func agreement(_ a: [Float], _ b: [Float]) -> Double {
    Double(zip(a, b).count { $0 == $1 }) / Double(min(a.count, b.count))
  }

  @Test func masksDifferByStepSeedShardAndPlace() {
    let base = masks()
    #expect(masks() == base)
    for other in [masks(seed: 2), masks(step: 2), masks(shard: 1)] {
      for (a, b) in zip(base.all, other.all) { #expect(abs(agreement(a, b) - 0.5) < 0.15) }
    }
    for (i, a) in base.all.enumerated() {
      for b in base.all[(i + 1)...] { #expect(abs(agreement(a, b) - 0.5) < 0.15) }
    }
  }

  /// Between layers every step has a mask of its own; on the recurrent path a sequence has one.
  @Test func recurrentMaskIsOnePerSequence() {
    let masks = masks()
    #expect(masks.fed[1].count == 6 * 16 * 20 && masks.recurrent[1].count == 16 * 20)
    let steps = (0..<6).map { Array(masks.fed[1][$0 * 320..<($0 + 1) * 320]) }
    #expect(Set(steps.map { $0.map(\.bitPattern) }).count == 6)
    let rows = (0..<16).map { Array(masks.recurrent[0][$0 * 20..<($0 + 1) * 20]) }
    #expect(Set(rows.map { $0.map(\.bitPattern) }).count == 16)
  }

  @Test func placesAreChosen() {
    let layout = EngineRun(EngineCase()).network.layout
    for places in [["input"], ["between"], ["head"], ["input", "head"], []] {
      var all = Regularization()
      all["dropout"] = RegularizerSetting(
        isOn: true, strength: 0.4, options: ["where": places])
      let plan = all.plan(for: layout)
      #expect(plan.inputDropout == (places.contains("input") ? 0.4 : 0))
      #expect(plan.betweenDropout == (places.contains("between") ? 0.4 : 0))
      #expect(plan.headDropout == (places.contains("head") ? 0.4 : 0))
      #expect(plan.recurrentDropout == 0)
    }
  }
}
