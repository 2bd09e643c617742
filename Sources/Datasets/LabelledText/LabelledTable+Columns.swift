extension LabelledTable {
  /// The table of a file with columns that were recognised or given.
  static func found(
    _ file: OpenFile, _ configuration: DataConfiguration, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> (LabelledTable, LabelledColumns?) {
    let head = try FileBytes(file, most: Dialect.sample)
    let options = try head.options(configuration.table)
    if head.conversion == nil, FastTextLine.recognises(head) {
      for key in [DataKey.label, .text, .target, .delimiter, .header, .skip]
      where key.isWritten(configuration) {
        throw .labelledText(file: file.name, .keyNotUsed(key.path))
      }
      return (try lines(file, .fastText, progress: progress), nil)
    }
    guard let rows = LabelledRows(head, options: options) else {
      throw .labelledText(file: file.name, .noTable)
    }
    if configuration.targets.count > 1 {
      throw .outOfRange(key: "data.target", found: configuration.targets.count, allowed: 0...1)
    }
    let columns = try LabelledColumns(
      rows, label: configuration.label ?? configuration.targets.first, text: configuration.text,
      file: file.name)
    let table = try Table(
      file, rows.dialect(hasHeader: columns.hasHeader), options: options,
      progress: progress)
    return (
      try LabelledTable(
        table, .columns(label: columns.label, text: columns.text), progress: progress), columns
    )
  }

  /// The same columns in another file, which has labels too.
  func same(
    in file: OpenFile, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> LabelledTable {
    try LabelledTable.same(
      as: columns, classes: labelNames, in: file, needsLabel: true, progress: progress)
  }

  /// The columns that a model was trained on, in another file: by name where they had names and the
  /// file has them, else by number. Without a need for labels a file may lack their column, and may be
  /// nothing but a text a line.
  static func same(
    as columns: TextDescription.Columns, classes: [String], in file: OpenFile, needsLabel: Bool,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> LabelledTable {
    let head = try FileBytes(file, most: Dialect.sample)
    if file.conversion != nil {
      return try named(columns, head, in: file, needsLabel: needsLabel, progress: progress)
    }
    if FastTextLine.recognises(head) { return try lines(file, .fastText, progress: progress) }
    // Written like the model's own data, or in another way with the same columns.
    var options = TableOptions()
    options.delimiter = Delimiter.allCases.first { $0.name == columns.delimiter }
    for options in options == TableOptions() ? [options] : [options, TableOptions()] {
      guard let rows = LabelledRows(head, options: options) else { continue }
      let names = ColumnNames(rows.names, file: file.name, areNames: rows.hasHeader)
      let text = try columns.textName.flatMap { (name) throws(DatasetError) in
        try names.named(name)
      }
      let label = try columns.labelName.flatMap { (name) throws(DatasetError) in
        try names.named(name)
      }
      func read(
        _ text: Int, _ label: Int?, hasHeader: Bool
      ) throws(DatasetError) -> LabelledTable {
        let table = try Table(
          file, rows.dialect(hasHeader: hasHeader), options: options, progress: progress)
        return try LabelledTable(table, .columns(label: label, text: text), progress: progress)
      }
      if let text, !needsLabel || label != nil {
        return try read(text, label, hasHeader: true)
      }
      // No names here, but as many columns, most of the rows of that width; where the model's own file
      // had names, a class in the first row tells that these are none.
      guard rows.dialect.cells == columns.count, text == nil, label == nil,
        rows.dialect.agreement > 0.5
      else { continue }
      func isLabel(_ row: [String]?) -> Bool {
        row.map { $0[columns.label - 1].isEmpty || classes.contains($0[columns.label - 1]) }
          ?? false
      }
      let first = rows.hasHeader ? rows.first : rows.body.first
      // A comma in every line of texts makes no table.
      let isTable =
        rows.dialect.delimiter.name == columns.delimiter || isLabel(first)
        || rows.body.contains(where: isLabel)
      if columns.textName == nil && isTable || isLabel(first) {
        let isHeader = !isLabel(first) && isLabel(rows.body.first)
        return try read(columns.text - 1, columns.label - 1, hasHeader: isHeader)
      }
    }
    guard !needsLabel, !Self.isOther(head, than: columns) else {
      throw missing(columns, in: head)
    }
    return try lines(
      file, .columns(label: nil, text: 0), header: columns.textName, head: head,
      progress: progress)
  }

  /// In a format whose columns always have names.
  private static func named(
    _ columns: TextDescription.Columns, _ head: FileBytes, in file: OpenFile, needsLabel: Bool,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> LabelledTable {
    let table = try Table(file, progress: progress)
    let names = ColumnNames(table.names, file: file.name, areNames: true)
    func place(_ name: String?) throws(DatasetError) -> Int? {
      guard let name else { return nil }
      return try names.named(name)
    }
    let label = try place(columns.labelName)
    guard let text = try place(columns.textName), !needsLabel || label != nil else {
      throw missing(columns, in: head)
    }
    return try LabelledTable(table, .columns(label: label, text: text), progress: progress)
  }

  /// A table written like the model's own, which has other columns.
  private static func isOther(
    _ head: FileBytes, than columns: TextDescription.Columns
  ) -> Bool {
    guard let rows = LabelledRows(head, options: TableOptions()) else { return false }
    return rows.dialect.agreement > 0.9 && rows.dialect.delimiter.name == columns.delimiter
  }

  /// A file of which each line is a text, or a text and its label.
  ///
  /// - Parameter header: of a table with the texts as the only column.
  private static func lines(
    _ file: OpenFile, _ place: Place, header: String? = nil, head: FileBytes? = nil,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> LabelledTable {
    var hasHeader = false
    if let header, let head {
      var lines = TextLines(head.bytes)
      let first = lines.next().map { String(decoding: head.bytes[$0], as: UTF8.self) }
      hasHeader = first == header
    }
    let table = try Table(
      file, Dialect(lines: hasHeader), options: TableOptions(), progress: progress)
    return try LabelledTable(table, place, progress: progress)
  }

  private static func missing(
    _ columns: TextDescription.Columns, in head: FileBytes
  ) -> DatasetError {
    let found = LabelledRows(head, options: TableOptions())?.names ?? ["text"]
    let isText = columns.textName.map { !found.contains($0) } ?? true
    let name =
      isText
      ? columns.textName ?? "column \(columns.text)"
      : columns.labelName ?? "column \(columns.label)"
    return .unknownColumn(file: head.name, name: name, columns: found)
  }
}
