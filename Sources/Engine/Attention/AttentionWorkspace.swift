/// Attention's memory of one shard. Q queries: S, or T*S at every step.
package final class AttentionWorkspace: @unchecked Sendable {
  /// [T*S, columns], [Q, columns], [Q, columns], [Q, columns].
  let keys: FloatBlock
  let queries: FloatBlock
  let contexts: FloatBlock
  package let outputs: FloatBlock
  /// By sequence [Q / S, T].
  private let weights: FloatBlock
  let scoreGradient: FloatBlock
  let keyGradient: FloatBlock
  let queryGradient: FloatBlock
  let contextGradient: FloatBlock
  let stateGradient: FloatBlock
  let baseGradient: FloatBlock
  let vectorGradient: FloatBlock
  private let everyStep: Bool

  init(columns: Int, timeSteps: Int, rows: Int, everyStep: Bool) {
    self.everyStep = everyStep
    let places = timeSteps * rows
    let asked = everyStep ? places : rows
    keys = FloatBlock(count: places * columns)
    queries = FloatBlock(count: asked * columns)
    contexts = FloatBlock(count: asked * columns)
    outputs = FloatBlock(count: asked * columns)
    weights = FloatBlock(count: asked * timeSteps)
    scoreGradient = FloatBlock(count: (everyStep ? timeSteps : 1) * timeSteps)
    keyGradient = FloatBlock(count: places * columns)
    queryGradient = FloatBlock(count: asked * columns)
    contextGradient = FloatBlock(count: asked * columns)
    stateGradient = FloatBlock(count: places * columns)
    baseGradient = FloatBlock(count: everyStep ? 0 : rows * columns)
    vectorGradient = FloatBlock(count: columns)
  }

  /// [queries, T] of one sequence: each query's weights.
  func weights(of s: Int, _ pass: ShardPass) -> UnsafeMutablePointer<Float> {
    weights.pointer + s * (everyStep ? pass.timeSteps : 1) * pass.timeSteps
  }

  func clearGradients(asked: Int, places: Int) {
    vectorGradient.clear()
    queryGradient.pointer.update(repeating: 0, count: asked)
    keyGradient.pointer.update(repeating: 0, count: places)
  }
}
