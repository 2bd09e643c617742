import Engine
import Testing
import Training

@Suite struct MatchedSizesTests {
  private func architecture(_ cell: String, _ hidden: [Int], input: Int = 2) -> ModelArchitecture {
    .network(Architecture(cell: cell, input: input, hidden: hidden, outputs: 1, loss: "mse"))
  }

  private func matched(_ cell: String, to hidden: [Int], input: Int = 2) -> ModelArchitecture {
    var result = architecture(cell, hidden, input: input)
    let target = architecture("lstm", hidden, input: input).parameterCount ?? 0
    result.hidden = MatchedSizes.hidden(result, target: target)
    return result
  }

  @Test func theAddingProblemWithLSTM64() {
    // LSTM: 4 (64 (2 + 64) + 2 64) + 65.
    #expect(architecture("lstm", [64]).parameterCount == 17_473)
    #expect(matched("rnn", to: [64]).parameterCount == 17_551)
    #expect(matched("gru", to: [64]).parameterCount == 17_391)
    #expect(matched("lstm", to: [64]).hidden == [64])
  }

  @Test(arguments: [[32], [64], [100], [256], [64, 32], [32, 64], [48, 48, 48]])
  func withinTwoPercent(_ hidden: [Int]) throws {
    for cell in CellRegistry.all.map({ $0.name }) {
      for input in [1, 2, 17, 64] {
        let target = try #require(architecture("lstm", hidden, input: input).parameterCount)
        let matched = matched(cell, to: hidden, input: input)
        let count = try #require(matched.parameterCount)
        #expect(matched.hidden.count == hidden.count)
        let off = abs(Double(count) / Double(target) - 1)
        #expect(off <= 0.02, "\(cell) \(matched.hidden) for \(hidden), input \(input): \(off)")
      }
    }
  }

  @Test func proportionsOfLayersStay() {
    let sizes = matched("rnn", to: [64, 32]).hidden
    #expect(abs(Double(sizes[0]) / Double(sizes[1]) - 2) < 0.03)
  }

  @Test func nothingIsSmallerThanOneUnit() {
    #expect(MatchedSizes.hidden(architecture("lstm", [64, 1]), target: 1) == [1, 1])
  }
}
