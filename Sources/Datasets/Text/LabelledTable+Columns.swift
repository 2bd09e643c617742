extension LabelledTable {
  /// The table of a file with columns that were recognised or given.
  static func found(
    _ file: FileBytes, _ configuration: DataConfiguration
  ) throws(DatasetError) -> (LabelledTable, LabelledColumns) {
    let options = try file.options(configuration.table)
    guard let dialect = file.textDialect(options.delimiter), let rows = dialect.rows(of: file)
    else {
      throw .labelledText(file: file.name, .noTable)
    }
    if configuration.targets.count > 1 {
      throw .outOfRange(key: "data.target", found: configuration.targets.count, allowed: 0...1)
    }
    let columns = try LabelledColumns(
      rows, cells: dialect.cells, options: options,
      label: configuration.label ?? configuration.targets.first, text: configuration.text,
      file: file.name)
    let table = try LabelledTable(
      file, dialect, names: columns.names, hasHeader: columns.hasHeader, text: columns.text,
      label: columns.label)
    return (table, columns)
  }

  /// As the model file keeps it.
  var columns: TextDescription.Columns {
    let label = label ?? text
    return TextDescription.Columns(
      delimiter: dialect.delimiter.name, quotes: dialect.quotes, count: dialect.cells,
      text: text + 1, label: label + 1, textName: hasHeader ? names[text] : nil,
      labelName: hasHeader ? names[label] : nil)
  }

  /// The same columns in another file, which has labels too.
  func same(in file: FileBytes) throws(DatasetError) -> LabelledTable {
    try LabelledTable.same(as: columns, classes: labelNames, in: file, needsLabel: true)
  }

  /// The columns that a model was trained on, in another file: by name where they had names and the
  /// file has them, else by number. Without a need for labels a file may lack their column, and may be
  /// nothing but a text a line.
  static func same(
    as columns: TextDescription.Columns, classes: [String], in file: FileBytes, needsLabel: Bool
  ) throws(DatasetError) -> LabelledTable {
    let known = Delimiter.allCases.first { $0.name == columns.delimiter }
    // Written like the model's own data, or in another way with the same columns.
    for dialect in [
      file.textDialect(known), file.textDialect(nil),
    ] {
      guard let dialect, let first = dialect.rows(of: file)?.first else { continue }
      let text = columns.textName.flatMap(first.firstIndex(of:))
      let label = columns.labelName.flatMap(first.firstIndex(of:))
      if let text, !needsLabel || label != nil {
        return try LabelledTable(
          file, dialect, names: first, hasHeader: true, text: text, label: label)
      }
      // Other formats always have names; here they are others.
      if file.conversion != nil { continue }
      // No names here, but as many columns, most of the rows of that width; where the model's own file
      // had names, a class in the first row tells that these are none.
      guard dialect.cells == columns.count, text == nil, label == nil, dialect.agreement > 0.5,
        first.count == columns.count
      else { continue }
      let firstLabel = first[columns.label - 1]
      if columns.textName == nil || firstLabel.isEmpty || classes.contains(firstLabel) {
        let names = (1...dialect.cells).map { "column \($0)" }
        return try LabelledTable(
          file, dialect, names: names, hasHeader: false, text: columns.text - 1,
          label: columns.label - 1)
      }
    }
    guard !needsLabel, file.conversion == nil else { throw missing(columns, in: file) }
    return try lines(file, columns)
  }

  /// A file with a text in every line and nothing else.
  private static func lines(
    _ file: FileBytes, _ columns: TextDescription.Columns
  ) throws(DatasetError) -> LabelledTable {
    if let dialect = TextDialect(file.bytes, isCut: file.isCut), dialect.agreement > 0.9,
      dialect.delimiter.name == columns.delimiter
    {
      throw missing(columns, in: file)
    }
    // A delimiter that the file lacks: each line is one cell.
    let lacking = Delimiter.allCases.first { !file.bytes.contains($0.rawValue) }
    guard let lacking else { throw missing(columns, in: file) }
    let dialect = TextDialect(delimiter: lacking, quotes: false, cells: 1)
    let first = dialect.rows(of: file)?.first?.first
    return try LabelledTable(
      file, dialect, names: [columns.textName ?? "text"],
      hasHeader: columns.textName != nil && first == columns.textName, text: 0, label: nil)
  }

  private static func missing(
    _ columns: TextDescription.Columns, in file: FileBytes
  ) -> DatasetError {
    let first = TextDialect(file.bytes, isCut: file.isCut)?.rows(of: file)?.first ?? []
    let isText = columns.textName.map { !first.contains($0) } ?? true
    let name =
      isText
      ? columns.textName ?? "column \(columns.text)"
      : columns.labelName ?? "column \(columns.label)"
    return .unknownColumn(file: file.name, name: name, columns: first.isEmpty ? ["text"] : first)
  }
}

extension TextDialect {
  /// The first rows of `file`, written like this.
  func rows(of file: FileBytes) -> [[String]]? {
    let head = UnsafeBufferPointer(rebasing: file.bytes.prefix(Dialect.sample))
    return Self.rows(head, delimiter, quotes, isCut: file.isCut || head.count < file.bytes.count)
  }
}

extension LabelledTable {
  /// The labels that occur, ascending: numbers by value, words by their letters.
  var labelNames: [String] {
    let names = (0..<labels.count).map { labels.word($0) }
    let numbers = names.compactMap { Double($0) }
    guard numbers.count == names.count else { return names.sorted() }
    return zip(names, numbers).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }
}
