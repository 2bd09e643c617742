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
  var convolution: ConvolutionShape?
  var timeSteps = 4
  var batch = 17

  var testDescription: String {
    let kind =
      "\(options.activation) \(options.peephole) \(options.reset)"
      + "\(options.context ? " context" : "")\(bidirectional ? " bidirectional" : "")"
    return "\(cell) \(kind) \(hidden) \(inputs) \(attention) \(head) \(headActivation) \(loss)"
      + (convolution.map { " \($0)" } ?? "")
      + "\(variableLengths ? " lengths" : "") \(noise)\(isWeighted ? " weighted" : "")"
  }

  var architecture: Architecture {
    let places = timeSteps * batch
    let vocabulary = [.numbers: 0, .fewWords: 5, .manyWords: places / 2 + 1][inputs]!
    var architecture = Architecture(
      cell: cell, options: options, bidirectional: bidirectional, input: 3, hidden: hidden,
      vocabulary: vocabulary, attention: attention, head: head, headActivation: headActivation,
      outputs: 3, loss: loss)
    architecture.convolution = convolution
    return architecture
  }

  /// Steps that the recurrent layers see.
  var shownSteps: Int { convolution?.steps(timeSteps) ?? timeSteps }

  /// Every kind of cell with every loss, head, depth and noise; the rest is drawn, the same in every
  /// run, so that every pair of kinds meets.
  static let all: [EngineCase] =
    drawn(LossRegistry.all.filter { $0.scope != .alignment }, Architecture.Head.allCases, seed: 5)
    // Labels lie along the steps.
    + drawn(LossRegistry.all.filter { $0.scope == .alignment }, [.every], seed: 6) + convolved

  private static func drawn(
    _ losses: [any Loss.Type], _ heads: [Architecture.Head], seed: UInt64
  ) -> [EngineCase] {
    var random = TestRandom(seed)
    var cases: [EngineCase] = []
    for (cell, options) in cellVariants {
      var number = Int.random(in: 0..<9, using: &random)
      for loss in losses {
        for head in heads {
          for hidden in [[5], [3, 5, 2]] {
            for _ in 0..<2 {
              number += 1
              var c = EngineCase(cell: cell, options: options)
              c.loss = loss.name
              c.head = head
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
  }

  /// A convolution in front: every way to cut and shift, every kind of input, head, direction and noise.
  private static let convolved: [EngineCase] = {
    var cases: [EngineCase] = []
    let shapes = [
      ConvolutionShape(channels: 4, width: 3), ConvolutionShape(channels: 2, width: 4, layers: 2),
      ConvolutionShape(channels: 5, width: 2, causal: true),
      ConvolutionShape(channels: 3, width: 3, stride: 2, layers: 2),
      ConvolutionShape(channels: 3, width: 1, stride: 3, causal: true),
      ConvolutionShape(channels: 4, width: 9, layers: 3),
    ]
    for (number, shape) in (shapes + shapes + shapes).enumerated() {
      var c = EngineCase(cell: CellRegistry.names[number % CellRegistry.names.count])
      c.convolution = shape
      c.loss = ["ctc", "ce", "mse", "bce", "crf"][number % 5]
      let isShort = shape.stride > 1 && c.loss != "ctc"
      c.head = c.loss == "ctc" || (!isShort && number % 2 == 0) ? .every : .last
      c.hidden = number % 2 == 0 ? [5] : [3, 4]
      c.noise = Noise.allCases[number % Noise.allCases.count]
      c.inputs = Inputs.allCases[number % 3]
      c.variableLengths = number % 4 != 0
      c.bidirectional = number % 3 == 1
      c.timeSteps = 6
      cases.append(c)
    }
    return cases
  }()
}

/// Every kind of cell that names and options can choose.
let cellVariants = CellRegistry.all.flatMap { type in type.variants.map { (type.name, $0) } }

/// One case for each of them, for tests that need no more.
let cellCases = cellVariants.map { EngineCase(cell: $0.0, options: $0.1) }
