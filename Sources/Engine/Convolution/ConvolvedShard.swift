/// A shard's memory of the convolutions, and of the recurrences that are fed by them.
struct ConvolvedShard {
  let convolution: ConvolutionWorkspace
  let stack: StackWorkspace

  /// Of the recurrences.
  var pass: ShardPass { stack.pass }
}
