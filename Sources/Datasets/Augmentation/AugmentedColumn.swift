/// One column of a batch while it is changed: its valid steps, their numbers or tokens, and the
/// targets that belong to them.
package struct AugmentedColumn {
  let batch: BatchPointers
  let column: Int
  let shape: SequenceShape
  let scratch: AugmentationScratch

  /// Valid steps, 1...T.
  var steps: Int { Int(batch.lengths[column]) }

  /// I numbers of a step, or nil if tokens are fed.
  func numbers(_ step: Int) -> UnsafeMutablePointer<Float>? {
    batch.inputs.map { $0 + (step * batch.batch + column) * shape.features }
  }

  /// The token of a step, or nil if numbers are fed.
  func token(_ step: Int) -> UnsafeMutablePointer<Int32>? {
    batch.tokens.map { $0 + step * batch.batch + column }
  }

  /// Makes step i what step `scratch.order[i]` was, for i below `count`, which then is the number of
  /// valid steps. Targets at every step go with their steps.
  func rearrange(_ count: Int) {
    let before = steps
    let order = UnsafePointer(scratch.order)
    move(batch.inputs, shape.features, before, scratch.inputs, order, count)
    move(batch.tokens, 1, before, scratch.tokens, order, count)
    if shape.everyStep {
      move(batch.targetValues, shape.outputs, before, scratch.values, order, count)
      move(batch.targetClasses, 1, before, scratch.classes, order, count)
    }
    batch.lengths[column] = Int32(count)
  }

  /// Rows of `width` of this column, by way of a copy.
  private func move<Value: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Value>?, _ width: Int, _ before: Int,
    _ copy: UnsafeMutablePointer<Value>, _ order: UnsafePointer<Int32>, _ count: Int
  ) {
    guard let values else { return }
    keep(values, width, before, copy)
    for step in 0..<count {
      (values + (step * batch.batch + column) * width).update(
        from: copy + Int(order[step]) * width, count: width)
    }
  }

  /// Copies this column's rows of `width` to `copy`.
  private func keep<Value: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Value>, _ width: Int, _ steps: Int,
    _ copy: UnsafeMutablePointer<Value>
  ) {
    for step in 0..<steps {
      (copy + step * width).update(
        from: values + (step * batch.batch + column) * width, count: width)
    }
  }

  /// Makes step i what the sequence is at `scratch.positions[i]`, between two steps: `columns` by a
  /// straight line, all else as at the nearer step.
  func resample(_ columns: [Int]) {
    let steps = steps
    for step in 0..<steps {
      scratch.order[step] = Int32(min(steps - 1, Int(scratch.positions[step] + 0.5)))
    }
    rearrange(steps)
    guard batch.inputs != nil else { return }
    // `rearrange` has left a copy of the inputs as they were.
    let width = shape.features
    for step in 0..<steps {
      let position = scratch.positions[step]
      let first = min(steps - 1, Int(position))
      let second = min(steps - 1, first + 1)
      let share = position - Float(first)
      guard let to = numbers(step) else { return }
      for i in columns {
        let (a, b) = (scratch.inputs[first * width + i], scratch.inputs[second * width + i])
        to[i] = a + share * (b - a)
      }
    }
  }

  /// Keeps a contiguous part: at most `share` of the steps go, how many and which is drawn.
  func cut(_ share: Float, keepsEnd: Bool, using random: inout SeededRandom) {
    let steps = steps
    let gone = random.index(below: Int(share * Float(steps)) + 1)
    let start = keepsEnd ? gone : random.index(below: gone + 1)
    let left = max(1, steps - gone)
    for step in 0..<left { scratch.order[step] = Int32(min(steps - 1, start + step)) }
    rearrange(left)
  }

  /// Multiplies the targets, all of the valid ones.
  func multiplyTargets(_ factor: Float) {
    guard let values = batch.targetValues else { return }
    for step in 0..<(shape.everyStep ? steps : 1) {
      let row = values + (step * batch.batch + column) * shape.outputs
      for output in 0..<shape.outputs { row[output] *= factor }
    }
  }
}

/// Memory for the changes to one column at a time.
package final class AugmentationScratch: @unchecked Sendable {
  static let mostSegments = 64

  /// [T, I], [T], [T, O], [T]: a column as it was.
  let inputs: UnsafeMutablePointer<Float>
  let tokens: UnsafeMutablePointer<Int32>
  let values: UnsafeMutablePointer<Float>
  let classes: UnsafeMutablePointer<Int32>
  /// [T]: which step comes here, and where between steps.
  let order: UnsafeMutablePointer<Int32>
  let positions: UnsafeMutablePointer<Float>
  /// Segments of a sequence: their first steps, and their order.
  let starts: UnsafeMutablePointer<Int32>
  let segments: UnsafeMutablePointer<Int32>
  /// [2, I]: two directions in the space of the columns.
  let directions: UnsafeMutablePointer<Float>

  /// - Parameter timeSteps: the longest sequence.
  package init(_ shape: SequenceShape, timeSteps: Int) {
    func allocate<Value: BitwiseCopyable>(
      _ count: Int, _ zero: Value
    ) -> UnsafeMutablePointer<Value> {
      let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: zero, count: max(1, count))
      return pointer
    }
    let targets = shape.everyStep ? timeSteps : 0
    inputs = allocate(timeSteps * shape.features, 0)
    tokens = allocate(shape.vocabulary > 0 ? timeSteps : 0, 0)
    values = allocate(shape.target == .classes ? 0 : targets * shape.outputs, 0)
    classes = allocate(shape.target == .classes ? targets : 0, 0)
    order = allocate(timeSteps, 0)
    positions = allocate(timeSteps, 0)
    starts = allocate(Self.mostSegments + 1, 0)
    segments = allocate(Self.mostSegments, 0)
    directions = allocate(2 * shape.features, 0)
  }

  deinit {
    inputs.deallocate()
    tokens.deallocate()
    values.deallocate()
    classes.deallocate()
    order.deallocate()
    positions.deallocate()
    starts.deallocate()
    segments.deallocate()
    directions.deallocate()
  }
}
