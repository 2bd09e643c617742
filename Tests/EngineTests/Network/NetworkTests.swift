import CAllocationCounter
import Engine
import Foundation
import Synchronization
import Testing

/// Same bits whatever the order of the work, and no allocation in the steady state.
struct NetworkTests {
  static let cases = EngineCase.all.filter {
    ($0.hidden.count == 3 || $0.convolution != nil) && $0.loss != "bce"
  }

  /// Everything that a step leaves behind.
  private func traces(_ run: EngineRun) -> [[UInt64]] {
    let network = run.network
    var all = [
      network.weights.bits.map(UInt64.init), network.gradients.bits.map(UInt64.init),
      [network.meanLoss.loss.bitPattern, network.gradientNorm.norm.bitPattern],
    ]
    for shard in network.shards.prefix(network.shardsInUse) {
      let used = shard.pass.timeSteps * shard.pass.rows
      all += shard.stack.layers.map { Array($0.hiddenSquares.bits.prefix(used)) }
    }
    return all
  }

  /// Without the numbers themselves in the message.
  private func sameTraces(_ a: EngineRun, _ b: EngineRun) -> Bool { traces(a) == traces(b) }

  @Test(arguments: cases) func orderOfTasksDoesNotMatter(_ c: EngineCase) {
    let plain = EngineRun(c)
    plain.train(steps: 3)
    let backwards = EngineRun(c)
    backwards.train(steps: 3) { network, phases in
      for phase in phases {
        for task in (0..<network.taskCount(phase)).reversed() {
          network.perform(phase, task: task)
        }
      }
    }
    #expect(sameTraces(backwards, plain))
  }

  @Test(arguments: cases) func twoThreadsGiveTheSameBits(_ c: EngineCase) {
    let plain = EngineRun(c)
    plain.train(steps: 3)
    let threaded = EngineRun(c)
    threaded.train(steps: 3) { network, phases in
      for phase in phases { performOnTwoThreads(network, phase) }
    }
    #expect(sameTraces(threaded, plain))
  }

  private func performOnTwoThreads(_ network: Network, _ phase: PassPhase) {
    let tasks = network.taskCount(phase)
    let claims = Claims()
    let work: @Sendable () -> Void = {
      while case let task = claims.next(), task < tasks { network.perform(phase, task: task) }
    }
    let done = DispatchSemaphore(value: 0)
    Thread {
      work()
      done.signal()
    }.start()
    work()
    done.wait()
  }

  /// A smaller last batch after a full one, in the memory of the largest batch.
  @Test(arguments: cases) func roomToSpareDoesNotMatter(_ c: EngineCase) {
    let exact = EngineRun(c)
    exact.train(steps: 3)
    let roomy = EngineRun(c, room: 40, roomInTime: c.timeSteps + 3)
    var large = c
    large.batch = 40
    large.timeSteps += 3
    let other = EngineRun(large)
    // Leaves large numbers where the small batch has none.
    if other.network.layout == roomy.network.layout {
      roomy.network.begin(other.batch, roomy.job)
      roomy.network.perform(PassPhase.gradient)
    }
    roomy.train(steps: 3)
    #expect(sameTraces(roomy, exact))
  }

  @Test(arguments: cellCases) func thirtyTwoRowsAreTwoTimesSixteen(_ c: EngineCase) {
    var c = c
    (c.hidden, c.batch) = ([33, 70], 32)
    let whole = EngineRun(c)
    whole.run()
    let half = EngineRun(c)
    half.batch.size = 16
    for first in [0, 16] {
      for t in 0..<c.timeSteps {
        for i in 0..<16 * 3 {
          half.batch.inputs.values[t * 48 + i] =
            whole.batch.inputs.values[(t * 32 + first) * 3 + i]
        }
      }
      half.run()
      let (a, b) = (whole.network.shards[first / 16], half.network.shards[0])
      for k in 0..<2 {
        #expect(a.stack.layers[k].hiddenStates.bits == b.stack.layers[k].hiddenStates.bits)
      }
    }
  }

