/// A part of a text as contiguous streams, one for each column of a batch: batch after batch
/// continues where the one before ended, so that states can be carried over (truncated
/// backpropagation).
package struct TextStream: Sendable {
  private let text: TokenText
  private let part: Range<Int>

  init(_ text: TokenText, part: Range<Int>) {
    self.text = text
    self.part = part
  }

  /// Pairs of neighbours in each of `columns` streams; 0 if the text is too short for that many.
  package func length(columns: Int) -> Int { (part.count - 1) / columns }

  /// Writes `steps` tokens and their followers from `position` on, for every stream.
  package func write(position: Int, steps: Int, columns: Int, to batch: BatchPointers) {
    let length = length(columns: columns)
    for column in 0..<columns {
      let start = part.lowerBound + column * length + position
      for step in 0..<steps {
        let place = step * batch.batch + column
        batch.tokens?[place] = text[start + step]
        batch.targetClasses?[place] = text[start + step + 1]
      }
      batch.lengths[column] = Int32(steps)
    }
  }
}
