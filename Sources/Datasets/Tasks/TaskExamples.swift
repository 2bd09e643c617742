/// Sequences of a task, each made from the seed and its number on request.
struct TaskExamples<Task: GeneratedTask>: Examples {
  let task: Task
  let shape: SequenceShape
  let seed: UInt64
  /// Numbers of the sequences, all parts and folds counted through.
  let numbers: Range<Int>

  var count: Int { numbers.count }

  private func random(_ index: Int) -> SeededRandom {
    SeededRandom(seed: seed, stream: numbers.lowerBound + index)
  }

  func relevantSteps(of index: Int, at step: Int) -> [Int] {
    task.relevantSteps(random(index), at: step)
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let example = ExampleColumn(batch, column: column, features: shape.features)
    task.write(random(index), to: example)
    example.finish(steps: shape.timeSteps)
  }
}
