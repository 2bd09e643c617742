import CKernels

/// The gradient to look at. The state flows back through time: h, and also c if the cell
/// has one.
package enum StateGradient: Sendable {
  /// dL/dh_t, and with it the part of dL/dc_t that step t + 1 passes back, in one norm.
  case whole
  /// dL/dh_t alone.
  case hidden
  /// The part of dL/dc_t that step t + 1 passes back, alone.
  case carriedCell
}

/// Norms of the state's gradient of one layer over the steps of a batch, aligned at the sequences'
/// ends: place 0 is the last valid step, place d the step d before it.
package struct GradientThroughTime: Sendable, Equatable, Codable {
  /// Sums of squares over the batch by distance from the end, added over batches.
  package private(set) var squares: [Double]
  /// Sequences that reach so far back, by distance, added over batches.
  package private(set) var sequences: [Int]

  package init(timeSteps: Int) {
    squares = Array(repeating: 0, count: timeSteps)
    sequences = Array(repeating: 0, count: timeSteps)
  }

  package mutating func reset() {
    for i in squares.indices { (squares[i], sequences[i]) = (0, 0) }
  }

  /// How far back the longest sequence reaches.
  package var reach: Int { sequences.firstIndex(of: 0) ?? sequences.count }

  /// The norm of one sequence's gradient at a distance from the end, root mean square over the
  /// sequences that reach so far; NaN if none does.
  package func norm(_ distance: Int) -> Double {
    guard sequences[distance] > 0 else { return .nan }
    return (squares[distance] / Double(sequences[distance])).squareRoot()
  }

  private mutating func add(_ square: Double, distance: Int) {
    squares[distance] += square
    sequences[distance] += 1
  }

  /// Adds norms of every step and sequence of a shard.
  /// - Parameters:
  ///   - squares: [T, S]; more: to add, if there are some.
  ///   - counts: 36 counts as `ck_norm_histogram` fills them; one norm per step and sequence.
  mutating func collect(
    _ pass: ShardPass, _ squares: UnsafePointer<Double>, _ more: UnsafePointer<Double>?,
    ofLastStepAlone: Bool, counts: Block<Int64>?
  ) {
    let rows = pass.rows
    let areWhole = pass.shortest == pass.timeSteps && pass.unwatched == 0
    if let counts, areWhole {
      ck_norm_histogram(pass.timeSteps * rows, squares, more, counts.pointer)
    }
    for s in 0..<rows {
      let length = ofLastStepAlone ? pass.watchedLength(s) : Int(pass.lengths[s])
      for t in 0..<length {
        let place = t * rows + s
        add(squares[place] + (more?[place] ?? 0), distance: length - 1 - t)
      }
      guard let counts, !areWhole else { continue }
      for t in 0..<length {
        let place = t * rows + s
        ck_norm_histogram(1, squares + place, more.map { $0 + place }, counts.pointer)
      }
    }
  }
}

extension Recurrence {
  /// Adds the norms that the last training pass left behind.
  /// - Parameter counts: 36 counts as `ck_norm_histogram` fills them; one norm per step and sequence.
  package func collectGradients(
    of state: StateGradient, into sums: inout GradientThroughTime, counts: Block<Int64>? = nil
  ) {
    for shard in shards {
      let (squares, more) = squares(shard.layers[place], state)
      sums.collect(
        shard.pass, squares, more, ofLastStepAlone: looksAtLastStepAlone, counts: counts)
    }
  }

  /// [T, S]: sums of squares, and those to add.
  private func squares(
    _ w: LayerWorkspace, _ state: StateGradient
  ) -> (UnsafePointer<Double>, UnsafePointer<Double>?) {
    let hidden = looksAtLastStepAlone ? w.lastStepHiddenSquares : w.hiddenSquares
    let carried = looksAtLastStepAlone ? w.lastStepCarriedSquares : w.carriedSquares
    switch state {
    case .whole:
      return (
        UnsafePointer(hidden.pointer), carried.count > 0 ? UnsafePointer(carried.pointer) : nil
      )
    case .hidden: return (UnsafePointer(hidden.pointer), nil)
    case .carriedCell: return (UnsafePointer(carried.pointer), nil)
    }
  }
}
