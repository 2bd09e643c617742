import CKernels

/// The sequences that one shard holds during one pass.
package struct ShardPass {
  /// The most sequences in a shard.
  package static let maxRows = 16

  package var timeSteps: Int
  package var rows: Int
  /// [S] valid steps of each sequence, and the least of them.
  package var lengths: UnsafePointer<Int32>
  package var shortest: Int
  /// Steps at a sequence's end that diagnostics of the gradient leave out, where it has more: the one
  /// that ends an answer.
  package var unwatched = 0

  /// Step t of a sequence counted from its end; what is past it stays in its place.
  package func reversedRow(_ t: Int, _ s: Int) -> Int {
    let length = Int(lengths[s])
    return (t < length ? length - 1 - t : t) * rows + s
  }

  /// The row of a sequence's last valid step in [T*S].
  package func lastRow(_ s: Int) -> Int { (Int(lengths[s]) - 1) * rows + s }

  /// Steps of a sequence that diagnostics of the gradient look at.
  package func watchedLength(_ s: Int) -> Int { max(1, Int(lengths[s]) - unwatched) }

  /// The row of the last of them in [T*S].
  package func watchedRow(_ s: Int) -> Int { (watchedLength(s) - 1) * rows + s }

  /// Rows from every sequence's last valid step: to [S, width], `stride` apart, from [T*S, width].
  func gatherLast(
    _ from: UnsafePointer<Float>, width: Int, into to: UnsafeMutablePointer<Float>,
    stride: Int? = nil
  ) {
    for s in 0..<rows {
      (to + s * (stride ?? width)).update(from: from + lastRow(s) * width, count: width)
    }
  }

  /// Adds rows of the last valid steps [S, columns] to [T*S, columns]: the forward direction's half
  /// at each sequence's end, the backward direction's at its beginning.
  func scatterLast(
    _ last: UnsafePointer<Float>, columns: Int, directions: Int,
    addingTo all: UnsafeMutablePointer<Float>
  ) {
    let width = columns / directions
    for s in 0..<rows {
      for d in 0..<directions {
        let t = d == 0 ? Int(lengths[s]) - 1 : 0
        ck_add(
          width, all + (t * rows + s) * columns + d * width, last + s * columns + d * width)
      }
    }
  }

  /// Takes numbers, [T, B, width] of a batch of `batch` sequences, to [T*S, width].
  func take(
    _ all: UnsafePointer<Float>, batch: Int, firstColumn: Int, width: Int,
    into to: UnsafeMutablePointer<Float>
  ) {
    for t in 0..<timeSteps {
      (to + t * rows * width).update(
        from: all + (t * batch + firstColumn) * width, count: rows * width)
    }
  }

  /// Takes tokens, [T, B] of a batch of `batch` sequences, to [T*S].
  func take(
    _ all: UnsafePointer<Int32>, batch: Int, firstColumn: Int,
    into to: UnsafeMutablePointer<Int32>
  ) {
    for t in 0..<timeSteps {
      (to + t * rows).update(from: all + t * batch + firstColumn, count: rows)
    }
  }

  /// Sets rows past the sequences' ends to 0, in [T*S, width].
  func clearPastEnds(
    _ x: UnsafeMutablePointer<Float>, width: Int, steps: Range<Int>? = nil
  ) {
    let steps = steps ?? 0..<timeSteps
    for t in max(shortest, steps.lowerBound)..<max(shortest, steps.upperBound) {
      for s in 0..<rows where t >= Int(lengths[s]) {
        (x + (t * rows + s) * width).update(repeating: 0, count: width)
      }
    }
  }
}
