import Datasets
import Engine

/// Sums over everything in a part of the data that has a target; a class of -1, an example without
/// a target and the steps after a sequence's end are never counted.
package struct ScoreSums: Sendable {
  /// Errors of one output, in the data's own units.
  package struct Errors: Sendable, Equatable {
    package private(set) var squares = 0.0
    package private(set) var magnitudes = 0.0
    package private(set) var count = 0

    package init() {}

    package mutating func add(_ difference: Double) {
      squares += difference * difference
      magnitudes += abs(difference)
      count += 1
    }

    /// NaN if nothing was counted.
    package var meanSquare: Double { squares / Double(count) }
    package var rootMeanSquare: Double { meanSquare.squareRoot() }
    package var meanMagnitude: Double { magnitudes / Double(count) }
  }

  /// An answer kept for a picture.
  package struct Kept: Sendable {
    var example: Int
    var step: Int
    var truths: [Float]
    var answers: [Float]
  }

  /// Over the rows that have a target; with several outputs, their mean.
  package private(set) var loss = 0.0
  package private(set) var rows = 0
  /// Rows (binary: elements) that were answered right, as the loss counts them.
  package private(set) var correct = 0
  /// False for a model that aligns labels with the steps: no single row is right or wrong.
  package private(set) var hasRows = true
  /// With a loss at every step: by step, the sum of the loss and its number of terms.
  package private(set) var losses: [(sum: Double, terms: Double)] = []
  /// By output; empty if targets are classes.
  package private(set) var errors: [Errors]
  /// The same for each series, if there are several.
  package private(set) var errorsBySeries: [[Errors]]
  /// Nil if targets are numbers or tokens of a language.
  package private(set) var confusion: ConfusionMatrix?
  /// For tags that mark spans; nil if they do not.
  package private(set) var spans: SpanCounts?
  private let scheme: TagScheme?
  private let decoding: TagDecoding
  /// For answers that are separate sequences; nil otherwise, or if none was written.
  package internal(set) var answers: AnswerSums?
  private var kept: [Kept] = []
  private let keptFrom: Int
  private let target: TargetKind
  private let lossAlone: Bool

  /// - Parameters:
  ///   - hasConfusion: false for a language, whose tokens are not classes to look at.
  ///   - keptFrom: the first example whose answers are kept.
  ///   - lossAlone: only the loss is wanted.
  ///   - series: their number, if each is scored too.
  ///   - scheme: for tags that mark spans.
  package init(
    _ shape: SequenceShape, hasConfusion: Bool, keptFrom: Int = .max, lossAlone: Bool = false,
    series: Int = 0, scheme: TagScheme? = nil, decoding: TagDecoding = .viterbi
  ) {
    self.decoding = decoding
    self.scheme = scheme
    spans = scheme == nil ? nil : SpanCounts()
    target = shape.target
    self.lossAlone = lossAlone
    self.keptFrom = keptFrom
    errors = target == .values ? Array(repeating: Errors(), count: shape.outputs) : []
    errorsBySeries = Array(repeating: errors, count: series)
    confusion =
      hasConfusion && (target == .classes || target == .binary)
      ? ConfusionMatrix(classes: target == .binary ? 2 : shape.outputs) : nil
  }

  /// The mean over all terms; NaN if there are none.
  package var meanLoss: Double { loss / Double(rows) }

  /// NaN if there are none.
  package var shareCorrect: Double { Double(correct) / Double(rows) }

  package func meanOverOutputs(_ value: (Errors) -> Double) -> Double {
    Self.mean(errors, value)
  }

  /// The mean over series of the mean over outputs; series without any counted value are left out.
  package func meanOverSeries(_ value: (Errors) -> Double) -> Double {
    let known = errorsBySeries.filter { $0.contains { $0.count > 0 } }
    return known.isEmpty
      ? .nan : known.reduce(0) { $0 + Self.mean($1, value) } / Double(known.count)
  }

  package static func mean(_ errors: [Errors], _ value: (Errors) -> Double) -> Double {
    errors.isEmpty ? .nan : errors.reduce(0) { $0 + value($1) } / Double(errors.count)
  }

  /// Adds the results of a model's last evaluation pass.
  /// - Parameters:
  ///   - example: the example in a column of the batch.
  ///   - inUnits: converts a value, given its example and its output.
  ///   - series: the series of an example.
  package mutating func add(
    _ model: any Model, example: (Int) -> Int, inUnits: (Float, Int, Int) -> Double,
    series: (Int) -> Int
  ) {
    let (loss, correct, rows) = model.meanLoss
    if rows > 0 { self.loss += loss * Double(rows) }
    self.rows += rows
    self.correct += correct
    hasRows = model.loss.scope != .alignment
    guard !lossAlone else { return }
    model.outputs.forEachStep { step, loss, terms in
      while losses.count <= step { losses.append((0, 0)) }
      losses[step].sum += loss
      losses[step].terms += terms
    }
    guard target == .values || confusion != nil else { return }
    // By column, for consecutive steps that have a tag.
    var tags: [Int: (next: Int, truth: [Int], answer: [Int])] = [:]
    model.outputs.forEachRow { row in
      guard row.hasTarget else { return }
      switch target {
      case .classes:
        let answer =
          decoding == .viterbi
          ? row.best ?? Self.largest(row.values)
          : Self.largest(row.values)
        confusion?.add(truth: row.targetClass, answer: answer)
        if let scheme {
          var run = tags[row.column] ?? (row.step, [], [])
          if run.next != row.step {
            spans?.add(truth: run.truth, answer: run.answer, scheme)
            run = (row.step, [], [])
          }
          run.truth.append(row.targetClass)
          run.answer.append(answer)
          run.next += 1
          tags[row.column] = run
        }
      case .binary:
        for (value, truth) in zip(row.values, row.targetValues) {
          confusion?.add(truth: truth > 0.5 ? 1 : 0, answer: value > 0 ? 1 : 0)
        }
      case .tokens: break
      case .values: addNumbers(row, example: example(row.column), inUnits, series)
      }
    }
    guard let scheme else { return }
    for run in tags.values { spans?.add(truth: run.truth, answer: run.answer, scheme) }
  }

  private mutating func addNumbers(
    _ row: Outputs.Row, example: Int, _ inUnits: (Float, Int, Int) -> Double,
    _ series: (Int) -> Int
  ) {
    let own = errorsBySeries.isEmpty ? nil : series(example)
    var kept = Kept(example: example, step: row.step, truths: [], answers: [])
    for output in row.values.indices {
      let answer = inUnits(row.values[output], example, output)
      let truth = inUnits(row.targetValues[output], example, output)
      errors[output].add(answer - truth)
      if let own { errorsBySeries[own][output].add(answer - truth) }
      if example >= keptFrom {
        kept.truths.append(Float(truth))
        kept.answers.append(Float(answer))
      }
    }
    if example >= keptFrom { self.kept.append(kept) }
  }

  /// The first of the largest, as the loss counts right answers.
  private static func largest(_ outputs: UnsafeBufferPointer<Float>) -> Int {
    var best = outputs.startIndex
    for i in outputs.indices where outputs[i] > outputs[best] { best = i }
    return best
  }

  /// The kept answers, in the order of the examples and their steps, however they were batched.
  package var keptInOrder: [Kept] {
    kept.sorted { ($0.example, $0.step) < ($1.example, $1.step) }
  }
}
