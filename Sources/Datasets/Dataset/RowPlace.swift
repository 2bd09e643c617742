/// Where a prediction stands in the data.
package struct RowPlace: Sendable, Equatable {
  /// Of the file, or of a generated series, from 1.
  package var row: Int
  /// Rows of that file or series.
  package var total: Int
  /// As the file writes it; nil where it has no column of dates.
  package var date: String?

  package init(row: Int, total: Int, date: String?) {
    self.row = row
    self.total = total
    self.date = date
  }
}
