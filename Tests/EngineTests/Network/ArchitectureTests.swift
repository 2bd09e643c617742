import Engine
import Testing

struct ArchitectureTests {
  @Test(arguments: EngineCase.all.filter { $0.noise == .none })
  func parameterCountIsTheLayouts(_ c: EngineCase) {
    let network = Network(c.architecture, timeSteps: 1, batch: 1)
    #expect(c.architecture.parameterCount == network.layout.count)
  }

  @Test(arguments: [
    Architecture(cell: "rnn", input: 1, hidden: [1 << 40], outputs: 1, loss: "mse"),
    Architecture(cell: "rnn", input: .max, hidden: [2], outputs: 1, loss: "mse"),
    Architecture(cell: "lstm", input: 1, hidden: [1 << 30, 1 << 31], outputs: 1, loss: "mse"),
    Architecture(cell: "gru", input: 1, hidden: [1], outputs: .max, loss: "mse"),
    Architecture(
      cell: "gru", input: 1 << 33, hidden: [1], vocabulary: 1 << 33, outputs: 1, loss: "mse"),
    Architecture(cell: "none such", input: 1, hidden: [1], outputs: 1, loss: "mse"),
  ]) func noCountBeyondInt(_ architecture: Architecture) {
    #expect(architecture.parameterCount == nil)
  }

  @Test func largeCountsThatFitAreExact() {
    let a = Architecture(cell: "rnn", input: 1, hidden: [1 << 30], outputs: 1, loss: "mse")
    #expect(a.parameterCount == (1 << 60) + 4 * (1 << 30) + 1)
  }

  @Test func registriesFindEveryNameOnce() {
    let names = CellRegistry.names
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { CellRegistry.cell($0)?.name == $0 })
    for type in CellRegistry.all {
      for options in type.variants {
        let cell = CellRegistry.cell(type.name, options)
        #expect(cell.map { Swift.type(of: $0) == type } ?? false, "\(type) \(options)")
      }
    }
    let losses = LossRegistry.all.map { $0.name }
    #expect(Set(losses).count == losses.count)
    #expect(losses.allSatisfy { LossRegistry.named($0)?.name == $0 })
    #expect(CellRegistry.cell("LSTM") == nil && LossRegistry.named("") == nil)
  }
}
