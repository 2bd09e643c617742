/// Texts with a label each, one for every row of a file. The texts are held, not the file.
struct LabelledTable {
  struct Row {
    /// Bytes of the text in the store.
    var start: Int
    var count: UInt32
    /// From 1.
    var line: UInt32
    /// Of `labels`; -1 if there is none.
    var label: Int32
  }

  /// Where a row has its label and its text.
  enum Place {
    /// Columns of the table.
    case columns(label: Int?, text: Int)
    /// `__label__NAME` before the text.
    case fastText
  }

  let file: String
  let names: [String]
  /// The columns as the model file keeps them.
  let columns: TextDescription.Columns
  private(set) var rows: [Row] = []
  /// Every label that occurs, in the order of the file.
  private(set) var labels = WordTable()
  /// How it is written.
  private(set) var notes: [String]
  private var bytes: [UInt8] = []

  /// Numbers of the columns in `names`.
  let text: Int
  let label: Int?

  /// Reads the rows of `table`.
  /// - Throws: for ragged rows, and for two labels before one text.
  init(
    _ table: Table, _ place: Place, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    file = table.file
    switch place {
    case .columns(let label, let text):
      names = table.names
      (self.label, self.text) = (label, text)
      notes = table.notes
      columns = TextDescription.Columns(table, label: label ?? text, text: text)
    case .fastText:
      names = ["label", "text"]
      (label, text) = (0, 1)
      notes = ["lines: \(counted(table.rows, "line")) of __label__NAME and a text"]
      columns = .fastText
    }
    rows.reserveCapacity(table.rows)
    var reader = try TableReader(table, progress: progress)
    while try reader.next() {
      switch place {
      case .columns(let label, let text): add(reader, label, text)
      case .fastText: try add(FastTextLine(reader.bytes(0)), line: reader.line)
      }
    }
  }

  private mutating func add(_ reader: TableReader, _ label: Int?, _ text: Int) {
    var number: Int32 = -1
    if let label, !reader.isEmpty(label) {
      if reader.hasQuotes(label) {
        var name = reader.text(label)
        number = name.withUTF8 { labels.insert($0, WordHash.of($0)) }
      } else {
        let name = reader.bytes(label)
        number = labels.insert(name, WordHash.of(name))
      }
    }
    append(reader.bytes(text), hasQuotes: reader.hasQuotes(text), line: reader.line, label: number)
  }

  private mutating func add(_ written: FastTextLine, line: Int) throws(DatasetError) {
    if written.labels.count > 1 {
      throw .labelledText(
        file: file,
        .severalLabels(
          line: line, labels: written.labels.map { String(decoding: $0, as: UTF8.self) }))
    }
    let number = written.labels.first.map { labels.insert($0, WordHash.of($0)) }
    append(written.text, hasQuotes: false, line: line, label: number ?? -1)
  }

  private mutating func append(
    _ text: UnsafeBufferPointer<UInt8>, hasQuotes: Bool, line: Int, label: Int32
  ) {
    let start = bytes.count
    if hasQuotes {
      // Doubled ones are made single.
      var skips = false
      for byte in text {
        skips = byte == 0x22 && !skips
        if !skips { bytes.append(byte) }
      }
    } else {
      bytes.append(contentsOf: text)
    }
    rows.append(
      Row(
        start: start, count: UInt32(bytes.count - start), line: UInt32(clamping: line),
        label: label))
  }

  /// Calls `body` with the text of `row`.
  func withText<Result>(
    of row: Row, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[row.start..<(row.start + Int(row.count))]))
    }
  }

  func string(of row: Row) -> String {
    withText(of: row) { String(decoding: $0, as: UTF8.self) }
  }

  /// Nearly every text is one word, and hardly one comes again: names, bases, text without spaces.
  var areWords: Bool {
    var single = 0
    var hashes = Set<UInt64>()
    for row in rows where row.count > 0 {
      withText(of: row) { text in
        if !text.contains(where: { isSpace($0) || $0 == 0x0A }) {
          single += 1
          if single <= 10_000 { hashes.insert(WordHash.of(text)) }
        }
      }
    }
    return single > 0 && single * 20 >= rows.count * 19
      && hashes.count * 2 >= min(single, 10_000)
  }

  /// The labels that occur, ascending: numbers by value, words by their letters.
  var labelNames: [String] {
    let names = (0..<labels.count).map { labels.word($0) }
    let numbers = names.compactMap { Double($0) }
    guard numbers.count == names.count else { return names.sorted() }
    return zip(names, numbers).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  /// "label (column 1)", as notes call a column.
  func title(of column: Int) -> String {
    let hasName = columns.textName != nil
    return hasName ? "\(escaped(names[column])) (column \(column + 1))" : names[column]
  }
}

// MARK: markup

extension LabelledTable {
  /// How much markup of HTML the texts have.
  var markup: MarkupCount {
    var count = MarkupCount()
    for row in rows { withText(of: row) { count.add(HTMLText.found(in: $0)) } }
    return count
  }

  /// Takes the markup out of every text; what is left is never longer.
  mutating func stripMarkup() {
    for place in rows.indices {
      let row = rows[place]
      let clean = withText(of: row) { HTMLText.stripped($0) }
      guard let clean else { continue }
      bytes.replaceSubrange(row.start..<(row.start + clean.count), with: clean)
      rows[place].count = UInt32(clean.count)
    }
  }
}

extension TextDescription.Columns {
  /// - Parameters:
  ///   - label, text: from 0; the same if there is no label.
  init(_ table: Table, label: Int, text: Int) {
    let isNamed = table.dialect.hasHeader
    self.init(
      delimiter: table.dialect.delimiter.name, quotes: table.dialect.quotes,
      count: table.names.count, text: text + 1, label: label + 1,
      textName: isNamed ? table.names[text] : nil, labelName: isNamed ? table.names[label] : nil)
  }

  static let fastText = Self(
    delimiter: fastTextName, quotes: false, count: 2, text: 2, label: 1)
  /// In place of a delimiter.
  static let fastTextName = "fasttext"
}
