import Datasets
import Telemetry
import Training

/// Sequences of different lengths made for tests: random inputs, and a target that follows from them.
struct VariedSequences: Examples {
  let lengths: [Int]
  let shape: SequenceShape
  var seed: UInt64 = 1
  /// Examples that have no target.
  var without: Set<Int> = []
  /// What is written behind the valid steps: nothing that is fed or counted may come from there.
  var poison = true

  var count: Int { lengths.count }
  func steps(of index: Int) -> Int? { lengths[index] }
  func hasTarget(_ index: Int) -> Bool { !without.contains(index) }
  func inUnits(_ value: Float, of index: Int, output: Int) -> Double {
    Double(value) * Self.scale(output)
  }

  static func scale(_ output: Int) -> Double { output == 0 ? 10 : 0.5 }

  private func random(_ index: Int, _ place: Int) -> Float {
    SeededRandom.unit(SeededRandom(seed: seed, stream: index).peek(place)) * 2 - 1
  }

  /// The targets at a step: numbers, 0 or 1, or the class (-1 at every third step).
  func target(_ index: Int, step: Int, output: Int) -> Float {
    switch shape.target {
    case .values: random(index, 1000 + step + output)
    case .binary: random(index, 1000 + step + output) > 0 ? 1 : 0
    case .classes, .tokens:
      shape.everyStep && step % 3 == 1
        ? -1 : Float((index * 7 + step) % 11 % shape.outputs)
    }
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let length = lengths[index]
    for step in 0..<(poison ? batch.timeSteps : length) {
      let place = step * batch.batch + column
      let isReal = step < length
      for i in 0..<shape.features {
        batch.inputs?[place * shape.features + i] =
          isReal ? random(index, step * shape.features + i) : .nan
      }
      if let tokens = batch.tokens {
        let token = Int((random(index, step) + 1) / 2 * Float(shape.vocabulary))
        tokens[place] = isReal ? Int32(min(shape.vocabulary - 1, token)) : 0
      }
      guard shape.everyStep || step == 0 else { continue }
      for output in 0..<shape.outputs {
        batch.targetValues?[place * shape.outputs + output] =
          isReal ? target(index, step: step, output: output) : .nan
      }
      batch.targetClasses?[place] = isReal ? Int32(target(index, step: step, output: 0)) : 0
    }
    batch.lengths[column] = Int32(length)
  }
}

extension SequenceShape {
  static func test(
    timeSteps: Int = 12, features: Int = 2, vocabulary: Int = 0, outputs: Int = 3,
    _ target: TargetKind, everyStep: Bool = false
  ) -> SequenceShape {
    SequenceShape(
      timeSteps: timeSteps, features: features, vocabulary: vocabulary, outputs: outputs,
      target: target, everyStep: everyStep)
  }
}

extension Dataset {
  /// Sequences of `1...shape.timeSteps` steps in place of what a source would read.
  static func varied(
    _ shape: SequenceShape, kind: DataKind = .classes, metrics: [String] = ["accuracy"],
    training: Int = 100, validation: Int = 30
  ) throws -> Dataset {
    var data = try loadDataset(
      DataConfiguration(source: "adding", length: 10, count: 200), relativeTo: []
    ) { _ in }
    func part(_ count: Int, _ seed: UInt64) -> VariedSequences {
      VariedSequences(
        lengths: (0..<count).map { 1 + ($0 * 7 + $0 / 5) % shape.timeSteps }, shape: shape,
        seed: seed)
    }
    (data.kind, data.shape, data.metrics) = (kind, shape, metrics)
    data.training = part(training, 1)
    data.validation = part(validation, 2)
    data.test = part(validation, 3)
    data.baselines = [
      Baseline(
        name: "trivial", validationLoss: 2, testLoss: 4,
        validationMetrics: metrics.map { ($0, 0.5) }, testMetrics: metrics.map { ($0, 0.25) })
    ]
    return data
  }
}
