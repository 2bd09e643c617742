import Datasets

/// Memory for one batch of a shape, filled with a mark that no example writes.
final class BatchMemory {
  static let mark: Float = -12345
  let shape: SequenceShape
  let batch: Int
  let pointers: BatchPointers

  init(_ shape: SequenceShape, batch: Int) {
    self.shape = shape
    self.batch = batch
    func allocate<Value>(_ count: Int, _ mark: Value) -> UnsafeMutablePointer<Value> {
      let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(count, 1))
      pointer.initialize(repeating: mark, count: max(count, 1))
      return pointer
    }
    let steps = shape.timeSteps
    let targets = Self.answers(shape) * batch
    let hasClasses = shape.target == .classes || shape.target == .tokens
    let mark = Int32(Self.mark)
    pointers = BatchPointers(
      inputs: shape.features > 0 ? allocate(steps * batch * shape.features, Self.mark) : nil,
      tokens: shape.vocabulary > 0 ? allocate(steps * batch, mark) : nil,
      targetValues: hasClasses ? nil : allocate(targets * shape.outputs, Self.mark),
      targetClasses: hasClasses ? allocate(targets, mark) : nil,
      lengths: allocate(batch, mark),
      targetLengths: shape.targetSequence == nil ? nil : allocate(batch, mark), timeSteps: steps,
      batch: batch)
  }

  deinit {
    pointers.inputs?.deallocate()
    pointers.tokens?.deallocate()
    pointers.targetValues?.deallocate()
    pointers.targetClasses?.deallocate()
    pointers.lengths.deallocate()
    pointers.targetLengths?.deallocate()
  }

  /// Places for answers of a sequence.
  private static func answers(_ shape: SequenceShape) -> Int {
    shape.targetSequence?.timeSteps ?? (shape.everyStep ? shape.timeSteps : 1)
  }

  /// [T, I] of `column`, one row after the other.
  func inputs(_ column: Int) -> [Float] {
    let features = shape.features
    return (0..<shape.timeSteps * features).map { index in
      pointers.inputs![(index / features * batch + column) * features + index % features]
    }
  }

  /// [T] of `column`.
  func tokens(_ column: Int) -> [Int32] {
    (0..<shape.timeSteps).map { pointers.tokens![$0 * batch + column] }
  }

  /// [O], or [T, O], of `column`.
  func values(_ column: Int) -> [Float] {
    let steps = shape.everyStep ? shape.timeSteps : 1
    return (0..<steps * shape.outputs).map { index in
      let step = index / shape.outputs
      return pointers.targetValues![
        (step * batch + column) * shape.outputs + index % shape.outputs]
    }
  }

  /// [1], [T] or [U], of `column`.
  func classes(_ column: Int) -> [Int32] {
    (0..<Self.answers(shape)).map { pointers.targetClasses![$0 * batch + column] }
  }

  func length(_ column: Int) -> Int32 { pointers.lengths[column] }
}

/// One example as it is written, its valid steps alone, for comparison.
struct WrittenExample: Equatable {
  var inputs: [Float] = []
  var tokens: [Int32] = []
  var values: [Float] = []
  var classes: [Int32] = []
  var length: Int32

  private var unwritten: Int32 { Int32(BatchMemory.mark) }

  init(_ examples: any Examples, _ index: Int, pass: Int = 0, shape: SequenceShape) {
    let memory = BatchMemory(shape, batch: 3)
    examples.write(index, pass: pass, to: memory.pointers, column: 1)
    length = memory.length(1)
    let steps = Int(length)
    if shape.features > 0 { inputs = Array(memory.inputs(1).prefix(steps * shape.features)) }
    if shape.vocabulary > 0 { tokens = Array(memory.tokens(1).prefix(steps)) }
    if shape.target == .classes {
      classes = Array(memory.classes(1).prefix(shape.everyStep ? steps : 1))
    } else if shape.targetSequence != nil {
      let steps = Int(memory.pointers.targetLengths?[1] ?? 0)
      classes = Array(memory.classes(1).prefix(steps))
      precondition(memory.classes(1).dropFirst(steps).allSatisfy { $0 == unwritten })
    } else {
      values = memory.values(1)
    }
    // Behind the valid steps nothing is written.
    precondition(
      shape.vocabulary == 0 || memory.tokens(1).dropFirst(steps).allSatisfy { $0 == unwritten })
  }
}

extension Dataset {
  func example(_ examples: any Examples, _ index: Int, pass: Int = 0) -> WrittenExample {
    WrittenExample(examples, index, pass: pass, shape: shape)
  }

  /// The number of examples in training, validation and test.
  var sizes: [Int] { [training.count, validation.count, test.count] }

  /// Every example of the three parts in pass 0.
  var all: [[WrittenExample]] {
    [training, validation, test].map { part in
      (0..<part.count).map { example(part, $0) }
    }
  }
}

extension Dataset {
  /// Of the target, as the model file keeps it.
  var scaler: AffineScaler? {
    guard let series = description.series, let scale = series.steps.last,
      scale.step == PreparationStep("scale", "standard")
    else { return nil }
    let numbers = scale.fitted[scale.fitted.count - series.targets.count]
    return AffineScaler(mean: numbers[0], scale: numbers[1])
  }
}

extension DataConfiguration {
  /// With gaps filled and columns scaled, whatever the values look like.
  func plainlyPrepared() -> DataConfiguration {
    var copy = self
    copy.prepare = [PreparationStep("missing", "linear"), PreparationStep("scale", "standard")]
    return copy
  }
}
