import Datasets
import Engine
import Telemetry

/// Where the labels of one answer were placed, from the model's last evaluation pass.
struct SpikePicture {
  /// Numbers of stretches, labels and source rows drawn.
  private static let (mostColumns, mostLabels, mostRows) = (160, 24, 32)

  let outputs: Outputs
  let batch: Batch
  let column: Int
  let isPicture: Bool

  init(_ outputs: Outputs, _ batch: Batch, column: Int, isPicture: Bool) {
    (self.outputs, self.batch, self.column, self.isPicture) = (outputs, batch, column, isPicture)
  }

  /// Nil if the model aligns no labels.
  /// - Parameter tokens: those to draw, even if named more than once.
  func spikes(of tokens: [Int32], _ vocabulary: TokenVocabulary) -> LabelSpikes? {
    guard outputs.laysLabels, let probabilities = outputs.probabilities(column: column) else {
      return nil
    }
    let steps = probabilities.count / outputs.columns
    guard steps > 0 else { return nil }
    var labels: [Int32] = []
    for token in tokens where !labels.contains(token) && labels.count < Self.mostLabels {
      labels.append(token)
    }
    let inputSteps = Int(batch.lengths.pointer[column])
    let columns = min(inputSteps, Self.mostColumns)
    func stretch(_ place: Int, of count: Int) -> Range<Int> {
      let first = place * count / columns
      return first..<max(first + 1, (place + 1) * count / columns)
    }
    func probability(_ step: Int, _ label: Int) -> Float {
      probabilities[step * outputs.columns + label]
    }
    let highest = labels.flatMap { label in
      (0..<columns).map { place in
        stretch(place, of: steps).map { probability($0, Int(label)) }.max() ?? 0
      }
    }
    let blank = (0..<columns).map { place in
      stretch(place, of: steps).map { probability($0, 0) }.min() ?? 1
    }
    let (rows, input) = input(columns) { stretch($0, of: inputSteps) }
    return LabelSpikes(
      inputSteps: inputSteps, steps: steps, labels: labels.map { vocabulary.string(of: $0) },
      columns: columns, probabilities: highest, blank: blank, inputRows: rows, input: input,
      isPicture: isPicture)
  }

  private func input(
    _ columns: Int, _ stretch: (Int) -> Range<Int>
  ) -> (rows: Int, values: [Float]) {
    guard batch.inputs.count > 0 else { return (0, []) }
    let features = batch.inputs.count / (batch.maxTimeSteps * batch.maxSize)
    let rows = min(features, Self.mostRows)
    var values: [Float] = []
    for row in 0..<rows {
      let inputs =
        row * features / rows..<max(row * features / rows + 1, (row + 1) * features / rows)
      for place in 0..<columns {
        let steps = stretch(place)
        var sum: Float = 0
        for step in steps {
          for input in inputs {
            sum += batch.inputs.pointer[(step * batch.size + column) * features + input]
          }
        }
        values.append(sum / Float(steps.count * inputs.count))
      }
    }
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    let range = most > least ? most - least : 1
    return (rows, values.map { ($0 - least) / range })
  }
}
