/// A fixed part of a batch: up to 16 pairs of source and target with all the memory that their pass
/// through an encoder-decoder needs (see `Shard`).
package final class PairShard: ModelShard, @unchecked Sendable {
  package let encoder: StackWorkspace
  /// Over the target's steps; its tokens are those fed, one step after the target.
  package let decoder: StackWorkspace
  let bridge: BridgeWorkspace
  package let attention: DecoderAttentionWorkspace?
  package let head: HeadWorkspace

  init(
    encoder: StackWorkspace, decoder: StackWorkspace, bridge: BridgeWorkspace,
    attention: DecoderAttentionWorkspace?, head: HeadWorkspace
  ) {
    self.encoder = encoder
    self.decoder = decoder
    self.bridge = bridge
    self.attention = attention
    self.head = head
  }

  package var headPass: ShardPass { decoder.pass }

  /// Takes this shard's columns out of a batch.
  func load(_ batch: Batch, firstColumn: Int, rows: Int, startToken: Int) {
    encoder.begin(
      timeSteps: batch.timeSteps, firstColumn: firstColumn, rows: rows,
      lengths: batch.lengths.pointer)
    if encoder.tokens.count > 0 { encoder.loadTokens(batch.tokens.pointer, batch: batch.size) }
    decoder.begin(
      timeSteps: batch.targetSteps, firstColumn: firstColumn, rows: rows,
      lengths: batch.targetLengths.pointer, unwatched: 1)
    head.load(batch, decoder.pass, firstColumn: firstColumn)
    let tokens = decoder.tokens.pointer
    for s in 0..<rows { tokens[s] = Int32(startToken) }
    // Past a target's end its class is -1: nothing is fed.
    (tokens + rows).update(
      from: head.targetClasses.pointer, count: (decoder.pass.timeSteps - 1) * rows)
  }

  /// [U*S, H]: the head's input, before dropout.
  var fedToHead: UnsafePointer<Float> {
    attention.map { UnsafePointer($0.outputs.pointer) } ?? decoder.topOutputs
  }
}
