/// A loss of the whole sequences of a shard, with what it learns besides the head.
protocol SequenceLoss: AnyObject, Sendable {
  /// - Parameters:
  ///   - timeSteps, targetSteps, sequences: the largest of a shard.
  func makeWorkspace(timeSteps: Int, targetSteps: Int, sequences: Int) -> SequenceWorkspace
  func pack(_ weights: UnsafePointer<Float>)

  /// The sum over the sequences of a shard. The derivative of `scale` times it with respect to the
  /// outputs is written to `derivative` [rows, O], which may be their own memory.
  func passBack(
    _ head: HeadWorkspace, _ w: SequenceWorkspace, scale: Double,
    into derivative: UnsafeMutablePointer<Float>
  ) -> LossSum
  /// The same of an evaluation pass; the outputs stay. Leaves the best classes in the workspace.
  func evaluate(_ head: HeadWorkspace, _ w: SequenceWorkspace) -> LossSum
  /// The gradient of what is learned besides the head, by the last `passBack` of all shards.
  func computeGradient(
    _ shards: ArraySlice<HeadWorkspace>, into gradients: UnsafeMutablePointer<Float>,
    accumulate: Bool)

  /// The probabilities of all classes at every step of a sequence, by the last evaluation pass: [T, O].
  func probabilities(_ head: HeadWorkspace, _ w: SequenceWorkspace, sequence: Int) -> [Float]
}

/// The memory of a loss of whole sequences for one shard.
final class SequenceWorkspace: @unchecked Sendable {
  /// For one sequence at a time, as large as its loss needs.
  let alpha: Block<Double>
  let beta: Block<Double>
  /// [T * O]
  let derivatives: Block<Double>
  /// [T, S]: the class at every step of the best answer.
  let best: Block<Int32>
  /// For a chain: [T], [T], [T * O] Viterbi's way back, and the gradient of its own scores.
  let prefix: Block<Double>
  let prefixAsked: Block<Double>
  let from: Block<Int32>
  let gradient: Block<Double>
  /// For an alignment: [T * O] log probabilities.
  let logs: Block<Double>

  /// Sizes of the blocks that not every loss has.
  struct Sizes {
    var alpha = 0
    var beta = 0
    var derivatives = 0
    var best = 0
    var prefix = 0
    var from = 0
    var gradient = 0
    var logs = 0
  }

  init(_ sizes: Sizes) {
    alpha = Block(count: sizes.alpha)
    beta = Block(count: sizes.beta)
    derivatives = Block(count: sizes.derivatives)
    best = Block(count: sizes.best)
    prefix = Block(count: sizes.prefix)
    prefixAsked = Block(count: sizes.prefix)
    from = Block(count: sizes.from)
    gradient = Block(count: sizes.gradient)
    logs = Block(count: sizes.logs)
  }
}
