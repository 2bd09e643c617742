/// What kind of data a file holds.
package struct Recognition: Sendable, Equatable {
  /// The registry name of the source that reads it.
  package var source: String
  /// Why, in words: "a table of 2 columns, comma between them, with numbers".
  package var reason: String
}

/// Tells by the first 64 KB, never by the name, what `file` is: sequences, labelled text, a table
/// with a column of numbers, or text. Throws where it is neither, or cannot be read.
///
/// - Parameter asked: the columns that were named, of which some say what the file must be.
package func recognise(
  file: String, relativeTo folders: [String] = [], asked: SequenceRoles = SequenceRoles()
) throws(DatasetError) -> Recognition {
  try recognise(file: file, files: DataFiles(folders: folders), asked: asked)
}

func recognise(
  file: String, files: DataFiles, asked: SequenceRoles
) throws(DatasetError) -> Recognition {
  if let found = try RecogniseSequences.folder(file, files: files) { return found }
  if let found = try RecogniseSequences.arrays(file, files: files) { return found }
  let head = try files.read(file, most: Dialect.sample)
  if let found = RecogniseSequences.lines(head) { return found }
  if let found = RecogniseSequences.longTable(head, asked: asked) { return found }
  for question in questions {
    if let answer = question(head) { return answer }
  }
  return Recognition(source: TextSource.name, reason: "no table with a column of numbers")
}

/// Asked in this order; the first that knows the beginning of a file decides.
private let questions: [@Sendable (FileBytes) -> Recognition?] = [
  rowless, labelledText, oneNumberALine, tableOfNumbers,
]

private func rowless(_ head: FileBytes) -> Recognition? {
  Dialect(head.bytes, isCut: head.isCut) == nil
    && TextDialect(head.bytes, isCut: head.isCut) == nil
    ? Recognition(source: TextSource.name, reason: "no rows") : nil
}

/// A few short values that repeat, and beside them texts that do not.
private func labelledText(_ head: FileBytes) -> Recognition? {
  guard let dialect = TextDialect(head.bytes, isCut: head.isCut), dialect.agreement >= 0.9,
    let rows = dialect.rows(of: head),
    let columns = try? LabelledColumns(
      rows, cells: dialect.cells, options: TableOptions(), label: nil, text: nil, file: ""),
    columns.isConvincing
  else { return nil }
  return Recognition(
    source: LabelledTextSource.name,
    reason: "a table of \(dialect.cells) columns, \(dialect.delimiter.name) between them, with "
      + "labels in column \(columns.label + 1) and texts in column \(columns.text + 1)")
}

/// Prose is one cell a line too: nearly every line has to be a number.
private func oneNumberALine(_ head: FileBytes) -> Recognition? {
  guard let dialect = Dialect(head.bytes, isCut: head.isCut), dialect.cells == 1,
    dialect.numericShare >= 0.9, dialect.agreement >= 0.9
  else { return nil }
  return Recognition(source: SeriesSource.name, reason: "one number a line")
}

/// A few ragged rows are a table with a fault, which is named when it is read.
private func tableOfNumbers(_ head: FileBytes) -> Recognition? {
  guard let dialect = Dialect(head.bytes, isCut: head.isCut), dialect.cells > 1,
    dialect.agreement >= 0.5, dialect.numericShare >= 0.5
  else { return nil }
  return Recognition(
    source: SeriesSource.name,
    reason: "a table of \(dialect.cells) columns, \(dialect.delimiter.name) between them, "
      + "with numbers")
}
