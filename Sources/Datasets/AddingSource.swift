/// `adding`: the adding problem (Hochreiter and Schmidhuber 1997). Each step feeds a number in
/// 0 ..< 1 and a marker; the answer is the sum of the two marked numbers.
package enum AddingSource: DataSource {
  package static let name = "adding"
  package static let about =
    "Add the two marked numbers of a sequence. Memory has to reach over half the sequence and "
    + "more; the trivial predictor answers the mean, MSE 1/6 = 0.167."
  package static let defaultLength: Int? = 150
  package static let defaultCount: Int? = 10_000
  package static let keys: Set<DataKey> = DataKey.ofTasks

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    let length = configuration.length ?? 150
    let count = configuration.count ?? 10_000
    try configuration.require("data.length", length, in: 2...1_000_000)
    let split = try Split(configuration)
    let least = split.leastCount(training: 1, validation: 1, test: 1)
    try configuration.require("data.count", count, in: least...1_000_000_000)
    let parts = split.parts(of: count)
    func sums(_ part: Range<Int>?) -> AddingSums {
      AddingSums(length: length, seed: configuration.seed, part: part ?? 0..<0)
    }
    let training = sums(parts.training)
    let validation = sums(parts.validation)
    let test = sums(parts.test)
    return Dataset(
      source: name, kind: .task, summary: "adding problem, T \(length)",
      notes: [
        "generated: \(training.count) training, \(validation.count) validation, \(test.count) "
          + "test sequences of \(length) steps"
      ],
      shape: SequenceShape(
        timeSteps: length, features: 2, vocabulary: 0, outputs: 1, target: .values,
        everyStep: false),
      training: training, validation: validation, test: test,
      baselines: [baseline(training, validation, test)], vocabulary: nil,
      metrics: ["mse"], forecastTitle: "Sum of the two marked numbers",
      description: DatasetDescription(source: name, length: length),
      report: DataReport(
        source: name, task: "add the two marked numbers", rows: count, rowsName: "sequences",
        parts: [
          .init(name: "training", examples: training.count),
          .init(name: "validation", examples: validation.count),
          .init(name: "test", examples: test.count),
        ]))
  }

  private static func baseline(
    _ training: AddingSums, _ validation: AddingSums, _ test: AddingSums
  ) -> Baseline {
    var mean = 0.0
    for index in 0..<training.count {
      mean += Double(training.answer(index)) / Double(training.count)
    }
    func error(_ sums: AddingSums) -> Double {
      (0..<sums.count).reduce(0) { sum, index in
        let miss = Double(sums.answer(index)) - mean
        return sum + miss * miss / Double(sums.count)
      }
    }
    let onValidation = error(validation)
    let onTest = error(test)
    return Baseline(
      name: "predicting the mean", validationLoss: Float(onValidation), testLoss: Float(onTest),
      validationMetrics: [("mse", onValidation)], testMetrics: [("mse", onTest)])
  }
}

/// Sequences of the adding problem, each made from the seed and its number when it is asked for.
struct AddingSums: Examples {
  let length: Int
  let seed: UInt64
  /// Numbers of the sequences, all parts counted through.
  let part: Range<Int>

  var count: Int { part.count }

  /// The random numbers of sequence `index`: 0 ..< T its values, then the places of the two markers.
  private func random(_ index: Int) -> SeededRandom {
    SeededRandom(seed: seed, stream: part.lowerBound + index)
  }

  /// The marked steps, one in each half.
  private func marks(_ random: SeededRandom) -> (Int, Int) {
    let half = length / 2
    return (
      SeededRandom.index(random.peek(length), below: half),
      half + SeededRandom.index(random.peek(length + 1), below: length - half)
    )
  }

  func answer(_ index: Int) -> Float {
    let random = random(index)
    let (first, second) = marks(random)
    return SeededRandom.unit(random.peek(first)) + SeededRandom.unit(random.peek(second))
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let random = random(index)
    let (first, second) = marks(random)
    if let inputs = batch.inputs {
      for step in 0..<length {
        let place = (step * batch.batch + column) * 2
        inputs[place] = SeededRandom.unit(random.peek(step))
        inputs[place + 1] = step == first || step == second ? 1 : 0
      }
    }
    batch.targetValues?[column] = answer(index)
    batch.lengths[column] = Int32(length)
  }
}
