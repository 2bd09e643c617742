/// The output of convolutions in front of the recurrences, and the gradient with respect to it,
/// from the last pass.
package struct ConvolvedSteps {
  let shards: ArraySlice<ConvolvedShard>
  let channels: Int
  let input: Int
  package let looksAtLastStepAlone: Bool
  /// Output steps of the longest sequences.
  package let maxTimeSteps: Int

  /// [T', B, C]
  package var values: [Float] {
    gather(width: channels) { ($0.pass, UnsafePointer($0.stack.inputs.pointer)) }
  }

  /// The derivative with respect to the convolutions' input, [T, B, I]; only after a pass that
  /// computed it.
  package var inputGradient: [Float] {
    gather(width: input) {
      ($0.convolution.pass, UnsafePointer($0.convolution.inputGradient.pointer))
    }
  }

  /// Sums over the batch of the squares of the derivative with respect to the output, by step.
  package var gradientSquares: [Double] {
    var sums = [Double](repeating: 0, count: shards.first?.pass.timeSteps ?? 0)
    for shard in shards {
      for t in sums.indices {
        for s in 0..<shard.pass.rows {
          sums[t] += shard.convolution.squares.pointer[t * shard.pass.rows + s]
        }
      }
    }
    return sums
  }

  private func gather(
    width: Int, _ from: (ConvolvedShard) -> (pass: ShardPass, values: UnsafePointer<Float>)
  ) -> [Float] {
    let size = shards.reduce(0) { $0 + $1.pass.rows }
    let steps = shards.first.map { from($0).pass.timeSteps } ?? 0
    var all = [Float](repeating: 0, count: steps * size * width)
    var column = 0
    for shard in shards {
      let (pass, values) = from(shard)
      for t in 0..<steps {
        for s in 0..<pass.rows {
          for i in 0..<width {
            all[(t * size + column + s) * width + i] = values[(t * pass.rows + s) * width + i]
          }
        }
      }
      column += pass.rows
    }
    return all
  }
}
