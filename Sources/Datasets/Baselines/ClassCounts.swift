extension Dataset {
  /// How often each class is the target of the training part: of a sequence, or of a step where every
  /// step has one. Steps and sequences without a target are left out; empty if targets are numbers.
  package var trainingClassCounts: [Int] {
    guard shape.target == .classes else { return [] }
    var counts = [Int](repeating: 0, count: shape.outputs)
    var classes = [Int32](repeating: -1, count: shape.everyStep ? shape.timeSteps : 1)
    var length = Int32(shape.timeSteps)
    classes.withUnsafeMutableBufferPointer { classes in
      withUnsafeMutablePointer(to: &length) { length in
        // Only the targets are requested.
        let batch = BatchPointers(
          targetClasses: classes.baseAddress, lengths: length, timeSteps: shape.timeSteps, batch: 1)
        for example in 0..<training.count {
          training.write(example, pass: 0, to: batch, column: 0)
          let asked = shape.everyStep ? Int(length.pointee) : 1
          for target in classes.prefix(asked) where target >= 0 { counts[Int(target)] += 1 }
        }
      }
    }
    return counts
  }
}
