import CAllocationCounter
import Engine
import Foundation
import Testing

/// What holds whatever the parts are.
struct EncoderDecoderTests {
  static let cases = EncoderDecoderCase.all

  private func traces(_ run: EncoderDecoderRun) -> [[UInt32]] {
    [run.model.weights.bits, run.model.gradients.bits, [Float(run.model.meanLoss.loss).bitPattern]]
  }

  @Test(arguments: cases) func orderOfTasksDoesNotMatter(_ c: EncoderDecoderCase) {
    let plain = EncoderDecoderRun(c)
    plain.train(steps: 3)
    let backwards = EncoderDecoderRun(c)
    backwards.train(steps: 3) { model, phases in
      for phase in phases {
        for task in (0..<model.taskCount(phase)).reversed() { model.perform(phase, task: task) }
      }
    }
    let same = traces(backwards) == traces(plain)
    #expect(same)
  }

  /// A small batch in the memory of a large one, which had large numbers in it.
  @Test(arguments: cases) func roomToSpareDoesNotMatter(_ c: EncoderDecoderCase) {
    let exact = EncoderDecoderRun(c)
    exact.train(steps: 2)
    let roomy = EncoderDecoderRun(c, room: 40, roomInTime: 3)
    var large = c
    (large.batch, large.timeSteps, large.targetSteps) = (40, c.timeSteps + 3, c.targetSteps + 3)
    let other = EncoderDecoderRun(large)
    roomy.model.begin(other.batch, roomy.job)
    roomy.model.perform(PassPhase.gradient)
    roomy.train(steps: 2)
    let same = traces(roomy) == traces(exact)
    #expect(same)
  }

  @Test(.enabled(if: allocation_counter_is_on()), arguments: cases)
  func trainingStepsAllocateNothing(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    run.job.passesLastStepBack = true
    run.job.wantsStatistics = true
    run.job.plan.betweenDropout = 0.2
    run.job.plan.headDropout = 0.2
    run.job.plan.recurrentDropout = 0.1
    run.job.plan.hiddenZoneout = 0.1
    run.job.plan.adversarial = c.smoothing
    run.train(steps: 3)
    let before = allocation_count_of_this_thread()
    run.train(steps: 20)
    #expect(allocation_count_of_this_thread() == before)
    #expect(run.model.meanLoss.loss.isFinite)
  }

  /// A pair's loss does not depend on those beside it, nor on what fills its row up.
  @Test(arguments: cases.filter { $0.variableLengths }) func paddingIsNotSeen(
    _ c: EncoderDecoderCase
  ) {
    let run = EncoderDecoderRun(c)
    run.run()
    let before = traces(run)
    for b in 0..<c.batch {
      for t in Int(run.batch.lengths.values[b])..<c.timeSteps {
        let place = t * c.batch + b
        if c.hasTokens {
          run.batch.tokens.values[place] = 0
        } else {
          for i in 0..<3 { run.batch.inputs.values[place * 3 + i] = .nan }
        }
      }
      for t in Int(run.batch.targetLengths.values[b])..<c.targetSteps {
        run.batch.targetClasses.values[t * c.batch + b] = 2
      }
    }
    run.run()
    let same = traces(run) == before
    #expect(same)
  }

  // MARK: scheduled sampling

  @Test func teacherForcingFeedsTheTarget() {
    let run = EncoderDecoderRun(EncoderDecoderCase(attention: .general))
    run.run()
    for b in 0..<17 {
      let fed = run.fed(b)
      #expect(fed[0] == 1)
      for t in fed.indices.dropFirst() {
        #expect(fed[t] == Int(run.batch.targetClasses.values[(t - 1) * 17 + b]))
      }
    }
  }

  /// Without a teacher every token fed is the most probable one of the step before.
  @Test(arguments: [false, true]) func withoutTeacherItFeedsItsOwnAnswers(_ feeds: Bool) {
    let run = EncoderDecoderRun(
      EncoderDecoderCase(
        attention: .additive, feedsInput: feeds, variableLengths: false, teacherForcing: 0))
    run.run()
    let oracle = run.oracle()
    for b in 0..<17 {
      let outputs = oracle.run(oracle.pairs[b]).outputs
      let best = outputs.map { row in row.indices.max { row[$0] < row[$1] }! }
      #expect(oracle.pairs[b].fed == [1] + best.dropLast())
    }
  }

  /// The share is kept, the choice is the same for the same seed and step, and another for others.
  @Test func choicesAreSeeded() {
    var c = EncoderDecoderCase(targetSteps: 40, batch: 32)
    c.variableLengths = false
    let run = EncoderDecoderRun(c)
    func fed(_ share: Float, step: Int) -> [Int] {
      run.job.teacherForcing = share
      run.job.step = step
      run.run()
      return (0..<32).flatMap { run.fed($0).dropFirst() }
    }
    let target = fed(1, step: 1)
    let half = fed(0.5, step: 1)
    #expect(fed(0.5, step: 1) == half)
    #expect(fed(0.5, step: 2) != half)
    let kept = zip(half, target).count { $0 == $1 }
    #expect((500...760).contains(kept), "of \(target.count)")
    // An evaluation always has its teacher.
    run.job.kind = .evaluation
    #expect(fed(0, step: 1) == target)
  }

