/// The memory of a decoder's attention for one shard.
package final class DecoderAttentionWorkspace: @unchecked Sendable {
  /// [T*S, H]; empty if the source's states are the keys.
  let keys: FloatBlock
  /// [U*S, H], for additive scores; [U*S, C + H]: context and state; [U*S, H]: z.
  let queries: FloatBlock
  let joined: FloatBlock
  package let outputs: FloatBlock
  /// By sequence [U, T].
  private let weights: FloatBlock
  let scoreGradient: FloatBlock
  let keyGradient: FloatBlock
  /// [T*S, C]
  let sourceGradient: FloatBlock
  let queryGradient: FloatBlock
  let joinedGradient: FloatBlock
  let preGradient: FloatBlock
  let stateGradient: FloatBlock
  let vectorGradient: FloatBlock

  /// - Parameter holdsSource: false if keys and states of the source are kept elsewhere.
  init(
    hidden: Int, columns: Int, _ kind: DecoderAttentionKind, timeSteps: Int, targetSteps: Int,
    rows: Int, holdsSource: Bool
  ) {
    let (places, asked) = (holdsSource ? timeSteps * rows : 0, targetSteps * rows)
    let isAdditive = kind == .additive
    keys = FloatBlock(count: kind == .dot ? 0 : places * hidden)
    queries = FloatBlock(count: isAdditive ? asked * hidden : 0)
    joined = FloatBlock(count: asked * (columns + hidden))
    outputs = FloatBlock(count: asked * hidden)
    weights = FloatBlock(count: asked * timeSteps)
    scoreGradient = FloatBlock(count: targetSteps * timeSteps)
    keyGradient = FloatBlock(count: kind == .dot ? 0 : places * hidden)
    sourceGradient = FloatBlock(count: places * columns)
    queryGradient = FloatBlock(count: isAdditive ? asked * hidden : 0)
    joinedGradient = FloatBlock(count: asked * (columns + hidden))
    preGradient = FloatBlock(count: asked * hidden)
    stateGradient = FloatBlock(count: asked * hidden)
    vectorGradient = FloatBlock(count: isAdditive ? hidden : 0)
  }

  /// [U, T] of one sequence: each step's weights.
  func weights(of s: Int, targetSteps: Int, timeSteps: Int) -> UnsafeMutablePointer<Float> {
    weights.pointer + s * targetSteps * timeSteps
  }
}
