/// What kind of data a file holds.
package struct Recognition: Sendable, Equatable {
  /// The registry name of the source that reads it.
  package var source: String
  /// Why, in words: "a table of 2 columns, comma between them, with numbers".
  package var reason: String
}

/// Tells by the first 64 KB and by what was asked for, never by the name, what the file of
/// `configuration` is: sequences, labelled text, a table with a column of numbers, or text.
///
/// - Throws: where it is a table that cannot be read, naming the first cell that is in the way; or
///   where it cannot be read at all. A table is never taken for prose.
package func recognise(
  _ configuration: DataConfiguration, relativeTo folders: [String] = []
) throws(DatasetError) -> Recognition {
  try recognise(
    configuration,
    files: DataFiles(
      folders: folders, encoding: configuration.encoding.map { TextEncoding($0) },
      opened: configuration.opened))
}

func recognise(
  _ configuration: DataConfiguration, files: DataFiles
) throws(DatasetError) -> Recognition {
  guard let file = configuration.file else { throw .nothingGiven }
  if let found = try RecogniseSequences.folder(file, files: files) { return found }
  if let found = try RecogniseSequences.arrays(file, files: files) { return found }
  let head = try files.read(file, most: Dialect.sample)
  if let format = StructuredText(head.bytes) { throw .structured(file: file, format: format.name) }
  let question = TableQuestion(head, configuration)
  if let found = question.asked { return found }
  if let found = RecogniseSequences.lines(head) { return found }
  if let found = try RecogniseSequences.longTable(head, configuration) { return found }
  if let found = question.found ?? question.declared { return found }
  if let fault = question.fault { throw fault }
  return Recognition(source: TextSource.name, reason: "no table with a column of numbers")
}

/// Text in a format of its own, which is neither table nor prose.
private struct StructuredText {
  let name: String

  init?(_ head: UnsafeBufferPointer<UInt8>) {
    var lines = TextLines(head)
    var first: Substring?
    while first == nil, let line = lines.next() {
      let text = String(decoding: head[line].prefix(200), as: UTF8.self)
      let trimmed = text.drop { $0 == " " || $0 == "\t" }
      if trimmed.isEmpty || trimmed.hasPrefix("#") || trimmed.hasPrefix("%") { continue }
      first = trimmed
    }
    guard let first else { return nil }
    let small = first.lowercased()
    let inner = first.dropFirst(2).first
    let isArray =
      first.hasPrefix("[[") && (inner?.isNumber == true || inner == "-" || inner == "\"")
    if first.hasPrefix("{\"") || first.hasPrefix("[{") || isArray || first == "[" || first == "{" {
      name = "JSON"
    } else if small.hasPrefix("@relation") || small.hasPrefix("@attribute") {
      name = "ARFF"
    } else if small.hasPrefix("@problemname") || small.hasPrefix("@timestamps")
      || small.hasPrefix("@univariate")
    {
      name = "the .ts format of sktime"
    } else if small.hasPrefix("<?xml") || small.hasPrefix("<!doctype") || small.hasPrefix("<html") {
      name = "XML or HTML"
    } else {
      return nil
    }
  }
}

/// Whether the beginning of a file is a table, and which problem it poses.
private struct TableQuestion {
  private let head: FileBytes
  private let configuration: DataConfiguration
  private let dialect: Dialect?
  private let text: TextDialect?

  init(_ head: FileBytes, _ configuration: DataConfiguration) {
    (self.head, self.configuration) = (head, configuration)
    dialect = Dialect(head.bytes, isCut: head.isCut, options: configuration.table)
    text = TextDialect(
      head.bytes, isCut: head.isCut, delimiter: configuration.table.delimiter)
  }

