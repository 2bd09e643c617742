/// The memory of a chain for one shard.
package final class ChainWorkspace: @unchecked Sendable {
  /// [(T + 1) * O], of one sequence at a time.
  let alpha: Block<Double>
  let beta: Block<Double>
  /// [T * O], two rows at least.
  let derivatives: Block<Double>
  /// [T]
  let prefix: Block<Double>
  let prefixAsked: Block<Double>
  /// [T * O]: Viterbi's way back.
  let from: Block<Int32>
  /// Of transitions, start and end.
  let gradient: Block<Double>
  /// [T, S]: the tags of the best path.
  package let best: Block<Int32>

  init(classes: Int, timeSteps: Int, sequences: Int) {
    alpha = Block(count: (timeSteps + 1) * classes)
    beta = Block(count: (timeSteps + 1) * classes)
    derivatives = Block(count: max(2, timeSteps) * classes)
    prefix = Block(count: timeSteps)
    prefixAsked = Block(count: timeSteps)
    from = Block(count: timeSteps * classes)
    gradient = Block(count: ChainScores.count(classes))
    best = Block(count: timeSteps * sequences)
  }
}
