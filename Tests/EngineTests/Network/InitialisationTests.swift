import Engine
import Testing

struct InitialisationTests {
  private func network(
    _ cell: String, _ how: Initialisation, seed: UInt64 = 1, vocabulary: Int = 0
  ) -> Network {
    let network = Network(
      Architecture(
        cell: cell, input: 7, hidden: [12, 31], vocabulary: vocabulary, outputs: 3, loss: "mse"),
      timeSteps: 1, batch: 1)
    var random = TestRandom(seed)
    network.initialise(how, using: &random)
    return network
  }

  /// The square recurrent blocks of all gates and layers.
  private func blocks(_ network: Network) -> [[[Double]]] {
    zip(network.places.layers, network.architecture.hidden).flatMap { slices, n in
      guard let weight = slices.recurrentWeight else { return [[[Double]]]() }
      return (0..<network.cell.gates.count).map { gate in
        (0..<n).map { r in
          (0..<n).map { c in
            Double(
              network.weights.values[
                weight.range.lowerBound + (gate * n + r) * n + c])
          }
        }
      }
    }
  }

  @Test(arguments: CellRegistry.names) func orthogonalBlocks(_ cell: String) {
    let gain = 1.3
    for block in blocks(network(cell, Initialisation(recurrentGain: Float(gain)))) {
      for (i, a) in block.enumerated() {
        for (j, b) in block.enumerated() {
          let dot = zip(a, b).map { $0 * $1 }.reduce(0, +)
          #expect(abs(dot - (i == j ? gain * gain : 0)) < 1e-5)
        }
      }
    }
  }

  @Test(arguments: CellRegistry.names) func identityBlocks(_ cell: String) {
    for block in blocks(network(cell, Initialisation(scheme: .identity, recurrentGain: 0.5))) {
      for (i, row) in block.enumerated() {
        #expect(row == row.indices.map { $0 == i ? 0.5 : 0 })
      }
    }
  }

  /// b_hh is 0; b_ih holds the gates' start biases and nothing else, but for `uniform`.
  @Test(arguments: CellRegistry.names, Initialisation.Scheme.allCases)
  func biases(_ cell: String, _ scheme: Initialisation.Scheme) {
    let how = Initialisation(scheme: scheme, forgetBias: 5, updateBias: -3)
    let network = network(cell, how)
    for (slices, n) in zip(network.places.layers, network.architecture.hidden) {
      if let bias = slices.recurrentBias {
        #expect(network.weights.values[bias.range].allSatisfy { $0 == 0 })
      }
      for gate in network.cell.gates.indices {
        let role = network.cell.gates[gate].role
        let start: Float = role == .forget ? 5 : role == .keep ? -3 : 0
        let spread = scheme == .uniform ? 1 / Float(n).squareRoot() : 0
        let first = slices.inputBias.range.lowerBound + gate * n
        let values = network.weights.values[first..<first + n]
        #expect(values.allSatisfy { abs($0 - start) <= spread * 1.0001 })
        if scheme == .uniform { #expect(Set(values.map(\.bitPattern)).count > n / 2) }
      }
    }
    let head = network.weights.values[network.places.headBias.range]
    #expect(head.allSatisfy { $0 == 0 } == (scheme != .uniform))
  }

  /// All values within the bound, and some close to it.
  private func spans(_ network: Network, _ slice: ParameterLayout.Slice, _ bound: Float) -> Bool {
    let largest = network.weights.values[slice.range].map(abs).max() ?? 0
    return largest <= bound && largest > 0.8 * bound
  }

  @Test(arguments: CellRegistry.names) func bounds(_ cell: String) {
    let glorot = network(cell, Initialisation(scheme: .glorot))
    let uniform = network(cell, Initialisation(scheme: .uniform))
    for (k, n) in [12, 31].enumerated() {
      let fed = k == 0 ? 7 : 12
      let slices = glorot.places.layers[k]
      #expect(spans(glorot, slices.inputWeight, (6 / Float(fed + n)).squareRoot()))
      if let weight = slices.recurrentWeight {
        #expect(spans(glorot, weight, (3 / Float(n)).squareRoot()))
        #expect(spans(uniform, weight, 1 / Float(n).squareRoot()))
      }
      #expect(spans(uniform, slices.inputWeight, 1 / Float(n).squareRoot()))
    }
    #expect(spans(glorot, glorot.places.headWeight, (6 / Float(31 + 3)).squareRoot()))
  }

  @Test func embeddingIsStandardNormal() throws {
    let network = network("gru", Initialisation(), vocabulary: 3000)
    let slice = try #require(network.places.embedding)
    let values = network.weights.values[slice.range].map(Double.init)
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
    #expect(abs(mean) < 5 / count.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / count).squareRoot())
    // A normal variable exceeds 2 in size in 4.55 % of cases.
    let tail = Double(values.count { abs($0) > 2 }) / count
    #expect(abs(tail - 0.0455) < 0.01)
  }

  @Test(arguments: Initialisation.Scheme.allCases)
  func seedDecides(_ scheme: Initialisation.Scheme) {
    let how = Initialisation(scheme: scheme)
    let first = network("lstm", how).weights.bits
    #expect(network("lstm", how).weights.bits == first)
    #expect(network("lstm", how, seed: 2).weights.bits != first)
  }
}
