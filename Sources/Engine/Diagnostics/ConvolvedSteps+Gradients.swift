extension ConvolvedSteps {
  /// - Parameter counts: see `Recurrence`.
  package func collectGradients(
    into sums: inout GradientThroughTime, counts: Block<Int64>? = nil
  ) {
    for shard in shards {
      let w = shard.convolution
      let squares = looksAtLastStepAlone ? w.lastStepSquares : w.squares
      sums.collect(
        shard.pass, UnsafePointer(squares.pointer), nil, ofLastStepAlone: looksAtLastStepAlone,
        counts: counts)
    }
  }
}
