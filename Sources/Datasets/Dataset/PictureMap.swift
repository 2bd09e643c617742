/// Numbers over two axes, drawn in the colours of a map.
package struct PictureMap: Sendable, Equatable, Encodable {
  package var rows: Int
  package var columns: Int
  /// [rows, columns], the uppermost row first, in the data's own units; all finite.
  package var values: [Float]
  /// Values at or below `low` get the first colour, those at or above `high` the last.
  package var low: Float
  package var high: Float
  /// The ends of the left axis, upper and lower.
  package var top: String
  package var bottom: String
  /// The ends of the lower axis.
  package var start: String
  package var end: String
}

extension PictureMap {
  private static let (mostRows, mostColumns) = (64, 400)

  /// Numbers of which 0 has the first colour and 1 the last, thinned if there are very many.
  /// - Parameters:
  ///   - rows: the names of the uppermost and the lowest, and how many there are; columns: likewise.
  ///   - value: of a row and a column.
  init(
    rows: (first: String, last: String, count: Int),
    columns: (first: String, last: String, count: Int), _ value: (Int, Int) -> Float
  ) {
    let (height, width) = (
      min(rows.count, Self.mostRows), min(columns.count, Self.mostColumns)
    )
    self.init(
      rows: height, columns: width,
      values: (0..<height).flatMap { row in
        (0..<width).map { value(row * rows.count / height, $0 * columns.count / width) }
      }, low: 0, high: 1, top: rows.first, bottom: rows.last, start: columns.first,
      end: columns.last)
  }
}