  // MARK: parameters

  @Test func namesAndShapes() {
    var c = EncoderDecoderCase(
      encoder: ("gru", CellOptions()), decoder: ("lstm", CellOptions()), bidirectional: true,
      encoderHidden: [3, 2], decoderHidden: [5], attention: .additive, feedsInput: true)
    c.fewWords = true
    let layout = EncoderDecoderRun(c).model.layout
    let shapes = Dictionary(uniqueKeysWithValues: layout.slices.map { ($0.name, $0.shape) })
    #expect(shapes["encoder.embedding.weight"] == [6, 3])
    #expect(shapes["encoder.rnn.weight_ih_l1_reverse"] == [6, 6])
    #expect(shapes["decoder.embedding.weight"] == [6, 3])
    #expect(shapes["decoder.rnn.weight_ih_l0"] == [20, 8])
    #expect(shapes["bridge.weight_h_l0"] == [5, 4] && shapes["bridge.bias_c_l0"] == [5])
    #expect(shapes["decoder.attention.weight_query"] == [5, 5])
    #expect(shapes["decoder.attention.weight_key"] == [5, 4])
    #expect(shapes["decoder.attention.vector"] == [5])
    #expect(shapes["decoder.attention.weight_combine"] == [5, 9])
    #expect(shapes["decoder.head.weight"] == [6, 5] && shapes["decoder.head.bias"] == [6])
    #expect(c.architecture.parameterCount == layout.count)
    // Equal cells and sizes hand their states over as they are.
    let plain = EncoderDecoderRun(EncoderDecoderCase()).model.layout
    #expect(!plain.slices.contains { $0.name.hasPrefix("bridge.") })
    var shared = EncoderDecoderCase()
    shared.sharesEmbedding = true
    let one = EncoderDecoderRun(shared).model.layout
    #expect(!one.slices.contains { $0.name == "decoder.embedding.weight" })
    #expect(Set(one.slices.map(\.name)).count == one.slices.count)
  }

  @Test func faultsAreSentences() {
    func fault(_ change: (inout EncoderDecoderArchitecture) -> Void) -> String {
      var a = EncoderDecoderCase(attention: .dot).architecture
      change(&a)
      return a.fault ?? ""
    }
    #expect(fault { _ in } == "")
    #expect(fault { $0.decoderHidden = [3] }.contains("the encoder has 4, the decoder 3"))
    #expect(fault { $0.decoderHidden = [] }.contains("at least one layer"))
    #expect(fault { $0.encoder.cell = "nope" }.contains("no cell nope"))
    #expect(fault { $0.startToken = 60 }.contains("0 to 59"))
    #expect(
      fault {
        $0.attention = .none
        $0.feedsInput = true
      }.contains("input feeding"))
    #expect(
      fault {
        $0.sharesEmbedding = true
        $0.sourceVocabulary = 9
      }.contains("9 x 3 and 60 x 3"))
  }

  @Test(arguments: cases) func learns(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    var random = TestRandom(3)
    run.model.initialise(Initialisation(), using: &random)
    run.train(steps: 1)
    let before = run.model.meanLoss.loss
    run.train(steps: 100)
    #expect(run.model.meanLoss.loss < 0.8 * before)
    #expect(run.model.firstNonfinite() == nil)
  }

  // MARK: step by step

  /// The same logits and weights as in one pass over the target, rows in any order.
  @Test(arguments: cases) func stepwiseDecodingAgrees(_ c: EncoderDecoderCase) {
    let run = EncoderDecoderRun(c)
    run.job.kind = .evaluation
    run.run(PassPhase.evaluation)
    let outputs = (0..<c.batch).map { b in
      (0..<Int(run.batch.targetLengths.values[b])).map {
        run.model.outputs[column: b, step: $0].values.map(Double.init)
      }
    }
    let attention = run.model.attentionWeights?.values ?? []
    let decoder = StepwiseDecoder(run.model, run.job)
    // Beams of two, in another order than the batch.
    let rows = (0..<c.batch).reversed().flatMap { [$0, $0] }
    var states = decoder.encode(run.batch).gathered(rows)
    #expect(states.sources == rows)
    for t in 0..<c.targetSteps {
      let tokens = rows.map { b in
        t == 0 ? decoder.startToken : run.batch.targetClasses.values[(t - 1) * c.batch + b]
      }
      let step = decoder.step(tokens, states)
      let words = c.architecture.targetVocabulary
      for (row, b) in rows.enumerated() where t < outputs[b].count {
        let got = Array(step.logits[row * words..<(row + 1) * words])
        #expect(relativeError(got, outputs[b][t]) < 1e-5)
        guard c.attention != .none else { continue }
        let first = (b * c.targetSteps + t) * c.timeSteps
        let want = attention[first..<first + c.timeSteps].map(Double.init)
        let weights = Array(step.attention[row * c.timeSteps..<(row + 1) * c.timeSteps])
        #expect(relativeError(weights, want) < 1e-5)
      }
      states = step.states
    }
  }
}

