/// How a file of pairs is written: as a table with names or without, or as lines that are sources.
struct PairLayout {
  let table: Table
  /// Each line is a source, whatever marks occur in it.
  private(set) var isLines = false
  /// The first row could be names, and is taken for a pair.
  private(set) var hasOpenFirst = false

  /// The table of a file to learn from.
  init(
    _ file: OpenFile, _ configuration: DataConfiguration, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let head = try FileBytes(file, most: Dialect.sample)
    let options = try head.options(configuration.table)
    guard let rows = LabelledRows(head, options: options), rows.isHeaderOpen else {
      table = try Table(file, options: configuration.table, progress: progress)
      return
    }
    let asked = [configuration.text].compactMap { $0 } + configuration.targets
    let hasHeader = rows.areNamed(asked)
    hasOpenFirst = !hasHeader
    table = try Table(
      file, rows.dialect(hasHeader: hasHeader), options: options, progress: progress)
  }

  /// A file with the columns of one that was read: by their names, or in their places. Where
  /// sources will do, and it is not a table like that one, each line is a source.
  /// - Parameter model: nil: of a generated task.
  init(
    _ file: OpenFile, like model: PairDescription.Columns?, needsTarget: Bool,
    options own: TableOptions, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    if file.conversion != nil {
      table = try Table(file, options: own, progress: progress)
      return
    }
    let columns = model ?? .ofTask
    let head = try FileBytes(file, most: Dialect.sample)
    var known = own
    known.delimiter = own.delimiter ?? columns.mark
    for options in [own, known] {
      if let rows = LabelledRows(head, options: options), Int(columns.source) == nil,
        rows.hasName(columns.source)
      {
        table = try Table(
          file, rows.dialect(hasHeader: true), options: options, progress: progress)
        return
      }
    }
    let isLike = { (rows: LabelledRows) -> Bool in
      guard let model else { return rows.dialect.cells == 2 }
      return model.areInPlaces(of: rows) || model.isWritten(like: rows)
    }
    if let rows = LabelledRows(head, options: known), rows.dialect.agreement >= 0.9,
      needsTarget || isLike(rows)
    {
      // Columns that are called otherwise are missed by name.
      let hasHeader = rows.isHeaderOpen ? rows.areNamed([]) : rows.hasHeader
      table = try Table(
        file, rows.dialect(hasHeader: hasHeader), options: known, progress: progress)
      return
    }
    table = try Table(
      file, Self.lines(head, header: columns.source), options: TableOptions(), progress: progress)
    isLines = true
  }

  /// A cell a line; between quotes where the file encloses its lines so.
  private static func lines(_ head: FileBytes, header: String) -> Dialect {
    var lines = TextLines(head.bytes)
    let first = lines.next().map { String(decoding: head.bytes[$0], as: UTF8.self) } ?? ""
    let unquoted = first.filter { $0 != "\"" }
    var dialect = Dialect(lines: unquoted.lowercased() == header.lowercased())
    if let found = Dialect(head.bytes, isCut: head.isCut), found.cells == 1 {
      dialect.quotes = found.quotes
    }
    return dialect
  }
}

extension PairDescription.Columns {
  /// Those that a model of a generated task reads: names in the first line, or two cells with a tab
  /// between them.
  static let ofTask = Self(source: "source", target: "target", delimiter: Delimiter.tab.name)

  fileprivate var mark: Delimiter? { Delimiter.allCases.first { $0.name == delimiter } }

  /// Columns go by numbers, and the rows have the same number of them.
  fileprivate func areInPlaces(of rows: LabelledRows) -> Bool {
    guard let source = Int(source), let target = Int(target) else { return false }
    return max(source, target) <= rows.dialect.cells
  }

  /// A table with other columns than the model's, but written as its own data.
  fileprivate func isWritten(like rows: LabelledRows) -> Bool {
    rows.dialect.delimiter == mark && (mark == .tab || rows.dialect.isTable)
  }
}

extension LabelledRows {
  func hasName(_ name: String) -> Bool {
    first.contains { $0.lowercased() == name.lowercased() }
  }

  /// Whether the first row of a table of pairs has names: one that was requested, or a usual one;
  /// or words above numbers, single ones above texts of several words, or words with a letter each
  /// that no other row has.
  func areNamed(_ asked: [String]) -> Bool {
    if asked.contains(where: hasName) { return true }
    guard first.allSatisfy(Self.isName) else { return false }
    if first.contains(where: { PairNames.usual.contains($0.lowercased()) }) { return true }
    if body.isEmpty { return false }
    let columns = first.indices.map { place in body.map { $0[place] }.filter { !$0.isEmpty } }
    if columns.contains(where: { LabelledProfile($0).isNumeric }) { return true }
    let areOther = zip(first, columns).allSatisfy { name, cells in
      let letters = Set(cells.lazy.flatMap { $0.lowercased() })
      return cells.count >= Self.leastToTellLetters
        && name.lowercased().contains { $0.isLetter && !letters.contains($0) }
    }
    if areOther { return true }
    return zip(first, columns).allSatisfy { name, cells in
      !name.contains(" ") && cells.count { $0.contains(" ") } * 10 >= cells.count * 9
        && !cells.contains {
          $0.lowercased().split(separator: " ").contains(name.lowercased()[...])
        }
    }
  }

  /// Fewer rows need not have every letter of a language.
  private static let leastToTellLetters = 50

  /// Words without a sentence's marks.
  private static func isName(_ cell: String) -> Bool {
    !cell.isEmpty && cell.utf8.count <= 40 && cell.split(separator: " ").count <= 3
      && cell.contains(where: \.isLetter) && !cell.contains { ".,;:!?\u{2026}¿¡".contains($0) }
  }
}

/// Names that columns of pairs usually have, in small letters.
private enum PairNames {
  static let usual: Set<String> = [
    "source", "source text", "source_text", "src", "target", "target text", "target_text", "tgt",
    "trg", "input", "inputs", "output", "outputs", "question", "answer", "prompt", "response",
    "completion", "sentence", "sentence1", "sentence2", "sentence_1", "sentence_2",
    "source_sentence",
    "target_sentence", "translation", "original", "corrected", "correction", "spelling",
    "pronunciation", "phonemes", "ipa", "lemma", "grapheme", "phoneme", "article", "summary",
    "word", "words", "text", "phrase", "expression", "result", "singular", "plural", "infinitive",
    "english", "german", "french", "spanish", "italian", "portuguese", "dutch", "russian",
    "chinese",
    "japanese", "korean", "arabic", "hindi", "turkish", "polish", "ukrainian", "swedish", "danish",
    "norwegian", "finnish", "czech", "greek", "hebrew", "latin", "deutsch", "englisch",
    "französisch", "français", "anglais", "español", "inglés", "eng", "deu", "ger", "fra", "fre",
    "spa", "ita", "por", "nld", "rus", "zho", "jpn",
  ]
}
