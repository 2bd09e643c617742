import Engine
import Testing

/// A small network and batch that a test runs; two shards, the second one with few sequences.
struct EngineCase: Sendable, CustomTestStringConvertible {
  enum Inputs: CaseIterable {
    case numbers
    /// Tokens, with fewer words than places (products are taken by word) or with more.
    case fewWords
    case manyWords
  }

  enum Noise: CaseIterable { case none, dropout, recurrentDropout }

  var cell = "lstm"
  var loss = "mse"
  var head = Architecture.Head.last
  var hidden = [5]
  var variableLengths = false
  var inputs = Inputs.numbers
  var noise = Noise.none
  var timeSteps = 4
  var batch = 17

  var testDescription: String {
    "\(cell) \(hidden) \(inputs) \(head) \(loss)\(variableLengths ? " lengths" : "") \(noise)"
  }

  var architecture: Architecture {
    let places = timeSteps * batch
    let vocabulary = [.numbers: 0, .fewWords: 5, .manyWords: places / 2 + 1][inputs]!
    return Architecture(
      cell: cell, input: 3, hidden: hidden, vocabulary: vocabulary, head: head, outputs: 3,
      loss: loss)
  }

  /// Every cell, loss, head, depth and kind of lengths and noise, each with one of the kinds of
  /// inputs in turn, so that every pair of kinds meets.
  static let all: [EngineCase] = {
    var cases: [EngineCase] = []
    for cell in CellRegistry.all {
      for loss in LossRegistry.all {
        for (h, head) in Architecture.Head.allCases.enumerated() {
          for (d, hidden) in [[5], [3, 5, 1]].enumerated() {
            for variable in [false, true] {
              for (n, noise) in Noise.allCases.enumerated() {
                let kinds = Inputs.allCases
                let inputs = kinds[(h + d + n + (variable ? 1 : 0) + cases.count / 24) % 3]
                cases.append(
                  EngineCase(
                    cell: cell.name, loss: loss.name, head: head, hidden: hidden,
                    variableLengths: variable, inputs: inputs, noise: noise))
              }
            }
          }
        }
      }
    }
    return cases
  }()
}

/// The names of all cells, for tests with an argument.
let cellNames = CellRegistry.all.map { $0.name }
