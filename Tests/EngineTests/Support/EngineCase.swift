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

  enum Noise: CaseIterable {
    case none, dropout, recurrentDropout, stepDropout, zoneout, softening, weightNoise, inputNoise
    case adversarial
  }

  var cell = "lstm"
  var options = CellOptions()
  var bidirectional = false
  var attention = AttentionKind.none
  var loss = "mse"
  var head = Architecture.Head.last
  var headActivation = Architecture.HeadActivation.none
  var hidden = [5]
  var variableLengths = false
  var inputs = Inputs.numbers
  var noise = Noise.none
  /// Classes count differently.
  var isWeighted = false
  var timeSteps = 4
  var batch = 17

  var testDescription: String {
    let kind =
      "\(options.activation) \(options.peephole) \(options.reset)"
      + "\(options.context ? " context" : "")\(bidirectional ? " bidirectional" : "")"
    return "\(cell) \(kind) \(hidden) \(inputs) \(attention) \(head) \(headActivation) \(loss)"
      + "\(variableLengths ? " lengths" : "") \(noise)\(isWeighted ? " weighted" : "")"
  }

  var architecture: Architecture {
    let places = timeSteps * batch
    let vocabulary = [.numbers: 0, .fewWords: 5, .manyWords: places / 2 + 1][inputs]!
    return Architecture(
      cell: cell, options: options, bidirectional: bidirectional, input: 3, hidden: hidden,
      vocabulary: vocabulary, attention: attention, head: head, headActivation: headActivation,
      outputs: 3, loss: loss)
  }

  /// Every kind of cell with every loss, head, depth and noise; the rest is drawn, the same in every
  /// run, so that every pair of kinds meets.
  static let all: [EngineCase] = {
    var random = TestRandom(5)
    var cases: [EngineCase] = []
    for (cell, options) in cellVariants {
      var number = Int.random(in: 0..<9, using: &random)
      for loss in LossRegistry.all {
        for head in Architecture.Head.allCases {
          for hidden in [[5], [3, 5, 2]] {
            for _ in 0..<2 {
              number += 1
              var c = EngineCase(cell: cell, options: options)
              c.loss = loss.name
              // Labels lie along the steps.
              c.head = loss.scope == .alignment ? .every : head
              c.hidden = hidden
              c.noise = Noise.allCases[number % Noise.allCases.count]
              c.isWeighted = loss.hasClassTargets && number % 2 == 0
              c.variableLengths = .random(using: &random)
              c.inputs = Inputs.allCases.randomElement(using: &random)!
              c.bidirectional = Int.random(in: 0..<3, using: &random) == 0
              if Int.random(in: 0..<3, using: &random) == 0 {
                c.attention = AttentionKind.allCases.randomElement(using: &random)!
              }
              if loss.name == "mse", .random(using: &random) { c.headActivation = .tanh }
              cases.append(c)
            }
          }
        }
      }
    }
    return cases
  }()
}

/// Every kind of cell that names and options can choose.
let cellVariants = CellRegistry.all.flatMap { type in type.variants.map { (type.name, $0) } }

/// One case for each of them, for tests that need no more.
let cellCases = cellVariants.map { EngineCase(cell: $0.0, options: $0.1) }
