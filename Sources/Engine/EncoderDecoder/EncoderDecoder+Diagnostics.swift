extension EncoderDecoder {
  /// The encoder's, then the decoder's.
  package var recurrenceCount: Int { encoder.layers.count + decoder.layers.count }

  /// The encoder's gradient is that of the whole loss, which reaches it through the bridge at its end;
  /// the decoder's is that of the last word alone.
  package func recurrence(_ number: Int) -> Recurrence {
    let place = number - encoder.layers.count
    guard place >= 0 else {
      return Recurrence(
        stack: encoder, shards: encodersInUse, place: number, parameters: parameters,
        looksAtLastStepAlone: false, maxTimeSteps: maxTimeSteps)
    }
    return Recurrence(
      stack: decoder, shards: decodersInUse, place: place, parameters: parameters,
      looksAtLastStepAlone: true, maxTimeSteps: maxTargetSteps)
  }

  package var hasAttention: Bool { attention != nil }

  package var attentionWeights: AttentionWeights? {
    let used = shards.prefix(shardsInUse)
    guard attention != nil, let first = used.first else { return nil }
    // From the pass: the batch may have changed since.
    let (timeSteps, targetSteps) = (first.encoder.pass.timeSteps, first.decoder.pass.timeSteps)
    var weights: [Float] = []
    var lengths: [Int] = []
    for shard in used {
      guard let w = shard.attention else { continue }
      for s in 0..<shard.encoder.pass.rows {
        lengths.append(Int(shard.encoder.pass.lengths[s]))
        weights += UnsafeBufferPointer(
          start: w.weights(of: s, targetSteps: targetSteps, timeSteps: timeSteps),
          count: targetSteps * timeSteps)
      }
    }
    return AttentionWeights(
      queries: .target, shape: [lengths.count, targetSteps, timeSteps], values: weights,
      lengths: lengths)
  }

  package func firstNonfinite() -> Nonfinite? {
    if let place = encoder.firstNonfiniteState(encodersInUse) { return place }
    if let place = decoder.firstNonfiniteState(decodersInUse) { return place }
    for shard in shards.prefix(shardsInUse) where !shard.head.isFinite {
      return Nonfinite(layer: "decoder.head", timeStep: nil, what: "the output is not finite")
    }
    guard job.kind == .training else { return nil }
    return decoder.firstNonfiniteGradient(decodersInUse)
      ?? encoder.firstNonfiniteGradient(encodersInUse)
  }
}
