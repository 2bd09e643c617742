/// The kind of data in a file.
package struct Recognition: Sendable, Equatable {
  /// The registry name of the source that reads it.
  package var source: String
  /// Why, in words: "a table of 2 columns, comma between them, with numbers".
  package var reason: String
}

/// Decides by the first 64 KB and the given keys, never by the name, what the file of
/// `configuration` is: sequences, labelled text, a table with a column of numbers, or text.
///
/// - Throws: if it is a table that cannot be read, naming the first cell that is in the way; or
///   where it cannot be read at all. A table is never read as prose.
package func recognise(
  _ configuration: DataConfiguration, relativeTo folders: [String] = []
) throws(DatasetError) -> Recognition {
  try recognise(
    configuration,
    files: DataFiles(
      folders: folders, encoding: configuration.encoding.map { TextEncoding($0) },
      partners: configuration.partners, opened: configuration.opened))
}

func recognise(
  _ configuration: DataConfiguration, files: DataFiles
) throws(DatasetError) -> Recognition {
  guard let file = configuration.file else { throw .nothingGiven }
  if !configuration.targetFiles.isEmpty {
    return Recognition(source: PairsSource.name, reason: "sources and targets in two files")
  }
  if let found = try RecogniseSequences.folder(file, files: files) { return found }
  if let found = try RecogniseSequences.arrays(file, configuration, files: files) { return found }
  let raw = try files.read(file, most: Dialect.sample)
  if let format = withExtendedLifetime(raw, { UnreadFormat(raw.bytes) }) {
    throw .structured(file: file, format: format.name)
  }
  let head = try files.readHead(file, options: configuration.table)
  let isPlain = head.conversion == nil
  if isPlain, let found = FastTextLine.recognition(of: head) { return found }
  let question = try TableQuestion(head, configuration)
  if let found = question.transcripts { return found }
  if configuration.layout == .wide, let found = try wide(configuration, files: files) {
    return found
  }
  let isSeries = !configuration.targets.isEmpty || !configuration.columns.isEmpty
  if isSeries, let found = question.asked { return found }
  // Their columns may be named as those of labelled texts are.
  if isPlain, let found = RecogniseSequences.lines(head) { return found }
  if let found = try RecogniseSequences.longTable(head, configuration, question.dialect) {
    return found
  }
  if let found = question.asked { return found }
  if let found = try wide(configuration, files: files) { return found }
  if let found = question.found ?? question.declared { return found }
  if let fault = question.fault { throw fault }
  return Recognition(source: TextSource.name, reason: "no table with a column of numbers")
}

/// A table with one sequence per row: labelled sequences, or series if there is no label.
private func wide(
  _ configuration: DataConfiguration, files: DataFiles
) throws(DatasetError) -> Recognition? {
  guard let file = configuration.file,
    let found = try WideFinding.of(file, configuration, files: files), found.isCertain
  else { return nil }
  return Recognition(
    source: found.columns.label == nil ? SeriesSource.name : SequencesSource.name,
    reason: found.text + (configuration.layout == .wide ? "" : "; \(WideFinding.remedy)"))
}

/// Text in a special format, neither a table that is read nor prose.
private struct UnreadFormat {
  let name: String

