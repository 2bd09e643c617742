import Engine
import Foundation
import Testing

/// Classes that count differently in the loss. (The derivative is checked with the network.)
struct ClassWeightsTests {
  /// -ln(3 / 4) counts once, ln 2 three times, ln 5 not at all.
  private static let logits: [Float] = [
    Float(log(3.0)), 0, -100, 0, 0, -100, 0, 0, Float(log(3.0)),
  ]
  private static let classes: [Int32] = [0, 1, 2]
  private static let weights: [Float] = [1, 3, 0]

  private func sum(_ gradient: LossGradient?, _ y: inout [Float]) -> LossSum {
    Self.classes.withUnsafeBufferPointer { classes in
      Self.weights.withUnsafeBufferPointer { weights in
        SoftmaxCrossEntropy.sum(
          rows: 3, outputs: 3, &y,
          LossTargets(
            values: nil, classes: classes.baseAddress!, classWeights: weights.baseAddress),
          gradient: gradient)
      }
    }
  }

  @Test(arguments: [false, true]) func theSumIsThatByHand(_ isSmoothed: Bool) {
    let want = -log(0.75) + 3 * log(2.0)
    var y = Self.logits
    var gradient = LossGradient(scale: 0.5)
    if isSmoothed { gradient.labelSmoothing = 1e-9 }
    #expect(abs(sum(nil, &y).sum - want) < 1e-6 && y == Self.logits)
    #expect(abs(sum(gradient, &y).sum - want) < 1e-6)
    // scale * weight * (p - [target])
    let slope: [Double] = [-0.125, 0.125, 0, 0.75, -0.75, 0, 0, 0, 0]
    #expect(zip(y, slope).allSatisfy { abs(Double($0) - $1) < 1e-6 })
  }

  /// One sequence a class, so that a network's mean is that of PyTorch's weighted cross entropy.
  private func run(_ weights: [Float], classes: [Int32]) -> EngineRun {
    var random = TestRandom(11)
    let a = Architecture(cell: "gru", input: 2, hidden: [4], outputs: 3, loss: "ce")
    let run = EngineRun(a, timeSteps: 3, batch: 20, random: &random)
    for b in 0..<20 { run.batch.targetClasses.values[b] = classes[b % classes.count] }
    run.job.plan.classWeights = weights
    run.run()
    return run
  }

  /// sum w ce / sum w, over two shards, of losses taken one class at a time.
  @Test func theMeanIsDividedByTheWeightsOfTheWholeBatch() {
    let classes: [Int32] = [0, 0, 0, 1, 2]
    let weights: [Float] = [0.25, 2, 5]
    // A class alone: its weight cancels out.
    let alone = (0..<3).map { i in
      run(weights.indices.map { $0 == i ? weights[i] : 0 }, classes: classes).network.meanLoss.loss
    }
    let counts = [12.0, 4, 4]
    let sums = (0..<3).map { Double(weights[$0]) * counts[$0] }
    let want = zip(sums, alone).map { $0 * $1 }.reduce(0, +) / sums.reduce(0, +)
    #expect(abs(run(weights, classes: classes).network.meanLoss.loss - want) < 1e-12)
  }

  @Test func equalWeightsAreNone() {
    let plain = run([], classes: [0, 1, 2])
    let equal = run([4, 4, 4], classes: [0, 1, 2])
    #expect(equal.network.gradients.bits == plain.network.gradients.bits)
    #expect(equal.network.meanLoss.loss == plain.network.meanLoss.loss)
    #expect(equal.network.gradientNorm.norm == plain.network.gradientNorm.norm)
  }

  /// A batch of classes that do not count: no loss and no gradient, where 0 / 0 is none.
  @Test func nothingThatCountsIsNoLoss() {
    let run = run([1, 0, 0], classes: [1, 2])
    #expect(run.network.meanLoss.loss == 0 && run.network.gradientNorm.norm == 0)
    #expect(run.network.gradients.array.allSatisfy { $0 == 0 })
  }

  /// A validation is not weighted, whatever the training is.
  @Test func anEvaluationCountsEveryTargetOnce() {
    let weighted = run([0.25, 2, 5], classes: [0, 1])
    weighted.job.plan = weighted.job.plan.forEvaluation
    weighted.job.kind = .evaluation
    weighted.run(PassPhase.evaluation)
    let plain = run([], classes: [0, 1])
    #expect(weighted.network.meanLoss.loss == plain.network.meanLoss.loss)
  }

  /// Numbers have no classes: weights change nothing.
  @Test func numbersAreLeftAlone() {
    let plain = EngineRun(EngineCase())
    plain.run()
    let weighted = EngineRun(EngineCase())
    weighted.job.plan.classWeights = [2, 3, 4]
    weighted.run()
    #expect(weighted.network.gradients.bits == plain.network.gradients.bits)
  }
}
