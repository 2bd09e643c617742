import Datasets
import Foundation
import Telemetry

/// Answers as the rows of a table: the example's key, then forecasts in the data's own units, or
/// the class and the probability of each.
package struct PredictionTable {
  private let examples: any Examples
  private let shape: SequenceShape
  private let keys: @Sendable (Int) -> [String]
  /// Names of the outputs, and of the classes.
  private let targets: [String]
  private let classes: [String]
  private let hasTruth: Bool
  private let hasScores: Bool
  package let header: [String]

  /// - Parameter hasScores: answers written token by token have ranks and scores.
  package init(_ file: PreparedFile, hasScores: Bool = false) {
    self.hasScores = hasScores
    examples = file.examples
    shape = file.shape
    keys = file.keys
    let targets = Self.names(file.targetNames, count: file.shape.outputs)
    let classes = Self.classes(file)
    self.targets = targets
    self.classes = classes
    hasTruth = (0..<file.examples.count).contains { file.examples.hasTarget($0) }
    if file.shape.target == .tokens {
      header = file.keyNames + ["predicted"] + (hasScores ? ["rank", "score"] : [])
      return
    }
    var header = file.keyNames + (file.shape.everyStep ? ["step"] : [])
    if file.shape.target == .values {
      for target in targets {
        header.append("forecast(\(target))")
        if hasTruth { header.append("actual(\(target))") }
      }
    } else {
      header += ["predicted"] + classes.map { "p(\($0))" } + (hasTruth ? ["actual"] : [])
    }
    self.header = header
  }

  private static func names(_ names: [String], count: Int) -> [String] {
    names.count == count ? names : (1...max(1, count)).map { "\($0)" }
  }

  /// A single yes/no output has two classes.
  private static func classes(_ file: PreparedFile) -> [String] {
    switch file.shape.target {
    case .values, .tokens: return []
    case .binary where file.shape.outputs == 1:
      return file.classes.count == 2 ? file.classes : ["0", "1"]
    case .binary, .classes:
      if file.classes.count == file.shape.outputs { return file.classes }
      return (0..<file.shape.outputs).map { "\($0)" }
    }
  }

  /// One row for the example, or one per step.
  package func rows(_ answer: ModelRunner.Answer) -> [[String]] {
    let key = keys(answer.example)
    return answer.rows.map { row in
      key + (shape.everyStep ? ["\(row.step + 1)"] : []) + cells(row, of: answer.example)
    }
  }

  /// The rows of answers written token by token, best first.
  package func rows(_ example: Int, _ answers: [WrittenAnswer]) -> [[String]] {
    answers.enumerated().map { place, answer in
      let scored = ["\(place + 1)", answer.score.map { number($0) } ?? ""]
      return keys(example) + [answer.text] + (hasScores ? scored : [])
    }
  }

  private func cells(_ row: ModelRunner.Answer.Row, of example: Int) -> [String] {
    if shape.target == .values {
      return row.outputs.indices.flatMap { output -> [String] in
        func shown(_ value: Float) -> String {
          number(examples.inUnits(value, of: example, output: output))
        }
        let truth = row.values.indices.contains(output) ? shown(row.values[output]) : ""
        return [shown(row.outputs[output])] + (hasTruth ? [truth] : [])
      }
    }
    let (predicted, probabilities, truth) = decision(row)
    return [predicted] + probabilities.map { Numbers.decimals($0, 6) }
      + (hasTruth ? [truth] : [])
  }

  private func decision(
    _ row: ModelRunner.Answer.Row
  ) -> (predicted: String, probabilities: [Double], truth: String) {
    switch shape.target {
    case .binary where shape.outputs == 1:
      let yes = 1 / (1 + exp(-Double(row.outputs[0])))
      return (
        classes[row.outputs[0] > 0 ? 1 : 0], [1 - yes, yes],
        row.values.first.map { classes[$0 > 0.5 ? 1 : 0] } ?? ""
      )
    case .binary:
      func names(_ isThere: (Int) -> Bool) -> String {
        classes.indices.filter(isThere).map { classes[$0] }.joined(separator: " ")
      }
      return (
        names { row.outputs[$0] > 0 }, row.outputs.map { 1 / (1 + exp(-Double($0))) },
        row.values.isEmpty ? "" : names { row.values[$0] > 0.5 }
      )
    case .classes, .values, .tokens:
      let truth = row.label.flatMap { classes.indices.contains($0) ? classes[$0] : nil }
      if let best = row.best {
        return (classes[best.label], best.probabilities.map(Double.init), truth ?? "")
      }
      let top = row.outputs.max() ?? 0
      let weights = row.outputs.map { exp(Double($0 - top)) }
      let sum = weights.reduce(0, +)
      let best = row.outputs.firstIndex(of: top) ?? 0
      return (classes[best], weights.map { $0 / sum }, truth ?? "")
    }
  }

  /// The number of digits in a Float.
  private func number(_ value: Double) -> String { Numbers.general(value, 7) }
}
