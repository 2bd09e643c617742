import Datasets
import Testing

extension Dataset {
  /// What is fed of each training example, number by number.
  var contents: [[Float]] {
    let memory = BatchMemory(shape, batch: 1)
    return (0..<training.count).map { example in
      training.write(example, pass: 0, to: memory.pointers, column: 0)
      let steps = Int(memory.pointers.lengths[0])
      return shape.features > 0
        ? Array(memory.inputs(0).prefix(steps * shape.features))
        : memory.tokens(0).prefix(steps).map(Float.init)
    }
  }
}