  /// The answer that follows from columns that were named.
  var asked: Recognition? {
    if configuration.sequence.count == 1 { return nil }
    if let pairs = askedPairs { return pairs }
    if configuration.text != nil || configuration.label != nil, let text {
      return Recognition(
        source: LabelledTextSource.name,
        reason:
          "a table of \(text.cells) columns, \(text.delimiter.name) between them, of which label "
          + "or text is named")
    }
    if let target = configuration.targets.first, let found = labelledText(target) { return found }
    if !(configuration.targets + configuration.columns + configuration.sequence).isEmpty,
      let dialect
    {
      return Recognition(
        source: SeriesSource.name,
        reason: "a table of \(counted(dialect.cells, "column"))"
          + (dialect.cells > 1 ? ", \(dialect.delimiter.name) between them," : "")
          + " of which one is named")
    }
    return nil
  }

  /// A text and a target are named, and the target is no label.
  private var askedPairs: Recognition? {
    guard let dialect, configuration.text != nil, configuration.label == nil,
      let target = configuration.targets.first, labelledText(target) == nil
    else { return nil }
    return Recognition(
      source: PairsSource.name,
      reason:
        "a table of \(dialect.cells) columns, \(dialect.delimiter.name) between them, of which "
        + "source and target are named")
  }

  /// Whoever says how a table is written says that it is one; reading it tells what is wrong.
  var declared: Recognition? {
    configuration.table == TableOptions()
      ? nil : Recognition(source: SeriesSource.name, reason: "a table, as its keys say")
  }

  /// Asked in this order; the first that knows the beginning of a file decides.
  var found: Recognition? {
    rowless ?? labelledText(nil) ?? oneNumberALine ?? tableOfNumbers ?? pairs
  }

  private var rowless: Recognition? {
    dialect == nil && text == nil
      ? Recognition(source: TextSource.name, reason: "no rows") : nil
  }

  /// A few short values that repeat, and beside them texts that do not.
  private func labelledText(_ label: String?) -> Recognition? {
    guard let text, text.agreement >= 0.9, let rows = text.rows(of: head),
      let columns = try? LabelledColumns(
        rows, cells: text.cells, options: configuration.table, label: label, text: nil, file: ""),
      columns.isConvincing
    else { return nil }
    return Recognition(
      source: LabelledTextSource.name,
      reason: "a table of \(text.cells) columns, \(text.delimiter.name) between them, with "
        + "labels in column \(columns.label + 1) and texts in column \(columns.text + 1)")
  }

  /// Prose is one cell a line too: nearly every line has to be a number.
  private var oneNumberALine: Recognition? {
    guard let dialect, dialect.cells == 1, dialect.numericShare >= 0.9, dialect.agreement >= 0.9
    else { return nil }
    return Recognition(source: SeriesSource.name, reason: "one number a line")
  }

  /// A few ragged rows are a table with a fault, which is named when it is read.
  private var tableOfNumbers: Recognition? {
    guard let dialect, dialect.cells > 1, dialect.agreement >= 0.5, dialect.numericShare >= 0.5
    else { return nil }
    return Recognition(
      source: SeriesSource.name,
      reason: "a table of \(dialect.cells) columns, \(dialect.delimiter.name) between them, "
        + "with numbers")
  }

  /// Two columns, neither of them numbers nor labels.
  private var pairs: Recognition? {
    guard let dialect, dialect.isTable, dialect.cells == 2, dialect.agreement >= 0.9 else {
      return nil
    }
    return Recognition(
      source: PairsSource.name,
      reason: "a table of 2 columns of text, \(dialect.delimiter.name) between them")
  }

  /// Why a table cannot be used; nil where it is none, but prose.
  var fault: DatasetError? {
    guard let dialect, dialect.isTable else { return nil }
    let sample = TableSample(
      head.bytes, dialect.delimiter, quotes: dialect.quotes, skip: dialect.skipped,
      isCut: head.isCut)
    return .unreadableTable(
      file: head.name, columns: dialect.cells, delimiter: dialect.delimiter.name,
      cell: sample.firstWord(in: dialect).map {
        .init(line: $0.line, column: $0.column + 1, text: $0.text)
      })
  }
}
