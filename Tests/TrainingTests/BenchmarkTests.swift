import Engine
import Testing
import Training

@Suite struct BenchmarkTests {
  private let small = Benchmark.Workload(
    name: "small", input: 2, hidden: [4], outputs: 3, vocabulary: 0, timeSteps: 5, batch: 6,
    everyStep: true, loss: "mse")

  @Test func operationsAreThoseOfTheProducts() {
    // Twice (forward and as much twice again backward) T B ((I + H) G H + H O).
    // Here 30 (24 G + 12).
    let wanted = ["rnn": 6480.0, "lstm": 19_440, "gru": 15_120]
    for (cell, operations) in wanted { #expect(small.operations(cell: cell) == operations) }
    var last = small
    last.everyStep = false
    #expect(last.operations(cell: "rnn") == 4752)
  }

  @Test func workloadsHaveNamesOfTheirOwnAndNetworks() {
    let names = Benchmark.Workload.named.map(\.name)
    #expect(Set(names).count == names.count)
    for workload in Benchmark.Workload.named {
      for cell in CellRegistry.all.map({ $0.name }) {
        let architecture = workload.architecture(cell: cell)
        #expect(architecture.parameterCount != nil)
        #expect(architecture.answersEveryStep == workload.everyStep)
      }
    }
  }

  @Test(arguments: [1, 2])
  func figuresBelongTogether(_ threads: Int) throws {
    let result = try Benchmark.run(small, cell: "gru", threads: threads, seconds: 0)
    #expect(result.steps >= 3)
    #expect(result.threads == threads)
    #expect(result.stepMilliseconds > 0)
    #expect(result.peakGflops > 0)
    #expect(result.peakMemoryMegabytes > 1)
    let perSecond = 6 / result.stepMilliseconds * 1000
    #expect(abs(result.sequencesPerSecond / perSecond - 1) < 1e-9)
    let gflops = small.operations(cell: "gru") / result.stepMilliseconds / 1e6
    #expect(abs(result.gflops / gflops - 1) < 1e-9)
  }
}
