/// A table with a row for each step: a column has the id of its sequence.
enum LongTable {
  static func read(
    _ file: String, _ request: SequenceRequest, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable {
    progress("reading \(escaped(file))")
    let source = try files.openTable(
      file, wide: request.wide, options: request.options.missing(as: request.readings),
      progress: progress)
    try files.requireMemory(of: source, growth: 4)
    let table = try Table(
      source, options: request.options, given: request.readings, progress: progress)
    let columns = try columns(of: table, request, isFolder: false)
    var reader = try TableReader(table, progress: progress)
    var builder = SequenceBuilder(columns, request)
    while try reader.next() { try builder.append(reader) }
    var read = builder.finish(
      file: file, layout: "long table", names: table.names, reference: table.reference,
      roles: roles(columns, of: table))
    read.readings = table.readings(columns.inputs)
    read.notes = table.notes + table.readingNotes(columns.inputs) + read.notes
    if !request.isKnown { read.notes += otherTags(columns, of: table) }
    return read
  }

  /// Next to words, columns that could be the tag.
  private static func otherTags(
    _ columns: SequenceBuilder.Columns, of table: Table
  ) -> [String] {
    guard columns.text != nil, table.dialect.hasHeader else { return [] }
    let others = table.names.indices.filter { column in
      SequenceNames.isTag(table.names[column])
        && ![columns.label, columns.text, columns.sequence, columns.time].contains(column)
    }
    guard let last = others.last else { return [] }
    let names = others.map { escaped(table.names[$0]) }.joined(separator: ", ")
    return ["not \(names); \(setting("data.label", table.names[last])) learns that"]
  }

  static func roles(_ columns: SequenceBuilder.Columns, of table: Table) -> SequenceRoles {
    var roles = SequenceRoles(
      sequence: columns.sequence.map(table.reference), label: columns.label.map(table.reference),
      time: columns.time.map(table.reference), text: columns.text.map(table.reference))
    if columns.endsAtBlankLines { roles.blankLines = true }
    return roles
  }

  /// The use of each column: as requested, else by its name.
  ///
  /// In a folder, each file is a sequence, and where sequences are labelled, its place is the label.
  static func columns(
    of table: Table, _ request: SequenceRequest, isFolder: Bool
  ) throws(DatasetError) -> SequenceBuilder.Columns {
    var roles = request.roles
    let isAsked = roles.inputs != nil
    if !request.isKnown { roles.fill(from: table.source.conversion?.roles) }
    func asked(_ reference: String?) throws(DatasetError) -> Int? {
      guard let reference else { return nil }
      return try table.column(reference)
    }
    let guesses = !request.isKnown && table.dialect.hasHeader
    let names = table.names
    let time = try asked(roles.time)
    if roles.text != nil { try request.refuse([.columns], with: "words", file: table.file) }
    var sequence: Int?
    var endsAtBlankLines = request.isKnown && roles.blankLines == true
    if !isFolder {
      sequence =
        try asked(roles.sequence)
        ?? (guesses ? SequenceNames.sequence(in: names) : nil)
      let hasWords =
        roles.text != nil || guesses && SequenceNames.first(SequenceNames.text, in: names) != nil
      if sequence == nil, request.everyStep, hasWords, table.blankLines + table.emptyRows > 0 {
        endsAtBlankLines = endsAtBlankLines || !request.isKnown
      } else if sequence == nil, !request.isKnown {
        throw .sequences(file: table.file, .noSequenceColumn(columns: names))
      }
    }
    var text = try asked(roles.text)
    if text == nil, guesses, request.everyStep, !isAsked {
      // A value that is the same for a whole sequence is not a word of a step.
      let others = names.indices.filter { roles.inputs?.contains(names[$0]) == false }
      text = SequenceNames.first(SequenceNames.text, in: names, besides: others)
    }
    var label: Int?
    if request.everyStep || !isFolder {
      label = try Self.label(
        table, request, roles, besides: [sequence, time, text].compactMap { $0 })
    }
    let uses = [(sequence, "the sequence"), (label, "the label"), (time, "time"), (text, "text")]
    var inputs: [Int] = []
    if let references = roles.inputs, text == nil {
      inputs = try table.columns(references) { column in !uses.contains { $0.0 == column } }
    } else if text == nil {
      inputs = names.indices.filter { column in !uses.contains { $0.0 == column } }
    }
    for column in Set(uses.compactMap { $0.0 } + inputs).sorted() {
      let own =
        uses.filter { $0.0 == column }.map { $0.1 }
        + inputs.filter { $0 == column }.map { _ in "an input" }
      if own.count > 1 {
        throw .sequences(file: table.file, .sameColumn(name: names[column], uses: own))
      }
    }
    return SequenceBuilder.Columns(
      sequence: sequence, label: label, time: time, text: text, inputs: inputs,
      endsAtBlankLines: endsAtBlankLines)
  }

  private static func label(
    _ table: Table, _ request: SequenceRequest, _ roles: SequenceRoles, besides: [Int]
  ) throws(DatasetError) -> Int? {
    if let reference = roles.label {
      // A file to be predicted only may lack it.
      return request.labelsMayMiss ? try table.find(reference) : try table.column(reference)
    }
    if request.isKnown { return nil }
    let inputs = try roles.inputs.map { (references) throws(DatasetError) in
      try table.columns(references) { _ in false }
    }
    let taken = besides + (inputs ?? [])
    if table.dialect.hasHeader,
      let named = SequenceNames.first(SequenceNames.label, in: table.names, besides: taken)
    {
      return named
    }
    // Else the only one with words.
    let words = table.names.indices.filter { column in
      !taken.contains(column)
        && table.columns[column].others > 0 && !table.columns[column].isNumeric
    }
    if words.count == 1 { return words[0] }
    throw .sequences(file: table.file, .noLabelColumn(columns: table.names))
  }
}
