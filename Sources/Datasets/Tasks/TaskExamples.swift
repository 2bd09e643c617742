/// Sequences of a task, each made from the seed and its number when it is asked for.
struct TaskExamples<Task: GeneratedTask>: Examples {
  let task: Task
  let shape: SequenceShape
  let seed: UInt64
  /// Numbers of the sequences, all parts and folds counted through.
  let numbers: Range<Int>

  var count: Int { numbers.count }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let example = ExampleColumn(batch, column: column, features: shape.features)
    task.write(SeededRandom(seed: seed, stream: numbers.lowerBound + index), to: example)
    example.finish(steps: shape.timeSteps)
  }
}
