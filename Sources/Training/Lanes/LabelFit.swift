import Datasets
import Engine

/// Checks whether sequences have as many steps as a loss needs to align their labels with them: one
/// each, and one more between equal neighbours.
package struct LabelFit {
  /// By name; the name of a whole file is empty.
  private let parts: [(name: String, examples: any Examples)]
  private let timeSteps: Int

  package init(_ dataset: Dataset) {
    parts = [
      ("training ", dataset.training), ("validation ", dataset.validation),
      ("test ", dataset.test),
    ]
    timeSteps = dataset.shape.timeSteps
  }

  package init(_ examples: any Examples, timeSteps: Int) {
    (parts, self.timeSteps) = ([("", examples)], timeSteps)
  }

  /// The least number of steps that the labels need.
  static func needed(_ labels: ArraySlice<Int32>) -> Int {
    labels.count + zip(labels, labels.dropFirst()).count { $0 == $1 }
  }

  /// A sentence about the first example with too few steps, and how many there are; nil if all have
  /// enough.
  package func shortage(_ convolution: ConvolutionShape?) -> String? {
    let isShortened = convolution.map { $0.stride > 1 } ?? false
    var (first, count, total): (String?, Int, Int) = (nil, 0, 0)
    for (name, examples) in parts {
      for index in 0..<examples.count {
        guard let labels = examples.targetTokens(of: index) else { continue }
        total += 1
        let fed = examples.steps(of: index) ?? timeSteps
        let (steps, needed) = (convolution?.steps(fed) ?? fed, Self.needed(labels))
        guard steps < needed else { continue }
        count += 1
        first =
          first
          ?? "\(name)example \(index + 1) has \(steps) steps"
          + (isShortened ? " after the convolution" : "")
          + ", and its \(labels.count) labels need \(needed) (one each, and one between equal "
          + "neighbours)"
      }
    }
    return first.map { sentence in
      "needs a step for every label: \(sentence); \(count) of \(total) examples are too short: leave "
        + "them out, " + (isShortened ? "make model.convolution.stride smaller, " : "")
        + "or let a decoder write the answer (model.loss=null)"
    }
  }
}
