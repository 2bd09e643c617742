import Datasets
import Engine
import Foundation

/// Decodes the answers of a model that aligns labels with the steps: the likeliest class at each
/// step, or the likeliest labels over all alignments. Repeated classes count as one label, blanks
/// as none.
struct AlignmentDecoder: AnswerDecoder {
  /// The most labels that a step of the beam continues with, likeliest first.
  static let mostLabels = 40

  private let model: any Model
  private let job: PassJob
  private let unknown: Int?
  var most: Int

  /// Nil if the model's loss is of another kind.
  init?(_ model: any Model, _ job: PassJob, _ targets: TokenVocabulary, most: Int) {
    guard model.loss.scope == .alignment else { return nil }
    (self.model, self.job, self.most) = (model, job, most)
    unknown = targets.unknown.map(Int.init)
  }

  func greedy(_ batch: Batch) -> [DecodedAnswer] {
    read(batch).map { $0.answer(Self.choose($0, Sampling.largest)) }
  }

  func sample(
    _ batch: Batch, _ sampling: Sampling, using random: inout SeededRandom
  ) -> [DecodedAnswer] {
    read(batch).map { steps in
      steps.answer(Self.choose(steps) { sampling.draw($0, using: &random) })
    }
  }

  func answers(
    _ batch: Batch, beam width: Int, lengthPower: Double
  ) -> [(greedy: DecodedAnswer, best: [DecodedAnswer])] {
    read(batch).map { steps in
      var greedy = steps.answer(Self.choose(steps, Sampling.largest))
      guard greedy.isFinite else { return (greedy, [greedy]) }
      func scored(_ tokens: [Int32]) -> DecodedAnswer {
        var answer = steps.answer(tokens)
        answer.logProbability = LabelAlignment.logProbability(
          of: tokens, steps.logits, classes: steps.classes)
        return answer
      }
      greedy = scored(greedy.tokens)
      var search = PrefixBeam(width: width)
      for step in 0..<steps.count { search.add(steps.row(step), most: max(Self.mostLabels, width)) }
      var found = [greedy] + search.found.filter { $0 != greedy.tokens }.map(scored)
      // Among equals, the greedy one.
      let scores = found.map { $0.score(lengthPower) }
      found = found.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.map { found[$0] }
      return (greedy, Array(found.prefix(width)))
    }
  }

  /// The outputs for one sequence.
  struct Steps {
    /// [count, classes], before softmax; -infinity for classes that are never chosen.
    var logits: [Float]
    let classes: Int

    var count: Int { logits.count / classes }
    var isFinite: Bool { logits.allSatisfy { !$0.isNaN && $0 < .infinity } }

    func row(_ step: Int) -> [Float] { Array(logits[step * classes..<(step + 1) * classes]) }

    /// - Parameter tokens: nil if the outputs are not finite.
    func answer(_ tokens: [Int32]?) -> DecodedAnswer {
      guard let tokens else { return DecodedAnswer(isFinite: false) }
      return DecodedAnswer(tokens: tokens, isWhole: true)
    }
  }

  private func read(_ batch: Batch) -> [Steps] {
    model.begin(batch, job)
    model.perform(PassPhase.evaluation)
    let outputs = model.outputs
    return (0..<batch.size).map { column in
      var logits: [Float] = []
      for step in 0..<outputs.steps(column: column) {
        logits += outputs[column: column, step: step].values
        if let unknown { logits[step * outputs.columns + unknown] = -.infinity }
      }
      return Steps(logits: logits, classes: outputs.columns)
    }
  }

  /// The labels for the classes chosen at each step.
  private static func choose(_ steps: Steps, _ choose: ([Float]) -> Int?) -> [Int32]? {
    guard steps.isFinite else { return nil }
    var labels: [Int32] = []
    var before = 0
    for step in 0..<steps.count {
      guard let chosen = choose(steps.row(step)) else { return nil }
      if chosen != before, chosen != 0 { labels.append(Int32(chosen)) }
      before = chosen
    }
    return labels
  }
}
