/// `UnitStatistics` over all shards of a batch, and over several samples.
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
