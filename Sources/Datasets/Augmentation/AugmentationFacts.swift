/// Facts about the data that augmentation needs: what an answer is, and how the training part's
/// columns and tokens are distributed. Measured once, on a sample.
package struct AugmentationFacts: Sendable {
  package enum Answer: Sendable, Equatable {
    /// Values after the inputs, in the same scaled space.
    case forecast
    /// At every step the next token.
    case nextToken
    /// A property of the sequence, or of each of its steps.
    case label
    /// An answer that depends on every step, as in a generated task.
    case exact
  }

  package let shape: SequenceShape
  package let answer: Answer
  /// States go on from batch to batch, so that every batch must follow on the one before.
  package let isStream: Bool
  /// Tags of a scheme that forbids some sequences, with a loss that enforces it.
  package var holdsTagsToTheirScheme = false
  /// Such a scheme is there.
  package private(set) var hasTagScheme = false
  /// Fed columns with more than two different values. Others are marks, categories or constants, and
  /// stay as they are.
  let columns: [Int]
  /// [I], of the values as they are fed.
  let means: [Float]
  let deviations: [Float]
  /// Tokens of the training part, each kind as often as it occurs there: a draw from them is one from
  /// the unigram distribution.
  let tokens: [Int32]
  /// The padding token; nil if there is none.
  let padding: Int32?

  private static let mostExamples = 256
  private static let mostValues = 1 << 20
  private static let mostTokens = 1 << 16

  package init(_ dataset: Dataset, isStream: Bool = false) {
    let bears = DataSources.named(dataset.source)?.bearsAugmentation ?? true
    let answer: Answer =
      switch dataset.kind {
      case .language: .nextToken
      case .pairs: .exact
      case _ where !bears: .exact
      case .series: .forecast
      case .classes, .task: .label
      }
    self.init(dataset.shape, answer, dataset.training, isStream: isStream)
    hasTagScheme = !dataset.impossibleTags.isEmpty
  }

  package init(
    _ shape: SequenceShape, _ answer: Answer, _ examples: any Examples, isStream: Bool = false
  ) {
    self.shape = shape
    self.answer = answer
    self.isStream = isStream
    // Labelled text counts its words from 2: 0 is padding.
    padding = answer == .label ? 0 : nil
    let values = max(1, shape.timeSteps * max(1, shape.features))
    let most = min(
      shape.vocabulary > 0 ? Self.mostTokens : Self.mostExamples, Self.mostValues / values)
    var sums = (0..<shape.features).map { _ in ColumnSums() }
    var pool: [Int32] = []
    let example = OneExample(shape)
    let taken = min(examples.count, max(1, most))
    for number in 0..<taken {
      // Evenly over the training part.
      examples.write(
        number * examples.count / taken, pass: 0, to: example.pointers, column: 0)
      let steps = Int(example.pointers.lengths[0])
      if let inputs = example.pointers.inputs {
        for step in 0..<steps {
          for i in 0..<shape.features { sums[i].add(inputs[step * shape.features + i]) }
        }
      }
      guard let tokens = example.pointers.tokens else { continue }
      // No sequence contributes more than its share, so that all of the part counts.
      let share = max(1, (Self.mostTokens - pool.count) / (taken - number))
      let distance = max(1, steps / share)
      for step in Swift.stride(from: number % distance, to: steps, by: distance)
      where tokens[step] >= 0 && tokens[step] != padding {
        pool.append(tokens[step])
      }
    }
    columns = sums.indices.filter { sums[$0].isNumber }
    means = sums.map { Float($0.mean) }
    deviations = sums.map { Float($0.deviation) }
    tokens = pool
  }

  /// Why no method at all can act.
  var whyNothing: String {
    AugmentationRegistry.all.first { ($0.feed == .tokens) == (shape.vocabulary > 0) }?
      .whyNot(self) ?? "no method can act on these data"
  }
}

/// Mean, deviation and kinds of values of one fed column.
private struct ColumnSums {
  private var count = 0.0
  private(set) var mean = 0.0
  private var squares = 0.0
  private var first: Float?
  private var second: Float?
  private(set) var isNumber = false

  var deviation: Double { count > 0 ? (squares / count).squareRoot() : 0 }

  /// Welford's update.
  mutating func add(_ value: Float) {
    count += 1
    let difference = Double(value) - mean
    mean += difference / count
    squares += difference * (Double(value) - mean)
    guard !isNumber, value != first, value != second else { return }
    if first == nil {
      first = value
    } else if second == nil {
      second = value
    } else {
      isNumber = true
    }
  }
}

/// Memory for one example of a shape.
private final class OneExample {
  let pointers: BatchPointers

  init(_ shape: SequenceShape) {
    func allocate<Value: BitwiseCopyable>(
      _ count: Int, _ zero: Value
    ) -> UnsafeMutablePointer<Value> {
      let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: zero, count: max(1, count))
      return pointer
    }
    let steps = shape.timeSteps
    let targets = shape.targetSequence?.timeSteps ?? (shape.everyStep ? steps : 1)
    let isClasses = shape.target == .classes || shape.target == .tokens
    pointers = BatchPointers(
      inputs: shape.features > 0 ? allocate(steps * shape.features, 0) : nil,
      tokens: shape.vocabulary > 0 ? allocate(steps, 0) : nil,
      targetValues: isClasses ? nil : allocate(targets * shape.outputs, 0),
      targetClasses: isClasses ? allocate(targets, 0) : nil,
      lengths: allocate(1, 0),
      targetLengths: shape.targetSequence == nil ? nil : allocate(1, 0), timeSteps: steps, batch: 1)
  }

  deinit {
    pointers.inputs?.deallocate()
    pointers.tokens?.deallocate()
    pointers.targetValues?.deallocate()
    pointers.targetClasses?.deallocate()
    pointers.lengths.deallocate()
    pointers.targetLengths?.deallocate()
  }
}
