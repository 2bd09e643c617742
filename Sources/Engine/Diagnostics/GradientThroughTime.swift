import CKernels

/// Norms of dL/dh_t (or dL/dc_t) of one layer over the steps of a batch, aligned at the sequences'
/// ends: place 0 is the last valid step, place d the step d before it.
package struct GradientThroughTime {
  /// Sums of squares over the batch by distance from the end, added over batches.
  package private(set) var squares: [Double]
  /// Sequences that reach so far back, by distance, added over batches.
  package private(set) var sequences: [Int]
  package private(set) var batches = 0

  package init(timeSteps: Int) {
    squares = Array(repeating: 0, count: timeSteps)
    sequences = Array(repeating: 0, count: timeSteps)
  }

  package mutating func reset() {
    for i in squares.indices { (squares[i], sequences[i]) = (0, 0) }
    batches = 0
  }

  /// How far back the longest sequence reaches.
  package var reach: Int { sequences.firstIndex(of: 0) ?? sequences.count }

  /// The norm over the batch at a distance from the end, root mean square over batches; NaN where no
  /// sequence reaches. Where few do, it is that of a batch of such sequences: that others are shorter
  /// must not look like a gradient that shrinks.
  package func norm(_ distance: Int) -> Double {
    guard batches > 0, sequences[distance] > 0 else { return .nan }
    let share = Double(sequences[0]) / Double(sequences[distance])
    return (squares[distance] / Double(batches) * share).squareRoot()
  }

  fileprivate mutating func add(_ square: Double, distance: Int) {
    squares[distance] += square
    sequences[distance] += 1
  }
  fileprivate mutating func batchIsComplete() { batches += 1 }
}

/// The straight line through log2 norm over the distance from the end, and how far back the norm
/// stays at 1 % of the last step's.
package struct GradientDecay: Sendable, Equatable {
  /// Negative when the gradient shrinks on its way back. Nil with fewer than three norms above 0.
  package var log2PerStepBack: Float?
  /// Share of the variance that the line explains.
  package var fit: Float = 0
  package var reaches = 0
  package var of = 0

  /// - Parameter norms: by distance from the end.
  package init(_ norms: [Double]) {
    of = norms.count
    guard let last = norms.first, last.isFinite else { return }
    for norm in norms {
      guard last > 0, norm.isFinite, norm >= 0.01 * last else { break }
      reaches += 1
    }
    var (n, sx, sy, sxx, sxy, syy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (distance, norm) in norms.enumerated() where norm > 0 && norm.isFinite {
      let x = Double(distance)
      let y = ck_log_double(norm) / 0.6931471805599453
      n += 1
      sx += x
      sy += y
      sxx += x * x
      sxy += x * y
      syy += y * y
    }
    guard n >= 3 else { return }
    let (vx, vy, cxy) = (sxx - sx * sx / n, syy - sy * sy / n, sxy - sx * sy / n)
    guard vx > 0 else { return }
    log2PerStepBack = Float(cxy / vx)
    fit = vy > 1e-12 ? Float(min(1, cxy * cxy / (vx * vy))) : 1
  }
}

extension Network {
  /// Adds the norms that the last training pass left behind.
  /// - Parameters:
  ///   - counts: 36 counts as `ck_norm_histogram` fills them; one norm per step and sequence.
  ///   - ofCell: dL/dc_t in place of dL/dh_t.
  package func collectGradients(
    recurrence: Int, ofCell: Bool, into sums: inout GradientThroughTime, counts: Block<Int64>
  ) {
    let lastStepAlone = architecture.head == .every
    for shard in shards.prefix(shardsInUse) {
      let w = shard.layers[recurrence]
      let squares =
        lastStepAlone
        ? (ofCell ? w.lastStepCellSquares : w.lastStepHiddenSquares)
        : (ofCell ? w.cellSquares : w.hiddenSquares)
      let rows = shard.pass.rows
      if shard.pass.shortest == shard.pass.timeSteps {
        ck_norm_histogram(shard.pass.timeSteps * rows, squares.pointer, counts.pointer)
      }
      for s in 0..<rows {
        let length = Int(shard.lengths.pointer[s])
        for t in 0..<length {
          sums.add(squares.pointer[t * rows + s], distance: length - 1 - t)
        }
        guard shard.pass.shortest < shard.pass.timeSteps else { continue }
        for t in 0..<length {
          ck_norm_histogram(1, squares.pointer + t * rows + s, counts.pointer)
        }
      }
    }
    sums.batchIsComplete()
  }

  /// "rnn.0", "rnn.0 backward"; steps of the backward direction count from the sequence's end.
  package func layerName(_ recurrence: Int) -> String {
    let directions = architecture.directions
    return "rnn.\(recurrence / directions)"
      + (recurrence % directions == 1 ? " backward" : "")
  }

  /// The first place where a number of the last pass is not finite: forward in time through the
  /// states, else backward through the gradient.
  package func firstNonfinite() -> (layer: String, timeStep: Int?, what: String)? {
    for shard in shards.prefix(shardsInUse) {
      let rows = shard.pass.rows
      for t in 0..<shard.pass.timeSteps {
        for u in layers.indices {
          let hidden = layers[u].hidden
          let state = shard.hiddenStates(u) + t * rows * hidden
          if !ck_sum_squares(rows * hidden, state).isFinite {
            return (layerName(u), t + 1, "the hidden state is not finite")
          }
        }
      }
    }
    for shard in shards.prefix(shardsInUse) {
      if !ck_sum_squares(
        shard.headRows * architecture.outputs, shard.outputs.pointer
      ).isFinite {
        return ("head", nil, "the output is not finite")
      }
    }
    guard job.kind == .training else { return nil }
    for u in layers.indices.reversed() {
      for shard in shards.prefix(shardsInUse) {
        let rows = shard.pass.rows
        for t in (0..<shard.pass.timeSteps).reversed() {
          for s in 0..<rows where !shard.layers[u].hiddenSquares.pointer[t * rows + s].isFinite {
            return (layerName(u), t + 1, "the gradient overflowed")
          }
        }
      }
    }
    return nil
  }
}
