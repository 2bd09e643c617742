import Datasets

/// Whether sequences have as many steps as their labels need where a loss lays these along them: one
/// each, and one more between two that are the same.
package struct AlignmentRoom {
  /// By name.
  private let parts: [(name: String, examples: any Examples)]
  private let timeSteps: Int
  /// Of a convolution in front.
  private let stride: Int

  package init(_ dataset: Dataset, stride: Int) {
    self.stride = stride
    parts = [
      ("training", dataset.training), ("validation", dataset.validation), ("test", dataset.test),
    ]
    timeSteps = dataset.shape.timeSteps
  }

  package init(_ examples: any Examples, timeSteps: Int, stride: Int) {
    self.stride = stride
    (parts, self.timeSteps) = ([("", examples)], timeSteps)
  }

  /// Steps that labels need at least.
  static func needed(_ labels: ArraySlice<Int32>) -> Int {
    labels.count + zip(labels, labels.dropFirst()).count { $0 == $1 }
  }

  /// A sentence about the first that has too few, and how many there are; nil where all have enough.
  package var shortage: String? {
    var (first, count, total): (String?, Int, Int) = (nil, 0, 0)
    for (name, examples) in parts {
      for index in 0..<examples.count {
        guard let labels = examples.targetTokens(of: index) else { continue }
        total += 1
        let all = examples.steps(of: index) ?? timeSteps
        let (steps, needed) = ((all + stride - 1) / stride, Self.needed(labels))
        guard steps < needed else { continue }
        count += 1
        first =
          first
          ?? "\(name.isEmpty ? "" : name + " ")example \(index + 1) has \(steps) steps\(stride > 1 ? " after the convolution" : ""), and its "
          + "\(labels.count) labels need \(needed) (one each, and one between two that are the same)"
      }
    }
    return first.map { sentence in
      "needs a step for every label: \(sentence); \(count) of \(total) examples are too short: leave "
        + "them out, \(stride > 1 ? "make model.convolution.stride smaller, " : "")or let a decoder write the answer (model.loss=null)"
    }
  }
}
