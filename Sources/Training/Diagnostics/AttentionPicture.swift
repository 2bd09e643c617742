import Datasets
import Engine
import Telemetry

extension AttentionSnapshot {
  /// More than a screen has; longer sequences are summed over neighbours.
  private static let mostColumns = 256
  private static let mostRows = 128

  /// The attention of a model's last pass; nil if it has none.
  /// - Parameters:
  ///   - examples: those of that pass, by column.
  ///   - part: the part they come from.
  init?(_ model: any Model, step: Int, examples: [Int], of part: any Examples) {
    guard let attention = model.attentionWeights else { return nil }
    let (weights, timeSteps) = (attention.values, attention.timeSteps)
    let everyStep = attention.queries == .causal
    let queries = everyStep ? attention.shape[1] : attention.lengths.count
    let columns = min(timeSteps, Self.mostColumns)
    let rows = min(queries, Self.mostRows)
    var picture: [Float] = []
    var isMarked = [Bool](repeating: false, count: rows * columns)
    // For rows with marked steps: the weight on these steps, and the number of rows.
    var (weight, rowsWithMarks): (Float, Float) = (0, 0)
    picture.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let query = row * queries / rows
      // With a query at every step, the first sequence is shown.
      let seen = attention.seen(by: query, of: everyStep ? 0 : query)
      if let example = examples.dropFirst(everyStep ? 0 : query).first {
        let at = everyStep ? query : seen - 1
        let relevant = part.relevantSteps(of: example, at: at).filter { (0..<seen).contains($0) }
        for step in relevant {
          isMarked[row * columns + ((step + 1) * columns - 1) / timeSteps] = true
        }
        weight += relevant.reduce(0) { $0 + weights[query * timeSteps + $1] }
        rowsWithMarks += relevant.isEmpty ? 0 : 1
      }
      for column in 0..<columns {
        let first = column * timeSteps / columns
        let last = max(first + 1, (column + 1) * timeSteps / columns)
        guard first < seen else {
          picture.append(-1)
          continue
        }
        picture.append(weights[query * timeSteps + first..<query * timeSteps + last].reduce(0, +))
      }
    }
    self.init(
      rows: everyStep ? .timeSteps : .sequences, rowCount: rows, columns: columns,
      timeSteps: timeSteps, weights: picture, step: step,
      marks: rowsWithMarks > 0 ? Marks(isMarked: isMarked, weight: weight / rowsWithMarks) : nil)
  }
}
