/// The place of a prediction in the data.
package struct RowPlace: Sendable, Equatable {
  /// Row of the file, or of a generated series, from 1.
  package var row: Int
  /// Rows of that file or series.
  package var total: Int
  /// As the file writes it; nil if it has no column of dates.
  package var date: String?

  package init(row: Int, total: Int, date: String?) {
    self.row = row
    self.total = total
    self.date = date
  }
}
