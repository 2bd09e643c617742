/// Sequences of different lengths, all padded to the longest that is fed: with zeros (token 0), or
/// with repetitions of the sequence itself. Padded steps are then steps like any others; only
/// a target at a step is never counted twice, those that were filled in have none (-1).
///
/// The mask needs no such wrapper: beyond a sequence's own steps nothing is fed.
package struct PaddedExamples: Examples {
  private let examples: any Examples
  private let shape: SequenceShape
  private let isCircular: Bool
  private let isInFront: Bool

  /// The examples as `options` ask for them.
  ///
  /// Throws `.padsTargets` where each step has numbers as targets, which cannot be left out.
  package static func wrap(
    _ examples: any Examples, _ shape: SequenceShape, _ options: LengthOptions
  ) throws(DatasetError) -> any Examples {
    if options.pad == .mask { return examples }
    if shape.everyStep, shape.target != .classes { throw .padsTargets(pad: options.pad.rawValue) }
    return PaddedExamples(examples, shape, options)
  }

  private init(_ examples: any Examples, _ shape: SequenceShape, _ options: LengthOptions) {
    self.examples = examples
    self.shape = shape
    isCircular = options.pad == .circular
    isInFront = options.padSide == .front
  }

  package var count: Int { examples.count }
  package var charactersPerToken: Double? { examples.charactersPerToken }
  package func hasTarget(_ index: Int) -> Bool { examples.hasTarget(index) }
  package func inUnits(_ value: Float, of index: Int, output: Int) -> Double {
    examples.inUnits(value, of: index, output: output)
  }

  package func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    examples.write(index, pass: pass, to: batch, column: column)
    let length = Int(batch.lengths[column])
    let missing = shape.timeSteps - length
    batch.lengths[column] = Int32(shape.timeSteps)
    guard missing > 0, length > 0 else { return }
    if let inputs = batch.inputs {
      fill(inputs, width: shape.features, length: length, filler: 0, batch, column)
    }
    if let tokens = batch.tokens {
      fill(tokens, width: 1, length: length, filler: 0, batch, column)
    }
    guard shape.everyStep, let classes = batch.targetClasses else { return }
    fill(classes, width: 1, length: length, filler: -1, batch, column, repeats: false)
  }

  /// Fills one column of [T, B, width] up from its first `length` steps.
  private func fill<Value>(
    _ values: UnsafeMutablePointer<Value>, width: Int, length: Int, filler: Value,
    _ batch: BatchPointers, _ column: Int, repeats: Bool = true
  ) {
    let missing = shape.timeSteps - length
    func place(_ step: Int) -> UnsafeMutablePointer<Value> {
      values + (step * batch.batch + column) * width
    }
    if isInFront {
      for step in (0..<length).reversed() {
        place(step + missing).update(from: place(step), count: width)
      }
    }
    // At the front a copy ends where the sequence begins, so steps are copied from its end.
    for offset in 0..<missing {
      let step = isInFront ? missing - 1 - offset : length + offset
      if isCircular, repeats {
        place(step).update(from: place(isInFront ? step + length : step - length), count: width)
      } else {
        place(step).update(repeating: filler, count: width)
      }
    }
  }
}

extension LengthOptions {
  /// How shorter sequences are padded, in a sentence; nil if they are masked.
  var note: String? {
    let place = padSide == .front ? "front" : "end"
    switch pad {
    case .mask: return nil
    case .zeros: return "shorter ones are padded with zeros at the \(place)"
    case .circular: return "shorter ones are padded at the \(place) by repeating them"
    }
  }

  /// Throws if they contradict each other.
  func validate() throws(DatasetError) {
    if pad == .mask, padSide != LengthOptions().padSide { throw .padSideWithMask }
  }
}
