import Datasets
import Engine
import Foundation
import Testing
import Training

@Suite struct ModelRunnerTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Sequences of 1 to 5 steps that feed their own number; every third has no target.
  private struct Varied: Examples {
    let count: Int
    let everyStep: Bool
    func steps(of index: Int) -> Int? { 1 + index % 5 }
    func hasTarget(_ index: Int) -> Bool { index % 3 != 0 }
    func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
      let steps = 1 + index % 5
      for step in 0..<steps {
        batch.inputs?[step * batch.batch + column] = Float(index % 7) - 3 + Float(step)
        if everyStep { batch.targetClasses?[step * batch.batch + column] = Int32(step % 2) }
      }
      if !everyStep {
        // What is not known may be anything, a class far out of range too.
        batch.targetClasses?[column] = hasTarget(index) ? Int32(index % 2) : 99_999
      }
      batch.lengths[column] = Int32(steps)
    }
  }

  private static let shape = SequenceShape(
    timeSteps: 5, features: 1, vocabulary: 0, outputs: 2, target: .classes, everyStep: false)

  private func model(everyStep: Bool) throws -> TrainedModel {
    let architecture = Architecture(
      cell: "gru", input: 1, hidden: [4], head: everyStep ? .every : .last, outputs: 2, loss: "ce")
    let count = try #require(architecture.parameterCount)
    let path = scratch.file("model.safetensors")
    try ModelFile(
      architecture: .network(architecture), weights: (0..<count).map { sin(Float($0 * 3)) },
      data: "{\"source\": \"adding\"}"
    ).write(to: path)
    return try TrainedModel(contentsOf: path)
  }

  private func answers(
    _ model: TrainedModel, _ part: Varied, threads: Int = 1, count: Int? = nil
  ) throws -> [ModelRunner.Answer] {
    let runner = try ModelRunner(
      model, Self.shape, count: count ?? part.count, threads: threads)
    var answers: [ModelRunner.Answer] = []
    runner.answers(to: part) {
      answers.append($0)
      return true
    }
    return answers
  }

  /// However they are batched, on however many threads: one answer for each example, in order, as if
  /// it stood alone.
  @Test(arguments: [false, true])
  func answersDoNotDependOnTheBatch(_ everyStep: Bool) throws {
    let model = try model(everyStep: everyStep)
    let part = Varied(count: 600, everyStep: everyStep)
    let all = try answers(model, part)
    #expect(all.map(\.example) == Array(0..<600))
    #expect(all.allSatisfy { $0.rows.count == (everyStep ? 1 + $0.example % 5 : 1) })
    for (threads, count) in [(3, 600), (1, 1)] {
      let other = try answers(model, part, threads: threads, count: count)
      for (one, two) in zip(all, other) {
        #expect(
          one.rows.map(\.outputs).elementsEqual(two.rows.map(\.outputs)) { a, b in
            zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }
          })
      }
    }
  }

  @Test func whatIsNotKnownIsNotTold() throws {
    for everyStep in [false, true] {
      let all = try answers(model(everyStep: everyStep), Varied(count: 30, everyStep: everyStep))
      for answer in all {
        for row in answer.rows {
          let truth = everyStep ? row.step % 2 : answer.example % 2
          #expect(row.label == (answer.example % 3 == 0 ? nil : truth))
          #expect(row.outputs.allSatisfy { $0.isFinite })
        }
      }
    }
  }

  @Test func stopsWhenNobodyWantsMore() throws {
    let runner = try ModelRunner(
      model(everyStep: false), Self.shape, count: 100, threads: 1)
    var seen = 0
    runner.answers(to: Varied(count: 100, everyStep: false)) { _ in
      seen += 1
      return seen < 7
    }
    #expect(seen == 7)
  }

  @Test func scoresOnlyWhatHasATarget() throws {
    let model = try model(everyStep: false)
    let part = Varied(count: 90, everyStep: false)
    let shape = SequenceShape(
      timeSteps: 5, features: 1, vocabulary: 0, outputs: 2, target: .classes, everyStep: false)
    let scoring = Scoring(
      PreparedFile(kind: .classes, shape: shape, examples: part, metrics: ["accuracy"]))
    let score = try ModelRunner(model, Self.shape, count: 90, threads: 2).score(part, scoring)
    let known = try answers(model, part).filter { $0.rows[0].label != nil }
    let right = known.count { answer in
      answer.rows[0].outputs[1] > answer.rows[0].outputs[0]
        ? answer.rows[0].label == 1
        : answer.rows[0].label == 0
    }
    #expect(score.examples == 60 && known.count == 60)
    let accuracy = try #require(score.metrics.first { $0.name == "accuracy" }?.value)
    #expect(abs(accuracy - Double(right) / 60) < 1e-9)
  }
}
