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

/// The same over all shards of a batch, and over several samples.
package struct UnitSums: Sendable, Equatable, Codable {
  /// By gate: closed, open, sum.
  package private(set) var gates: [Double]
  package private(set) var saturatedStates = 0.0
  /// Numbers counted, a gate and for the states.
  package private(set) var count = 0.0
  /// Of the latest batch.
  package private(set) var deadUnits = 0

  package init(gates: Int) { self.gates = Array(repeating: 0, count: 3 * gates) }

  package mutating func reset() { self = UnitSums(gates: gates.count / 3) }

  /// Adds the activity of a recurrence's units in the last pass.
  package mutating func add(_ recurrence: Recurrence) {
    let (shards, place, hidden) = (recurrence.shards, recurrence.place, recurrence.units)
    for shard in shards {
      let statistics = shard.layers[place].statistics
      for i in gates.indices { gates[i] += statistics.gateSums.pointer[i] }
      saturatedStates += statistics.stateSums.pointer[0] + statistics.stateSums.pointer[1]
      count += Double(statistics.places * hidden)
    }
    deadUnits = 0
    for unit in 0..<hidden {
      var (least, most) = (Float.infinity, -Float.infinity)
      for shard in shards {
        least = min(least, shard.layers[place].statistics.least.pointer[unit])
        most = max(most, shard.layers[place].statistics.most.pointer[unit])
      }
      if most - least < UnitStatistics.deadWithin { deadUnits += 1 }
    }
  }
}
