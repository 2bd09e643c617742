import Foundation

/// The answers of a part, added up: all that a predictor which looks at no input can know.
struct TargetTally {
  /// Training sequences that are enough to know the mean or the frequencies.
  static let fewEnough = 20_000

  /// Sequences that were looked at.
  let examples: Int
  /// How often each class is the answer; steps without one are left out.
  private(set) var classCounts: [Int]
  private var values = 0
  private var sum = 0.0
  private var squares = 0.0

  /// - Parameter limit: the most sequences to use, from the first on.
  init(
    _ part: some Examples, _ shape: SequenceShape, first limit: Int = .max
  ) throws(DatasetError) {
    examples = min(part.count, limit)
    let hasClasses = shape.target == .classes
    classCounts = [Int](repeating: 0, count: hasClasses ? shape.outputs : 0)
    let places = shape.everyStep ? shape.timeSteps : 1
    var classes = [Int32](repeating: -1, count: hasClasses ? places : 0)
    var numbers = [Float](repeating: 0, count: hasClasses ? 0 : places * shape.outputs)
    var length: Int32 = 0
    for index in 0..<examples {
      if index % 1024 == 0 { try Interruption.check() }
      classes.withUnsafeMutableBufferPointer { classes in
        numbers.withUnsafeMutableBufferPointer { numbers in
          let batch = BatchPointers(
            targetValues: hasClasses ? nil : numbers.baseAddress,
            targetClasses: hasClasses ? classes.baseAddress : nil, lengths: &length,
            timeSteps: shape.timeSteps, batch: 1)
          part.write(index, pass: 0, to: batch, column: 0)
        }
      }
      for answer in classes where answer >= 0 { classCounts[Int(answer)] += 1 }
      values += numbers.count
      for value in numbers {
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
  }

  /// Scores on the other parts of the trivial predictor fitted on this one.
  func baseline(validation: TargetTally, test: TargetTally) -> Baseline {
    classCounts.isEmpty
      ? meanBaseline(validation, test) : frequencyBaseline(validation, test)
  }

  private func meanBaseline(_ validation: TargetTally, _ test: TargetTally) -> Baseline {
    let mean = sum / Double(values)
    // The mean of (x - m)^2.
    func error(_ part: TargetTally) -> Double {
      (part.squares - 2 * mean * part.sum) / Double(part.values) + mean * mean
    }
    return Baseline(
      name: "predicting the mean", validationLoss: Float(error(validation)),
      testLoss: Float(error(test)), validationMetrics: [("mse", error(validation))],
      testMetrics: [("mse", error(test))])
  }

  /// Always the class that is most frequent here; the loss is that of its frequencies as
  /// probabilities, one added to each count.
  private func frequencyBaseline(_ validation: TargetTally, _ test: TargetTally) -> Baseline {
    let total = Double(classCounts.reduce(0, +) + classCounts.count)
    let surprise = classCounts.map { -log((Double($0) + 1) / total) }
    let answer = classCounts.indices.max { classCounts[$0] < classCounts[$1] } ?? 0
    func loss(_ part: TargetTally) -> Float {
      let scored = Double(part.classCounts.reduce(0, +))
      return Float(zip(part.classCounts, surprise).reduce(0) { $0 + Double($1.0) * $1.1 } / scored)
    }
    return Baseline(
      name: "most frequent class", inSentence: "the most frequent class",
      validationLoss: loss(validation), testLoss: loss(test),
      validationMetrics: validation.scores(answering: answer),
      testMetrics: test.scores(answering: answer))
  }

  /// Accuracy, and macro F1: the mean over the classes that occur or are answered. The class that is
  /// always answered has precision p, its share, and recall 1, so F1 2p / (1 + p); all others 0. Of
  /// the recalls of the classes that occur the mean is balanced accuracy.
  private func scores(answering answer: Int) -> [Baseline.Metric] {
    let scored = Double(classCounts.reduce(0, +))
    let share = Double(classCounts[answer]) / scored
    let classes = classCounts.indices.filter { classCounts[$0] > 0 || $0 == answer }.count
    let occurring = classCounts.count { $0 > 0 }
    return [
      ("accuracy", share), ("f1", 2 * share / (1 + share) / Double(classes)),
      ("balanced_accuracy", (classCounts[answer] > 0 ? 1 : 0) / Double(occurring)),
    ]
  }
}
