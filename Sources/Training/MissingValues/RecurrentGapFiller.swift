import Datasets
import Engine

/// Predicts missing values with a small GRU: it reads a table row by row, with missing values set
/// to the mean and a flag for each value that marks them, and predicts all values at each row. It
/// learns on complete stretches with random gaps; real gaps are later filled from its memory of the
/// rows before and from the other values in the row.
package struct RecurrentGapFiller: MissingValueModel {
  private static let hidden = 32
  private static let batch = 16
  private static let timeSteps = 48
  private static let steps = 500
  private static let rate: Float = 0.005
  /// Probabilities that a training gap begins, and that it continues.
  private static let gapBegins: Float = 0.1
  private static let gapGoesOn: Float = 0.85

  package init() {}

  private static func architecture(columns: Int) -> Architecture {
    Architecture(
      cell: GRU.name, input: 2 * columns, hidden: [hidden], vocabulary: 0, head: .every,
      outputs: columns, loss: MeanSquaredError.name)
  }

  package func learnedCount(columns: Int) -> Int {
    Self.architecture(columns: columns).parameterCount ?? 0
  }

  package func learn(
    _ columns: [[Float]], ranges: [Range<Int>], seed: UInt64
  ) throws(DatasetError) -> [Double] {
    let architecture = Self.architecture(columns: columns.count)
    try Self.requireMemory(architecture)
    let network = Network(architecture, timeSteps: Self.timeSteps, batch: Self.batch)
    let batch = Batch(architecture, timeSteps: Self.timeSteps, size: Self.batch)
    var random = SeededRandom(seed: seed, stream: -2)
    network.initialise(Initialisation(), using: &random)
    let training = TrainingStep(network, Adam.self)
    var job = PassJob()
    job.kind = .training
    job.plan = Regularization().plan(for: network.layout)
    for step in 1...Self.steps {
      try Interruption.check()
      fill(batch, columns, ranges, &random)
      let gradient = training.run(
        batch, job, rate: Self.rate * (1 - 0.9 * Float(step) / Float(Self.steps)), number: step)
      guard gradient.isFinite else { break }
    }
    return network.weights.values.map { Double($0) }
  }

  /// Random stretches with random gaps; the targets are all original values.
  private func fill(
    _ batch: Batch, _ columns: [[Float]], _ ranges: [Range<Int>], _ random: inout SeededRandom
  ) {
    let width = columns.count
    batch.timeSteps = min(Self.timeSteps, ranges.lazy.map(\.count).max() ?? 1)
    for column in 0..<batch.size {
      let range = ranges[random.index(below: ranges.count)]
      let length = min(batch.timeSteps, range.count)
      let start = range.lowerBound + random.index(below: range.count - length + 1)
      batch.lengths.pointer[column] = Int32(length)
      var isGap = [Bool](repeating: false, count: width)
      for step in 0..<length {
        let place = step * batch.size + column
        for index in 0..<width {
          isGap[index] = random.chance(isGap[index] ? Self.gapGoesOn : Self.gapBegins)
          let value = columns[index][start + step]
          batch.inputs.pointer[place * 2 * width + index] = isGap[index] ? 0 : value
          batch.inputs.pointer[place * 2 * width + width + index] = isGap[index] ? 1 : 0
          batch.targetValues.pointer[place * width + index] = value
        }
      }
    }
  }

  private static func requireMemory(_ architecture: Architecture) throws(DatasetError) {
    LinearAlgebra.useOneThreadPerCall()
    do {
      try MemoryEstimate.require(
        MemoryEstimate.needed(architecture, timeSteps: timeSteps, batch: batch))
    } catch {
      throw .stepMemory(name: "missing: model", reason: error.description)
    }
  }

  package func fill(
    _ columns: inout [[Float]], segments: [Range<Int>], learned: [Double]
  ) throws(DatasetError) {
    let width = columns.count
    let architecture = Self.architecture(columns: width)
    try Self.requireMemory(architecture)
    let network = Network(architecture, timeSteps: Self.timeSteps, batch: 1)
    let batch = Batch(architecture, timeSteps: Self.timeSteps, size: 1)
    network.take(weights: learned.map { Float($0) })
    for segment in segments {
      for start in stride(from: segment.lowerBound, to: segment.upperBound, by: Self.timeSteps) {
        try Interruption.check()
        let rows = start..<min(start + Self.timeSteps, segment.upperBound)
        batch.timeSteps = rows.count
        batch.lengths.pointer[0] = Int32(rows.count)
        for (step, row) in rows.enumerated() {
          for index in 0..<width {
            let value = columns[index][row]
            batch.inputs.pointer[step * 2 * width + index] = value.isNaN ? 0 : value
            batch.inputs.pointer[step * 2 * width + width + index] = value.isNaN ? 1 : 0
            batch.targetValues.pointer[step * width + index] = 0
          }
        }
        var job = PassJob()
        if start > segment.lowerBound { job.states = .continued }
        network.begin(batch, job)
        network.perform(PassPhase.evaluation)
        let outputs = network.outputs
        for (step, row) in rows.enumerated() {
          let answers = outputs[column: 0, step: step].values
          for index in 0..<width where columns[index][row].isNaN {
            columns[index][row] = answers[index]
          }
        }
      }
    }
  }
}
