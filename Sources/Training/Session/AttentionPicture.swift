import Engine
import Telemetry

extension AttentionSnapshot {
  /// More than a screen has; longer sequences come summed over neighbours.
  private static let mostColumns = 256
  private static let mostRows = 128

  /// What the last pass of a network looked at; nil where it has no attention.
  init?(_ network: Network, step: Int) {
    guard let (shape, weights) = network.attentionWeights(), let timeSteps = shape.last else {
      return nil
    }
    let everyStep = shape.count == 3
    let queries = everyStep ? shape[1] : shape[0]
    let columns = min(timeSteps, Self.mostColumns)
    let rows = min(queries, Self.mostRows)
    let lengths = network.validLengths
    var picture: [Float] = []
    picture.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let query = row * queries / rows
      // With a query at every step the first sequence is shown.
      let seen = everyStep ? min(query + 1, lengths[0]) : lengths[query]
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
      timeSteps: timeSteps, weights: picture, step: step)
  }
}