  /// 18 sequences fit into the number of shards, but not into the memory of the second one.
  @Test func batchBeyondTheMemoryIsRefused() async {
    await #expect(processExitsWith: .failure) {
      let run = EngineRun(EngineCase(batch: 18), room: 17)
      run.network.begin(run.batch, run.job)
    }
    await #expect(processExitsWith: .failure) {
      let run = EngineRun(EngineCase(), roomInTime: 3)
      run.network.begin(run.batch, run.job)
    }
    await #expect(processExitsWith: .success) {
      let run = EngineRun(EngineCase(batch: 17), room: 18, roomInTime: 5)
      run.network.begin(run.batch, run.job)
    }
  }

  /// NaN and infinity where a batch has no sequence any more leave no trace.
  @Test(arguments: EngineCase.all.filter { $0.variableLengths && $0.inputs == .numbers })
  func paddingLeavesNoTrace(_ c: EngineCase) {
    let clean = EngineRun(c)
    clean.run()
    let padded = EngineRun(c)
    let isAligned = clean.network.architecture.isAligned
    let every = c.head == .every && !isAligned
    let hasClasses = LossRegistry.named(c.loss)?.hasClassTargets == true
    for t in 0..<c.timeSteps {
      for b in 0..<c.batch where t >= Int(padded.batch.lengths.values[b]) {
        let place = t * c.batch + b
        for i in 0..<3 {
          padded.batch.inputs.values[place * 3 + i] = b.isMultiple(of: 2) ? .nan : .infinity
          if every && !hasClasses { padded.batch.targetValues.values[place * 3 + i] = .nan }
        }
        if every && hasClasses { padded.batch.targetClasses.values[place] = .max }
      }
    }
    for b in 0..<(isAligned ? c.batch : 0) {
      for u in Int(padded.batch.targetLengths.values[b])..<padded.batch.targetSteps {
        padded.batch.targetClasses.values[u * c.batch + b] = .max
      }
    }
    padded.run()
    #expect(padded.network.meanLoss.loss.isFinite)
    #expect(sameTraces(padded, clean))
  }

  /// The states after one batch are those before the next: two halves are the whole.
  @Test(arguments: cellCases) func statesContinue(_ c: EngineCase) {
    var c = c
    (c.hidden, c.timeSteps) = ([5, 7], 8)
    let whole = EngineRun(c)
    whole.job.kind = .evaluation
    whole.run(PassPhase.evaluation)
    let half = EngineRun(c)
    half.job.kind = .evaluation
    half.batch.timeSteps = 4
    half.batch.lengths.values.update(repeating: 4)
    half.run(PassPhase.evaluation)
    let count = 4 * c.batch * 3
    half.batch.inputs.pointer.update(from: whole.batch.inputs.pointer + count, count: count)
    half.job.states = .continued
    half.run(PassPhase.evaluation)
    for b in 0..<c.batch {
      let want = whole.sequence(b, timeSteps: 1, width: 3) { $0.head.outputs.pointer }
      #expect(half.sequence(b, timeSteps: 1, width: 3) { $0.head.outputs.pointer } == want)
    }
  }

  /// Carried states come through passes over other batches.
  @Test(arguments: cellCases) func carriedStatesAreKept(_ c: EngineCase) {
    var c = c
    (c.hidden, c.timeSteps) = ([5, 7], 8)
    let whole = EngineRun(c)
    whole.run()
    let parts = EngineRun(c)
    parts.batch.timeSteps = 4
    parts.batch.lengths.values.update(repeating: 4)
    parts.job.states = .carried
    parts.run()
    var other = parts.job
    other.kind = .evaluation
    other.states = .zero
    parts.network.begin(parts.batch, other)
    parts.network.perform(PassPhase.evaluation)
    let count = 4 * c.batch * 3
    parts.batch.inputs.pointer.update(from: whole.batch.inputs.pointer + count, count: count)
    parts.run()
    for b in 0..<c.batch {
      let want = whole.sequence(b, timeSteps: 8, width: 7) { $0.stack.hiddenStates(1) }
      let got = parts.sequence(b, timeSteps: 4, width: 7) { $0.stack.hiddenStates(1) }
      #expect(got == Array(want.suffix(4 * 7)))
    }
  }

  /// The gradient of a batch is the mean over its parts.
  @Test(arguments: EngineCase.all.filter { $0.noise == .none && $0.inputs == .numbers })
  func partsAddUp(_ c: EngineCase) {
    let whole = EngineRun(c)
    whole.run()
    let parts = EngineRun(c)
    let all = whole.batch
    for (part, columns) in [0..<6, 6..<7, 7..<17].enumerated() {
      parts.batch.size = columns.count
      copy(columns, of: all, to: parts.batch)
      parts.job.part = part
      parts.run(part < 2 ? PassPhase.accumulation : PassPhase.gradient)
    }
    #expect(
      relativeError([parts.network.meanLoss.loss], [whole.network.meanLoss.loss]) < 1e-6)
    #expect(
      relativeError([parts.network.gradientNorm.norm], [whole.network.gradientNorm.norm]) < 1e-5)
    for slice in whole.network.layout.slices {
      let want = whole.network.gradients.values[slice.range].map(Double.init)
      #expect(
        relativeError(Array(parts.network.gradients.values[slice.range]), want) < 1e-4,
        "\(slice.name)")
    }
  }

  private func copy(_ columns: Range<Int>, of from: Batch, to: Batch) {
    func copy<T>(_ source: Block<T>, _ target: Block<T>, rows: Int) {
      guard source.count > 0 else { return }
      let width = source.count / rows / from.size
      for row in 0..<rows {
        for (i, column) in columns.enumerated() {
          for j in 0..<width {
            target.values[(row * columns.count + i) * width + j] =
              source.values[(row * from.size + column) * width + j]
          }
        }
      }
    }
    let steps = from.timeSteps
    copy(from.inputs, to.inputs, rows: steps)
    copy(from.lengths, to.lengths, rows: 1)
    if from.targetSteps > 0 {
      copy(from.targetClasses, to.targetClasses, rows: from.targetSteps)
      return copy(from.targetLengths, to.targetLengths, rows: 1)
    }
    let targets = max(from.targetValues.count, from.targetClasses.count)
    let rows = targets % (steps * from.size) == 0 && targets > from.size * 3 ? steps : 1
    copy(from.targetValues, to.targetValues, rows: rows)
    copy(from.targetClasses, to.targetClasses, rows: rows)
  }

  /// Frozen slices keep their bits, and leave the norm.
  @Test(arguments: cellCases) func frozenSlicesStay(_ c: EngineCase) {
    let run = EngineRun(c)
    let layout = run.network.layout
    let frozen = Set(layout.slices.indices.filter { layout.slices[$0].layer == 0 })
    run.network.parameters.freeze(frozen)
    run.job.plan.l2 = layout.slices.map { _ in 0.1 }
    run.job.plan.weightDecay = layout.slices.map { _ in 0.1 }
    let before = run.network.weights.bits
    run.train(steps: 3)
    for (place, slice) in layout.slices.enumerated() {
      let same = run.network.weights.bits[slice.range] == before[slice.range]
      #expect(same == frozen.contains(place), "\(slice.name)")
    }
  }

  @Test(.enabled(if: allocation_counter_is_on()), arguments: cases)
  func trainingStepsAllocateNothing(_ c: EngineCase) {
    let run = EngineRun(c)
    for i in run.network.layout.slices.indices { run.job.plan.l2[i] = 1e-3 }
    run.job.plan.clipNorm = 1
    run.job.plan.clipValue = 0.5
    run.job.passesLastStepBack = true
    run.job.wantsStatistics = true
    var through = GradientThroughTime(timeSteps: c.timeSteps)
    let counts = Block<Int64>(count: 36)
    func step() {
      run.job.step += 1
      run.run()
      run.prepareUpdate(rate: 1e-3)
      run.network.perform(PassPhase.step)
      run.network.recurrence(0).collectGradients(of: .whole, into: &through, counts: counts)
    }
    for _ in 0..<3 { step() }
    let before = allocation_count_of_this_thread()
    for _ in 0..<100 { step() }
    #expect(allocation_count_of_this_thread() == before)
  }

  @Test(.enabled(if: allocation_counter_is_on())) func allocationsAreCounted() {
    let (all, here) = (allocation_count(), allocation_count_of_this_thread())
    let block = FloatBlock(count: 100)
    #expect(block.count == 100)
    #expect(allocation_count_of_this_thread() > here && allocation_count() > all)
  }
}

/// Task numbers that threads take one after the other.
private final class Claims: Sendable {
  private let claimed = Atomic<Int>(0)
  func next() -> Int { claimed.wrappingAdd(1, ordering: .relaxed).oldValue }
}
