import ArgumentParser
import Datasets
import Engine
import Foundation
import Telemetry
import Training

struct BenchCommand: ParsableCommand {
  private static let losses = LossRegistry.all.map { $0.name }.joined(separator: ", ")

  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the speed of training steps on named or custom workloads.")

  @Option(
    help: "charlm128, charlm512, textclf128, adding64, stack64_32 or pairs128 (default: all).")
  var workload: String?
  @Option(help: "A cell, named as in model.cell (default: all).") var cell: String?
  @Option(help: "Training threads.") var threads = Processors.usualThreads
  @Option(help: "Seconds to measure each workload.") var seconds = 1.5
  @Option(help: "Custom workload: inputs of the first layer.") var input: Int?
  @Option(help: "Custom workload: sizes of the layers, such as 64,32.") var hidden: String?
  @Option(help: "Custom workload: outputs.") var outputs = 1
  @Option(help: "Custom workload: vocabulary size; 0 for numeric inputs.") var vocabulary = 0
  @Option(help: "Custom workload: steps per sequence.") var timeSteps = 100
  @Option(help: "Custom workload: sequences per batch.") var batch = 32
  @Flag(help: "Custom workload: a loss at every step.") var every = false
  @Option(help: "Custom workload: \(BenchCommand.losses).") var loss = "mse"
  @Flag(help: "Print one JSON object per line.") var json = false

  private static let sizes = 1...1 << 20

  func validate() throws {
    if let cell, !CellRegistry.names.contains(cell) {
      throw ValidationError(
        "no cell '\(escaped(cell))'; cells: \(CellRegistry.names.joined(separator: ", "))"
      )
    }
    if let workload, !Benchmark.Workload.named.contains(where: { $0.name == workload }) {
      let names = Benchmark.Workload.named.map { $0.name }.joined(separator: ", ")
      throw ValidationError("no workload '\(escaped(workload))'; workloads: \(names)")
    }
    guard LossRegistry.named(loss) != nil else {
      throw ValidationError("no loss '\(escaped(loss))'; losses: \(Self.losses)")
    }
    try requireThreads(threads)
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds must be above 0, at most 3600")
    }
    _ = try workloads()
  }

  func run() throws {
    for workload in try workloads() {
      for cell in cell.map({ [$0] }) ?? CellRegistry.names {
        let result = try badData {
          try Benchmark.run(workload, cell: cell, threads: threads, seconds: seconds)
        }
        report(result)
      }
    }
  }

  private func workloads() throws -> [Benchmark.Workload] {
    guard hidden != nil || input != nil else {
      return Benchmark.Workload.named.filter { workload == nil || $0.name == workload }
    }
    let layers = (hidden ?? "64").split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0)
    }
    let sizes = layers.compactMap { $0 }
    let given = Benchmark.Workload(
      name: "given", input: input ?? 1, hidden: sizes, outputs: outputs, vocabulary: vocabulary,
      timeSteps: timeSteps, batch: batch, everyStep: every, loss: loss)
    let numbers = sizes + [given.input, outputs, timeSteps, batch]
    guard sizes.count == layers.count, numbers.allSatisfy(Self.sizes.contains),
      vocabulary >= 0, vocabulary <= 1 << 20,
      let parameters = given.architecture(cell: "lstm").parameterCount,
      parameters <= 1 << 28, Double(timeSteps) * Double(batch) * Double(sizes.max() ?? 1) <= 2e9
    else {
      throw ValidationError(
        "sizes are whole numbers of at least 1 (--hidden such as 64,32), at most 2^28 parameters")
    }
    return [given]
  }

  private func report(_ r: Benchmark.Result) {
    if json {
      print(
        """
        {"workload": "\(r.workload)", "cell": "\(r.cell)", "threads": \(r.threads), \
        "steps": \(r.steps), "step_ms": \(Numbers.decimals(r.stepMilliseconds, 4)), \
        "sequences_per_second": \(Numbers.decimals(r.sequencesPerSecond, 4)), "gflops": \(Numbers.decimals(r.gflops, 4)), \
        "peak_gflops": \(Numbers.decimals(r.peakGflops, 4)), \
        "peak_memory_mb": \(Numbers.decimals(r.peakMemoryMegabytes, 4)), \
        "blas_core": "\(LinearAlgebra.coreName)"}
        """)
    } else {
      print(
        "\(r.workload) \(r.cell), \(r.threads) thread(s), BLAS core \(LinearAlgebra.coreName): "
          + "\(Numbers.decimals(r.stepMilliseconds, 4)) ms a step, \(Numbers.decimals(r.gflops, 4)) of "
          + "\(Numbers.decimals(r.peakGflops, 4)) GFLOP/s, \(Numbers.decimals(r.peakMemoryMegabytes, 4)) MB"
      )
    }
  }
}
