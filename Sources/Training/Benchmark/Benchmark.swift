import Datasets
import Engine
import Foundation
import Synchronization

/// Measures real training: forward, loss, full backpropagation with the gradient norm of every time
/// step, clipping at 1.0, Adam, on random data of given shapes.
package struct Benchmark {
  package struct Workload: Sendable {
    package var name: String
    package var input: Int
    package var hidden: [Int]
    package var outputs: Int
    package var vocabulary: Int
    package var timeSteps: Int
    package var batch: Int
    package var everyStep: Bool
    package var loss: String
    /// Target steps (U) of an encoder-decoder with `general` attention; 0 for a network.
    package var targetSteps: Int

    package init(
      name: String, input: Int, hidden: [Int], outputs: Int, vocabulary: Int, timeSteps: Int,
      batch: Int, everyStep: Bool, loss: String, targetSteps: Int = 0
    ) {
      self.name = name
      self.input = input
      self.hidden = hidden
      self.outputs = outputs
      self.vocabulary = vocabulary
      self.timeSteps = timeSteps
      self.batch = batch
      self.everyStep = everyStep
      self.loss = loss
      self.targetSteps = targetSteps
    }

    package static let named: [Workload] = [
      Workload(
        name: "charlm128", input: 64, hidden: [128], outputs: 96, vocabulary: 96, timeSteps: 100,
        batch: 32, everyStep: true, loss: "ce"),
      Workload(
        name: "charlm512", input: 64, hidden: [512], outputs: 96, vocabulary: 96, timeSteps: 100,
        batch: 64, everyStep: true, loss: "ce"),
      Workload(
        name: "textclf128", input: 128, hidden: [128], outputs: 10, vocabulary: 1000,
        timeSteps: 100, batch: 32, everyStep: false, loss: "ce"),
      Workload(
        name: "adding64", input: 2, hidden: [64], outputs: 1, vocabulary: 0, timeSteps: 200,
        batch: 32, everyStep: false, loss: "mse"),
      Workload(
        name: "stack64_32", input: 8, hidden: [64, 32], outputs: 1, vocabulary: 0, timeSteps: 50,
        batch: 32, everyStep: false, loss: "bce"),
      Workload(
        name: "pairs128", input: 128, hidden: [128], outputs: 100, vocabulary: 100, timeSteps: 30,
        batch: 32, everyStep: true, loss: "ce", targetSteps: 30),
    ]

    package func architecture(cell: String) -> ModelArchitecture {
      guard targetSteps > 0 else {
        return .network(
          Architecture(
            cell: cell, input: input, hidden: hidden, vocabulary: vocabulary,
            head: everyStep ? .every : .last, outputs: outputs, loss: loss))
      }
      return .encoderDecoder(
        EncoderDecoderArchitecture(
          encoder: StackShape(cell: cell, input: input, hidden: hidden),
          sourceVocabulary: vocabulary, decoderCell: cell, decoderHidden: hidden,
          decoderEmbedding: input, targetVocabulary: outputs, startToken: 0, attention: .general))
    }

    /// Multiply-adds counted twice, forward plus backward, matrix products only.
    package func operations(cell: String) -> Double {
      let kind = CellRegistry.cell(cell)
      let gates = Double(kind?.gates.count ?? 0)
      let isRecurrent = kind?.hasRecurrentWeights ?? true
      var total = 0.0
      var width = Double(input)
      for size in hidden.map(Double.init) {
        let columns = width + (isRecurrent ? size : 0)
        total += 2 * Double((timeSteps + targetSteps) * batch) * columns * size * gates
        width = size
      }
      let answers = Double(batch * (targetSteps > 0 ? targetSteps : everyStep ? timeSteps : 1))
      total += 2 * answers * width * Double(outputs)
      if targetSteps > 0 {
        // Keys of the source; scores and context; the projection of both to the head.
        total += 2 * Double(batch * timeSteps) * width * width
        total += 4 * answers * Double(timeSteps) * width + 4 * answers * width * width
      }
      return 3 * total
    }
  }

  package struct Result: Sendable {
    package var workload: String
    package var cell: String
    package var threads: Int
    package var steps: Int
    package var stepMilliseconds: Double
    package var sequencesPerSecond: Double
    package var gflops: Double
    package var peakGflops: Double
    package var peakMemoryMegabytes: Double
  }

  package static func run(_ workload: Workload, cell: String, threads: Int, seconds: Double)
    throws(Trainer.Failure) -> Result
  {
    LinearAlgebra.useOneThreadPerCall()
    try MemoryEstimate.require(
      MemoryEstimate.needed(
        workload.architecture(cell: cell), timeSteps: workload.timeSteps,
        targetSteps: workload.targetSteps, batch: workload.batch),
      threads: threads)
    let pool = ThreadPool(threads: threads)
    defer { pool.stop() }
    let step = BenchmarkStep(workload, cell: cell, pool)
    for _ in 0..<3 { step.run() }
    var times: [Double] = []
    let clock = ContinuousClock()
    let start = clock.now
    repeat {
      let begin = clock.now
      step.run()
      times.append((clock.now - begin).inSeconds * 1e3)
    } while times.count < 3 || clock.now - start < .seconds(seconds)
    let memory = peakMemoryMegabytes()
    let median = times.sorted()[times.count / 2]
    return Result(
      workload: workload.name, cell: cell, threads: threads, steps: times.count,
      stepMilliseconds: median, sequencesPerSecond: Double(workload.batch) / median * 1e3,
      gflops: workload.operations(cell: cell) / median * 1e-6, peakGflops: PeakRate.measure(pool),
      peakMemoryMegabytes: memory)
  }

  private static func peakMemoryMegabytes() -> Double {
    var usage = rusage()
    // RUSAGE_SELF is imported with another type.
    getrusage(0, &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}

/// One training step on fixed random data.
private final class BenchmarkStep {
  private let training: TrainingStep
  private let passes: Passes
  private let batch: Batch
  private var job = PassJob()

  init(_ workload: Benchmark.Workload, cell: String, _ pool: ThreadPool) {
    let architecture = workload.architecture(cell: cell)
    passes = Passes(pool)
    let model = architecture.makeModel(
      timeSteps: workload.timeSteps, targetSteps: workload.targetSteps, batch: workload.batch)
    batch = architecture.makeBatch(
      timeSteps: workload.timeSteps, targetSteps: workload.targetSteps, size: workload.batch)
    var random = SeededRandom(seed: 1)
    model.initialise(Initialisation(), using: &random)
    for i in batch.inputs.values.indices {
      batch.inputs.values[i] = .random(in: -1...1, using: &random)
    }
    for i in batch.tokens.values.indices {
      batch.tokens.values[i] = .random(in: 0..<Int32(workload.vocabulary), using: &random)
    }
    for i in batch.targetValues.values.indices {
      batch.targetValues.values[i] = .random(in: 0...1, using: &random)
    }
    for i in batch.targetClasses.values.indices {
      batch.targetClasses.values[i] = .random(in: 0..<Int32(workload.outputs), using: &random)
    }
    training = TrainingStep(model, Adam.self)
    job.kind = .training
    job.plan = Regularization().plan(for: model.layout)
  }

  func run() {
    job.step += 1
    training.model.begin(batch, job)
    training.finish(job.plan, rate: 0.001, number: job.step) { phases in
      passes.run(phases, training.model)
    }
  }
}

/// Speed of a large matrix product on all threads at once.
private final class PeakRate: ParallelWork, @unchecked Sendable {
  private static let size = 1024
  private let matrices: [[FloatBlock]]

  private init(threads: Int) {
    matrices = (0..<threads).map { _ in
      (0..<3).map { _ in FloatBlock(count: Self.size * Self.size) }
    }
    for block in matrices.joined() {
      for i in block.values.indices { block.values[i] = Float(i % 7) * 0.01 }
    }
  }

  func perform(task: Int) {
    LinearAlgebra.largeProduct(
      Self.size, matrices[task][0], matrices[task][1], into: matrices[task][2])
  }

  static func measure(_ pool: ThreadPool) -> Double {
    let work = PeakRate(threads: pool.threads)
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<8 {
      let begin = clock.now
      pool.run(pool.threads, work)
      best = min(best, (clock.now - begin).inSeconds)
    }
    return 2 * Double(size * size * size) * Double(pool.threads) / best * 1e-9
  }
}