  init?(_ head: UnsafeBufferPointer<UInt8>) {
    var lines = TextLines(head)
    var first: String?
    while first == nil, let line = lines.next() {
      let text = String(decoding: head[line].prefix(200), as: UTF8.self)
      let trimmed = text.drop { $0 == " " || $0 == "\t" }
      if !trimmed.isEmpty { first = trimmed.lowercased() }
    }
    guard let first else { return nil }
    if ["<?xml", "<!doctype", "<html"].contains(where: first.hasPrefix) {
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
  let dialect: Dialect?
  private let rows: LabelledRows?

  init(_ head: FileBytes, _ configuration: DataConfiguration) throws(DatasetError) {
    (self.head, self.configuration) = (head, configuration)
    let options = try head.options(configuration.table)
    dialect = Dialect(head.bytes, isCut: head.isCut, options: options)
    rows = LabelledRows(head, dialect, options: options)
  }

  /// "a table of 3 columns, comma between them".
  private func written(_ cells: Int, _ delimiter: Delimiter) -> String {
    let columns = counted(cells, "column")
    if let conversion = head.conversion { return "\(conversion.format) with \(columns)" }
    return "a table of \(columns)" + (cells > 1 ? ", \(delimiter.name) between them" : "")
  }

  /// A column of sound files, where no column is named for something else.
  var transcripts: Recognition? {
    let named =
      configuration.columns + configuration.sequence
      + [configuration.label, configuration.text].compactMap { $0 }
    return named.isEmpty ? rows.flatMap(TranscriptTable.recognition) : nil
  }

  /// The answer that follows from columns that were named.
  var asked: Recognition? {
    if configuration.sequence.count == 1 { return nil }
    if let pairs = askedPairs { return pairs }
    if configuration.text != nil || configuration.label != nil, let dialect,
      dialect.cells > 1
    {
      return Recognition(
        source: LabelledTextSource.name,
        reason:
          "\(written(dialect.cells, dialect.delimiter)), with a label or text column named")
    }
    if let target = configuration.targets.first, let found = labelledText(target) { return found }
    if !(configuration.targets + configuration.columns + configuration.sequence).isEmpty,
      let dialect
    {
      return Recognition(
        source: SeriesSource.name,
        reason: written(dialect.cells, dialect.delimiter)
          + (dialect.cells > 1 ? "," : "") + " with a column named")
    }
    return nil
  }

  /// A text and a target are named, and the target is not a label: a few values that repeat.
  private var askedPairs: Recognition? {
    guard let dialect, configuration.text != nil, configuration.label == nil,
      let target = configuration.targets.first
    else { return nil }
    if let rows,
      let column = try? ColumnNames(rows.names, file: head.name, areNames: rows.hasHeader)
        .column(target),
      LabelledColumns.isLabel(
        LabelledProfile(rows.body.map { $0[column] }), of: rows.body.count)
    {
      return nil
    }
    return Recognition(
      source: PairsSource.name,
      reason: "\(written(dialect.cells, dialect.delimiter)), with source and target named")
  }

  /// A key that describes how a table is written makes the file a table; reading it reports faults.
  var declared: Recognition? {
    configuration.table == TableOptions()
      ? nil : Recognition(source: SeriesSource.name, reason: "a table, according to its keys")
  }

  /// Asked in this order; the first that knows the beginning of a file decides.
  var found: Recognition? {
    rowless ?? labelledText(nil) ?? oneNumberALine ?? tableOfNumbers ?? pairs
  }

  private var rowless: Recognition? {
    dialect == nil
      ? Recognition(source: TextSource.name, reason: "no rows") : nil
  }

  /// A few short values that repeat, and next to them texts that do not.
  private func labelledText(_ label: String?) -> Recognition? {
    guard let dialect, dialect.agreement >= 0.9,
      let rows,
      let columns = try? LabelledColumns(rows, label: label, text: nil, file: ""),
      columns.isConvincing
    else { return nil }
    return Recognition(
      source: LabelledTextSource.name,
      reason: "\(written(dialect.cells, dialect.delimiter)), with "
        + "labels in column \(columns.label + 1) and texts in column \(columns.text + 1)")
  }

  /// Prose is one cell a line too: nearly every line has to be a number.
  private var oneNumberALine: Recognition? {
    guard let dialect, dialect.cells == 1, dialect.numericShare >= 0.9, dialect.agreement >= 0.9
    else { return nil }
    let reason = head.conversion == nil ? "one number per line" : written(1, dialect.delimiter)
    return Recognition(source: SeriesSource.name, reason: reason)
  }

  /// A few ragged rows are a table with a fault, which is named when it is read.
  private var tableOfNumbers: Recognition? {
    guard let dialect, dialect.cells > 1, dialect.agreement >= 0.5, dialect.numericShare >= 0.5
    else { return nil }
    return Recognition(
      source: SeriesSource.name,
      reason: "\(written(dialect.cells, dialect.delimiter)), with numbers")
  }

  /// Texts, and next to them ids only, or columns of many kinds.
  private var manyKinds: DatasetError? {
    guard let rows else { return nil }
    do throws(DatasetError) {
      _ = try LabelledColumns(rows, label: nil, text: nil, file: head.name)
    } catch {
      if case .labelledText(_, .noLabels(_, let ids)) = error, !ids.isEmpty { return error }
    }
    return nil
  }

  /// Two columns of words, each row with another text, several words long in one of them at least.
  private var pairs: Recognition? {
    guard let dialect, dialect.isTable, dialect.cells == 2, dialect.agreement >= 0.9,
      let rows, rows.body.count >= 3
    else { return nil }
    let profiles = (0..<2).map { column in LabelledProfile(rows.body.map { $0[column] }) }
    // More digits and signs than letters: not text, but numbers that cannot be read.
    let areTexts = profiles.allSatisfy {
      $0.distinct * 5 > rows.body.count && $0.meanLength >= 2 && $0.letters >= 0.5 && !$0.isNumeric
    }
    guard areTexts, profiles.contains(where: { $0.meanWords >= 1.5 }) else { return nil }
    return Recognition(
      source: PairsSource.name,
      reason: "\(written(2, dialect.delimiter)), with a text in each")
  }

  /// Why a table cannot be used; nil if it is none, but prose.
  var fault: DatasetError? {
    // A format that declares how it is written is a table, whatever is in it.
    guard let dialect, dialect.isTable || head.conversion != nil else { return nil }
    if let ids = manyKinds { return ids }
    let sample = TableSample(
      head.bytes, dialect.delimiter, quotes: dialect.quotes, skip: dialect.skipped,
      isCut: head.isCut, options: configuration.table)
    return .unreadableTable(
      file: head.name, written: written(dialect.cells, dialect.delimiter),
      cell: sample.firstWord(in: dialect).map {
        .init(
          line: head.conversion?.lines.original($0.line) ?? $0.line, column: $0.column + 1,
          text: $0.text)
      })
  }
}