/// What is looked at after a pass.
struct EncoderDecoderDiagnosticsTests {
  /// The gradient of the last word alone: it does not know what should end the answer.
  @Test(arguments: [DecoderAttentionKind.none, .general], [false, true])
  func theLastWordIsNotTheEndSymbol(_ attention: DecoderAttentionKind, _ feeds: Bool) {
    if attention == .none, feeds { return }
    let run = EncoderDecoderRun(
      EncoderDecoderCase(attention: attention, feedsInput: feeds, variableLengths: true))
    run.job.passesLastStepBack = true
    func norms() -> [Double] {
      run.run()
      let decoder = run.model.recurrence(run.model.recurrenceCount - 1)
      var sums = GradientThroughTime(timeSteps: 4)
      decoder.collectGradients(of: .whole, into: &sums)
      // At the last word itself there is always some.
      #expect(sums.norm(0) > 0)
      return (0..<sums.reach).map { sums.norm($0) }
    }
    let before = norms()
    #expect(before.count == 3)
    func change(stepsBeforeEnd: Int) {
      for b in 0..<17 {
        let step = Int(run.batch.targetLengths.values[b]) - 1 - stepsBeforeEnd
        guard step >= 0, Int(run.batch.targetLengths.values[b]) > 1 else { continue }
        let place = step * 17 + b
        run.batch.targetClasses.values[place] = (run.batch.targetClasses.values[place] + 1) % 60
      }
    }
    change(stepsBeforeEnd: 0)
    #expect(norms() == before)
    change(stepsBeforeEnd: 1)
    #expect(norms() != before)
  }

  /// Weights are those of the pass, whatever became of the batch.
  @Test func attentionWeightsAreOfThePass() throws {
    let run = EncoderDecoderRun(EncoderDecoderCase(attention: .general))
    run.run()
    let before = try #require(run.model.attentionWeights)
    (run.batch.timeSteps, run.batch.targetSteps, run.batch.size) = (1, 1, 1)
    let after = try #require(run.model.attentionWeights)
    #expect(after.values == before.values && after.shape == before.shape)
  }

  /// The loss of every step adds up to that of the pass.
  @Test func lossesOfStepsAddUp() {
    let run = EncoderDecoderRun(EncoderDecoderCase(attention: .additive))
    run.job.kind = .evaluation
    run.run(PassPhase.evaluation)
    var (sum, terms) = (0.0, 0.0)
    var byStep = [Double](repeating: 0, count: 4)
    run.model.outputs.forEachStep { step, loss, count in
      (sum, terms) = (sum + loss, terms + count)
      byStep[step] += count
    }
    let (mean, _, rows) = run.model.meanLoss
    #expect(terms == Double(rows) && abs(sum / terms - mean) < 1e-12)
    for step in 0..<4 {
      let there = (0..<17).count { step < Int(run.batch.targetLengths.values[$0]) }
      #expect(byStep[step] == Double(there))
    }
  }
}

struct ScheduledSamplingTests {
  private func shares(_ kind: ScheduledSampling.Kind, least: Double = 0, start: Float = 1)
    -> [Float]
  {
    var sampling = ScheduledSampling()
    (sampling.kind, sampling.steps, sampling.least) = (kind, 100, least)
    return [0, 50, 100, 461, 5000].map { sampling.share(of: start, step: $0) }
  }

  @Test func sharesAreThoseOfThePaper() {
    #expect(shares(.constant) == [1, 1, 1, 1, 1])
    #expect(shares(.linear) == [1, 0.5, 0, 0, 0])
    #expect(shares(.linear, least: 0.2) == [1, 0.5, 0.2, 0.2, 0.2])
    #expect(shares(.linear, least: 0.9, start: 0.6) == [0.6, 0.6, 0.6, 0.6, 0.6])
    // k / (k + exp(i / k)): nearly 1 at first, one half at k ln k, 0 in the end.
    let sigmoid = shares(.inverseSigmoid)
    #expect(
      abs(sigmoid[0] - 100.0 / 101) < 1e-6 && abs(sigmoid[2] - Float(100 / (100 + exp(1.0)))) < 1e-6
    )
    #expect(abs(sigmoid[3] - 0.5) < 0.01 && sigmoid[4] < 1e-9)
    #expect(sigmoid == sigmoid.sorted(by: >))
  }
}
