import Datasets

/// Sequences whose every number says where it came from. Numbers: column 0 is a smooth curve around 0,
/// column 1 the step's own number, column 2 a mark (0 or 1). Tokens: 1 + step, so that 0 never occurs.
/// Targets at every step are the step's number, as a class or as a value.
struct MadeSequences: Examples {
  let shape: SequenceShape
  var count = 40
  /// Valid steps of an example.
  var length: @Sendable (Int) -> Int

  init(_ shape: SequenceShape, length: (@Sendable (Int) -> Int)? = nil) {
    self.shape = shape
    self.length = length ?? { _ in shape.timeSteps }
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let steps = length(index)
    for step in 0..<steps {
      let place = step * batch.batch + column
      for i in 0..<shape.features {
        batch.inputs?[place * shape.features + i] = Self.number(step, i, index)
      }
      batch.tokens?[place] = Int32(1 + step)
    }
    for step in 0..<(shape.everyStep ? steps : 1) {
      let place = step * batch.batch + column
      batch.targetClasses?[place] = Int32(step)
      for output in 0..<shape.outputs {
        batch.targetValues?[place * shape.outputs + output] = Float(step + 1)
      }
    }
    batch.lengths[column] = Int32(steps)
  }

  static func number(_ step: Int, _ column: Int, _ index: Int) -> Float {
    switch column {
    case 1: return Float(step)
    case 2: return Float((step + index) % 2)
    default:
      // A triangle of period 16 between -1 and 1.
      let phase = (step + 3 * index) % 16
      return Float(phase < 8 ? phase - 4 : 12 - phase) / 4
    }
  }
}

/// Kinds of data that augmentation meets.
enum MadeData: String, CaseIterable, Sendable {
  case forecast, forecastEveryStep, labels, tags, numbersAtEveryStep, exact
  case language, stream, labelledText, taggedText

  var shape: SequenceShape {
    var shape = SequenceShape(
      timeSteps: 24, features: 3, vocabulary: 0, outputs: 1, target: .values, everyStep: false)
    switch self {
    case .forecast, .exact: break
    case .forecastEveryStep, .numbersAtEveryStep: shape.everyStep = true
    case .labels: (shape.target, shape.outputs) = (.classes, 24)
    case .tags: (shape.target, shape.outputs, shape.everyStep) = (.classes, 24, true)
    case .language, .stream, .taggedText:
      shape = SequenceShape(
        timeSteps: 24, features: 0, vocabulary: 25, outputs: 25, target: .classes, everyStep: true)
    case .labelledText:
      shape = SequenceShape(
        timeSteps: 24, features: 0, vocabulary: 25, outputs: 2, target: .classes, everyStep: false)
    }
    return shape
  }

  var answer: AugmentationFacts.Answer {
    switch self {
    case .forecast, .forecastEveryStep: .forecast
    case .exact: .exact
    case .language, .stream: .nextToken
    default: .label
    }
  }

  func examples(length: (@Sendable (Int) -> Int)? = nil) -> MadeSequences {
    MadeSequences(shape, length: length)
  }

  var facts: AugmentationFacts { Self.allFacts[self]! }

  private static let allFacts = Dictionary(
    uniqueKeysWithValues: allCases.map { data in
      let facts = AugmentationFacts(
        data.shape, data.answer, data.examples(), isStream: data == .stream)
      return (data, facts)
    })

  /// Methods that can act, by their places in the registry.
  var places: [Int] {
    AugmentationRegistry.all.indices.filter { AugmentationRegistry.all[$0].whyNot(facts) == nil }
  }

  /// Only one method, for every sequence.
  static func only(_ place: Int, _ strength: Float? = nil) -> AugmentationSettings {
    var settings = AugmentationSettings()
    settings.setActs(place, true)
    settings.probability = 1
    if let strength { settings.methods[place].strength = strength }
    return settings
  }

  /// Example `index` before and after, in column 1 of 3.
  func augmented(
    _ settings: AugmentationSettings, _ index: Int = 0, pass: Int = 0, seed: UInt64 = 1,
    length: (@Sendable (Int) -> Int)? = nil
  ) -> (before: BatchMemory, after: BatchMemory) {
    let examples = examples(length: length)
    let memories = (BatchMemory(shape, batch: 3), BatchMemory(shape, batch: 3))
    for memory in [memories.0, memories.1] {
      examples.write(index, pass: pass, to: memory.pointers, column: 1)
    }
    Augmenter(facts, timeSteps: shape.timeSteps, seed: seed).apply(
      settings, to: memories.1.pointers, column: 1, example: index, pass: pass)
    return memories
  }
}

extension BatchMemory {
  /// Everything in the memory, to the last bit, as one number.
  var bits: Int {
    var bits = (0..<batch).map { UInt32(bitPattern: length($0)) }
    let steps = shape.everyStep ? shape.timeSteps : 1
    if let inputs = pointers.inputs {
      bits += (0..<shape.timeSteps * batch * shape.features).map { inputs[$0].bitPattern }
    }
    if let tokens = pointers.tokens {
      bits += (0..<shape.timeSteps * batch).map { UInt32(bitPattern: tokens[$0]) }
    }
    if let values = pointers.targetValues {
      bits += (0..<steps * batch * shape.outputs).map { values[$0].bitPattern }
    }
    if let classes = pointers.targetClasses {
      bits += (0..<steps * batch).map { UInt32(bitPattern: classes[$0]) }
    }
    return bits.hashValue
  }

  /// [steps, I] of column 1.
  var rows: [[Float]] {
    let all = inputs(1)
    return (0..<Int(length(1))).map { step in
      Array(all[step * shape.features..<(step + 1) * shape.features])
    }
  }

  /// The valid tokens of column 1.
  var validTokens: [Int32] { Array(tokens(1).prefix(Int(length(1)))) }
}
