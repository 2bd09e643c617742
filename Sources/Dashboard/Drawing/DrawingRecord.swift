/// The texts of a frame that were cut or overwritten: the finished screen does not show that
/// something else was meant to be there.
package final class DrawingRecord {
  package struct Cut: Equatable {
    package var text: String
    /// The part that was drawn, without the "…".
    package var kept: String
    package var column: Int
    package var row: Int
  }

  package struct Overlap: Equatable {
    package var before: Unicode.Scalar
    package var after: Unicode.Scalar
    package var column: Int
    package var row: Int
  }

  package private(set) var cuts: [Cut] = []
  package private(set) var overlaps: [Overlap] = []
  /// Letters of texts, by cell.
  private var letters: [Int: Unicode.Scalar] = [:]

  package init() {}

  private static func place(_ column: Int, _ row: Int) -> Int { row << 32 | column }

  func cut(_ text: String, kept: String, column: Int, row: Int) {
    cuts.append(Cut(text: text, kept: kept, column: column, row: row))
  }

  /// Writing the same letter again, in another style, does not count as overwriting.
  func write(_ scalar: Unicode.Scalar, _ column: Int, _ row: Int, isText: Bool) {
    let place = Self.place(column, row)
    if let before = letters[place], before != scalar {
      overlaps.append(Overlap(before: before, after: scalar, column: column, row: row))
    }
    letters[place] = isText && scalar != " " ? scalar : nil
  }

  /// Forgets the texts below an overlay.
  func clear(_ rect: Rect) {
    for row in rect.row..<rect.row + rect.rows {
      for column in rect.column..<rect.column + rect.columns {
        letters[Self.place(column, row)] = nil
      }
    }
  }

  /// Adds the record of a canvas that is pasted into this one.
  func add(_ part: DrawingRecord) {
    cuts += part.cuts
    overlaps += part.overlaps
  }
}
