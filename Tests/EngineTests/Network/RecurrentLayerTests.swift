import Engine
import Testing

/// Layers wide enough for every vector loop, several panels, tiles, chunks and word tasks, against
/// the oracle: derivatives along random directions, which every entry takes part in.
struct RecurrentLayerTests {
  struct Wide: Sendable, CustomTestStringConvertible {
    let cell: String
    let options: CellOptions
    let words: Bool
    var testDescription: String { "\(cell) \(options)\(words ? " words" : "")" }

    var architecture: Architecture {
      Architecture(
        cell: cell, options: options, input: words ? 67 : 3, hidden: [70, 33],
        vocabulary: words ? 130 : 0,
        head: words ? .every : .last, outputs: words ? 67 : 2, loss: words ? "ce" : "mse")
    }
  }

  static let all = cellVariants.flatMap {
    [
      Wide(cell: $0.0, options: $0.1, words: false), Wide(cell: $0.0, options: $0.1, words: true),
    ]
  }

  /// 17 sequences of 16 steps: more than two places per word, so that products go by word.
  private func run(_ wide: Wide) -> EngineRun {
    var random = TestRandom(8)
    let run = EngineRun(
      wide.architecture, timeSteps: wide.words ? 16 : 5, batch: 17, random: &random)
    for b in 0..<17 { run.batch.lengths.values[b] -= Int32(b % 4) }
    return run
  }

  @Test(arguments: all) func agreesAlongRandomDirections(_ wide: Wide) {
    let run = run(wide)
    run.run()
    let oracle = run.oracle()
    // So small that hardly any unit passes ReLU's kink.
    let step = 1e-7
    var random = TestRandom(9)
    for slice in run.network.layout.slices {
      let direction = slice.range.map { _ in Bool.random(using: &random) ? 1.0 : -1.0 }
      let gradient = run.network.gradients.values[slice.range].map(Double.init)
      func moved(_ amount: Double) -> Double {
        var moved = oracle
        for (i, sign) in zip(slice.range, direction) { moved.weights[i] += amount * sign }
        return moved.objective
      }
      let want = (moved(step) - moved(-step)) / (2 * step)
      let got = zip(gradient, direction).map { $0 * $1 }.reduce(0, +)
      let size = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
      #expect(abs(got - want) < 1e-4 * size, "\(slice.name)")
    }
  }

  @Test(arguments: all.filter { !$0.words }) func normsOfWideStatesAgree(_ wide: Wide) {
    let run = run(wide)
    run.run()
    let oracle = run.oracle()
    for layer in [0, 1] {
      let squares = run.steps(16) { $0.stack.layers[layer].hiddenSquares }
      let want = oracle.stateGradientNorms(16, recurrence: layer, of: .hidden, timeSteps: 5)
      #expect(relativeError(squares.map { $0.squareRoot() }, want) < 1e-4)
      guard run.network.cell.hasCellState else { continue }
      let cellSquares = run.steps(16) { $0.stack.layers[layer].cellSquares }
      let cellWant = oracle.stateGradientNorms(16, recurrence: layer, of: .cell, timeSteps: 5)
      #expect(relativeError(cellSquares.map { $0.squareRoot() }, cellWant) < 1e-4)
    }
  }
}
