import CKernels

/// The activity of one recurrence's units in one pass of one shard: counted between the forward and
/// the backward pass, which overwrites the activations.
package final class UnitStatistics: @unchecked Sendable {
  /// Gates count as saturated beyond these (Karpathy, Johnson, Fei-Fei 2015).
  static let closedBelow: Float = 0.1
  static let openAbove: Float = 0.9
  /// States count as saturated this near to a bound, and a unit that moves less as dead.
  static let saturatedWithin: Float = 0.01
  static let deadWithin: Float = 0.001

  /// By gate: values closed, open, and their sum.
  package let gateSums: Block<Double>
  /// Values of h near its lower bound, near its upper bound, and their sum.
  package let stateSums = Block<Double>(count: 3)
  /// [H]: the least and the largest h of every unit.
  package let least: FloatBlock
  package let most: FloatBlock
  /// Places, T*S without those past a sequence's end.
  package private(set) var places = 0

  private let hidden: Int

  init(hidden: Int) {
    self.hidden = hidden
    // Enough for the gates of any cell.
    gateSums = Block(count: 3 * 8)
    least = FloatBlock(count: hidden)
    most = FloatBlock(count: hidden)
  }

  /// - Parameters:
  ///   - gates: activations [T*S, G*H].
  ///   - states: h [T*S, H].
  func take(
    _ cell: any RecurrentCell, gates: UnsafePointer<Float>, states: UnsafePointer<Float>,
    _ pass: ShardPass
  ) {
    gateSums.clear()
    stateSums.clear()
    least.values.update(repeating: .infinity)
    most.values.update(repeating: -.infinity)
    places = 0
    let width = cell.gates.count * hidden
    // Whole steps where every sequence is valid, then row by row.
    count(cell, gates, states, rows: pass.shortest * pass.rows, width)
    for t in pass.shortest..<max(pass.shortest, pass.timeSteps) {
      for s in 0..<pass.rows where t < Int(pass.lengths[s]) {
        let row = t * pass.rows + s
        count(cell, gates + row * width, states + row * hidden, rows: 1, width)
      }
    }
  }

  private func count(
    _ cell: any RecurrentCell, _ gates: UnsafePointer<Float>, _ states: UnsafePointer<Float>,
    rows: Int, _ width: Int
  ) {
    places += rows
    for (g, gate) in cell.gates.enumerated() where gate.isSigmoid {
      ck_shares(
        rows, hidden, width, gates + g * hidden, Self.closedBelow, Self.openAbove,
        gateSums.pointer + 3 * g)
    }
    if let bounds = cell.stateBounds {
      ck_shares(
        rows, hidden, hidden, states, bounds.lowerBound + Self.saturatedWithin,
        bounds.upperBound - Self.saturatedWithin, stateSums.pointer)
    }
    ck_column_ranges(rows, hidden, states, least.pointer, most.pointer)
  }
}
