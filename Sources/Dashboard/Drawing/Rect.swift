/// A rectangle of screen cells; never negative in size.
package struct Rect: Sendable, Equatable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  package var isEmpty: Bool { columns == 0 || rows == 0 }

  package func inset(columns dx: Int, rows dy: Int) -> Rect {
    Rect(
      column: column + min(dx, columns), row: row + min(dy, rows), columns: columns - 2 * dx,
      rows: rows - 2 * dy)
  }

  /// Cuts `count` rows off the top and returns them.
  package mutating func takeTop(_ count: Int) -> Rect {
    let taken = min(max(0, count), rows)
    defer { (row, rows) = (row + taken, rows - taken) }
    return Rect(column: column, row: row, columns: columns, rows: taken)
  }

  /// Cuts `count` rows off the bottom and returns them.
  package mutating func takeBottom(_ count: Int) -> Rect {
    let taken = min(max(0, count), rows)
    rows -= taken
    return Rect(column: column, row: row + rows, columns: columns, rows: taken)
  }

  /// Cuts `count` columns off the left and returns them.
  package mutating func takeLeft(_ count: Int) -> Rect {
    let taken = min(max(0, count), columns)
    defer { (column, columns) = (column + taken, columns - taken) }
    return Rect(column: column, row: row, columns: taken, rows: rows)
  }

  /// Cuts `count` columns off the right and returns them.
  package mutating func takeRight(_ count: Int) -> Rect {
    let taken = min(max(0, count), columns)
    columns -= taken
    return Rect(column: column + columns, row: row, columns: taken, rows: rows)
  }

  /// A centred rectangle of at most the given size.
  package func centered(columns wanted: Int, rows wantedRows: Int) -> Rect {
    let (w, h) = (min(wanted, columns), min(wantedRows, rows))
    return Rect(
      column: column + (columns - w) / 2, row: row + (rows - h) / 2, columns: w, rows: h)
  }
}
