import Datasets
import Testing

@Suite struct PaddedExamplesTests {
  /// Sequences 1, 2, 3 ... of given lengths, with the class (or the number) 100 + step at every step.
  private struct Counting: Examples {
    let lengths: [Int]
    let shape: SequenceShape

    var count: Int { lengths.count }
    func steps(of index: Int) -> Int? { lengths[index] }
    func hasTarget(_ index: Int) -> Bool { index > 0 }
    func inUnits(_ value: Float, of index: Int, output: Int) -> Double { Double(value) * 3 }

    func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
      for step in 0..<lengths[index] {
        let place = step * batch.batch + column
        for i in 0..<shape.features {
          batch.inputs?[place * shape.features + i] = Float(step + 1) + Float(i) / 10
        }
        batch.tokens?[place] = Int32(step + 1)
        if shape.everyStep { batch.targetClasses?[place] = Int32(100 + step) }
      }
      if !shape.everyStep { batch.targetClasses?[column] = 7 }
      batch.lengths[column] = Int32(lengths[index])
    }
  }

  private func shape(
    features: Int = 0, _ target: TargetKind = .classes, everyStep: Bool = false
  ) -> SequenceShape {
    SequenceShape(
      timeSteps: 7, features: features, vocabulary: features == 0 ? 50 : 0, outputs: 2,
      target: target, everyStep: everyStep)
  }

  private func options(_ pad: LengthOptions.Pad, _ side: LengthOptions.Side) -> LengthOptions {
    var options = LengthOptions()
    (options.pad, options.padSide) = (pad, side)
    return options
  }

  private func written(
    _ length: Int, _ shape: SequenceShape, _ pad: LengthOptions.Pad, _ side: LengthOptions.Side
  ) throws -> WrittenExample {
    let padded = try PaddedExamples.wrap(
      Counting(lengths: [7, length], shape: shape), shape, options(pad, side))
    return WrittenExample(padded, 1, shape: shape)
  }

  @Test(
    arguments: [
      (3, .zeros, .front, [0, 0, 0, 0, 1, 2, 3]), (3, .zeros, .behind, [1, 2, 3, 0, 0, 0, 0]),
      (3, .circular, .front, [3, 1, 2, 3, 1, 2, 3]),
      (3, .circular, .behind, [1, 2, 3, 1, 2, 3, 1]),
      (5, .circular, .front, [4, 5, 1, 2, 3, 4, 5]),
      (5, .circular, .behind, [1, 2, 3, 4, 5, 1, 2]),
      (1, .circular, .front, [1, 1, 1, 1, 1, 1, 1]), (7, .circular, .front, [1, 2, 3, 4, 5, 6, 7]),
      (7, .zeros, .behind, [1, 2, 3, 4, 5, 6, 7]), (6, .zeros, .front, [0, 1, 2, 3, 4, 5, 6]),
    ] as [(Int, LengthOptions.Pad, LengthOptions.Side, [Int32])])
  func tokens(
    _ c: (length: Int, pad: LengthOptions.Pad, side: LengthOptions.Side, tokens: [Int32])
  ) throws {
    let example = try written(c.length, shape(), c.pad, c.side)
    #expect(example.tokens == c.tokens)
    #expect(example.length == 7, "what was filled in are steps")
    #expect(example.classes == [7])
    // Numbers go the same way, all columns of a step together.
    let numbers = try written(c.length, shape(features: 3), c.pad, c.side)
    var wanted: [Float] = []
    for token in c.tokens {
      for i in 0..<3 { wanted.append(token == 0 ? 0 : Float(token) + Float(i) / 10) }
    }
    #expect(numbers.inputs == wanted)
  }

  /// A target moves with its step; a step that was filled in has none, also where it is a repetition.
  @Test(
    arguments: [
      (.zeros, .front, [-1, -1, -1, -1, 100, 101, 102]),
      (.circular, .front, [-1, -1, -1, -1, 100, 101, 102]),
      (.zeros, .behind, [100, 101, 102, -1, -1, -1, -1]),
      (.circular, .behind, [100, 101, 102, -1, -1, -1, -1]),
    ] as [(LengthOptions.Pad, LengthOptions.Side, [Int32])])
  func targetsOfSteps(
    _ c: (pad: LengthOptions.Pad, side: LengthOptions.Side, classes: [Int32])
  ) throws {
    #expect(try written(3, shape(everyStep: true), c.pad, c.side).classes == c.classes)
  }

  @Test func theRestIsPassedOn() throws {
    let shape = shape()
    let own = Counting(lengths: [7, 3], shape: shape)
    let padded = try PaddedExamples.wrap(own, shape, options(.zeros, .front))
    #expect(padded.count == 2 && padded.steps(of: 1) == nil)
    #expect(!padded.hasTarget(0) && padded.hasTarget(1))
    #expect(padded.inUnits(2, of: 0, output: 0) == 6)
    let masked = try PaddedExamples.wrap(own, shape, options(.mask, .front))
    #expect(masked is Counting)
    #expect(masked.steps(of: 1) == 3)
  }

  @Test(arguments: [TargetKind.values, .binary])
  func numbersAtEveryStepCannotBeLeftOut(_ target: TargetKind) throws {
    let shape = shape(target, everyStep: true)
    let error = #expect(throws: DatasetError.self) {
      try PaddedExamples.wrap(
        Counting(lengths: [3], shape: shape), shape, options(.circular, .behind))
    }
    #expect(error == .padsTargets(pad: "circular"))
    #expect(error?.description.contains("choose mask") == true)
  }

  @Test func aSideWithoutFillIsRefused() {
    var configuration = DataConfiguration(source: "adding")
    configuration.lengths.padSide = .behind
    let error = #expect(throws: DatasetError.self) {
      try loadDataset(configuration, relativeTo: []) { _ in }
    }
    #expect(error == .padSideWithMask)
    #expect(error?.description.contains("has no effect") == true)
  }
}
