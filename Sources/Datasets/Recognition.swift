/// What kind of data a file holds.
package struct Recognition: Sendable, Equatable {
  /// The registry name of the source that reads it.
  package var source: String
  /// Why, in words: "a table of 2 columns, comma between them, with numbers".
  package var reason: String
}

/// Tells by the first 64 KB, never by the name, whether `file` is a table with a column of numbers
/// or text. Throws where it is neither, or cannot be read.
package func recognise(
  file: String, relativeTo folders: [String] = []
) throws(DatasetError) -> Recognition {
  let head = try DataFiles(folders: folders).read(file, most: Dialect.sample)
  guard let dialect = Dialect(head.bytes, isCut: head.isCut) else {
    return Recognition(source: TextSource.name, reason: "no rows")
  }
  if dialect.cells == 1 {
    // Prose is one cell a line too: nearly every line has to be a number.
    return dialect.numericShare >= 0.9 && dialect.agreement >= 0.9
      ? Recognition(source: SeriesSource.name, reason: "one number a line")
      : Recognition(source: TextSource.name, reason: "no table with a column of numbers")
  }
  // A few ragged rows are a table with a fault, which is named when it is read.
  let isTable = dialect.agreement >= 0.5 && dialect.numericShare >= 0.5
  return isTable
    ? Recognition(
      source: SeriesSource.name,
      reason: "a table of \(dialect.cells) columns, \(dialect.delimiter.name) between them, "
        + "with numbers")
    : Recognition(source: TextSource.name, reason: "no table with a column of numbers")
}
