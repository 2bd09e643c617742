import Telemetry

extension LabelledTextSource {
  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    let vocabulary = try TokenVocabulary(description)
    guard let columns = description.text?.columns, let classes = description.labels,
      let most = description.length, most > 0, classes.count > 1,
      (1...max(1, columns.count)).contains(columns.text),
      (1...max(1, columns.count)).contains(columns.label)
    else { throw .unusableDescription("lacks columns, classes or length") }
    progress("reading \(escaped(file))")
    let source = try files.openTable(file, progress: progress)
    try files.requireMemory(of: source, growth: growth)
    var table = try LabelledTable.same(
      as: columns, classes: classes, in: source, needsLabel: false, progress: progress)
    if description.text?.html == .strip { table.stripMarkup() }
    let labels = try numbers(of: table, classes: classes)
    let encoder = TokenEncoder(vocabulary)
    let unknown = vocabulary.unknown ?? 0x20
    var texts = TokenizedTexts()
    var all = TokenEncoder.Encoded()
    for row in table.rows {
      table.withText(of: row) { bytes in
        let encoded = encoder.encode(bytes)
        texts.tokens.append(contentsOf: encoded.tokens)
        if let first = encoded.first, all.first == nil {
          all.first = (first.text, Int(row.line))
        }
        all.strangers += encoded.strangers
      }
      texts.endText(unknown: unknown)
    }
    all.tokens = texts.tokens
    // The offset of the first is its line here.
    try vocabulary.require(all, of: table.file) { $0 }
    let lengths = description.text?.lengths ?? LengthOptions()
    let examples = LabelledTexts(
      texts: texts, members: (0..<Int32(texts.count)).map { $0 }, classes: labels, most: most,
      truncate: lengths.truncate)
    var baselines: [Baseline] = []
    if let counts = description.text?.classes, counts.count == classes.count,
      !examples.labels.isEmpty
    {
      let prior = ClassPrior(counts: counts)
      baselines = [prior.baseline(validation: examples.labels, test: examples.labels)]
    }
    let starts = table.rows.map { (Int($0.line), escaped(table.string(of: $0))) }
    let shape = shape(vocabulary, steps: most, classes: classes.count)
    return PreparedFile(
      kind: .classes, shape: shape,
      examples: try PaddedExamples.wrap(examples, shape, lengths), baselines: baselines,
      classes: classes, metrics: metrics,
      notes: notes(table, texts, all, unit: vocabulary.unit),
      keyNames: ["line", table.columns.textName ?? "text"],
      keys: { ["\(starts[$0].0)", starts[$0].1] })
  }

  /// The class of each row; -1 where none is written. Throws for one that the model does not know.
  private static func numbers(
    of table: LabelledTable, classes: [String]
  ) throws(DatasetError) -> [Int32] {
    let numbers = Dictionary(zip(classes, Int32(0)...), uniquingKeysWith: { first, _ in first })
    var labels: [Int32] = []
    for row in table.rows {
      guard row.label >= 0 else {
        labels.append(-1)
        continue
      }
      let name = table.labels.word(Int(row.label))
      guard let number = numbers[name] else {
        throw .labelledText(
          file: table.file,
          .unknownClass(
            column: table.names[table.label ?? 0], line: Int(row.line), label: name,
            known: classes))
      }
      labels.append(number)
    }
    return labels
  }

  private static func notes(
    _ table: LabelledTable, _ texts: TokenizedTexts, _ encoded: TokenEncoder.Encoded,
    unit: TokenOptions.Unit
  ) -> [String] {
    let unlabelled = table.rows.filter { $0.label < 0 }.count
    var notes = table.notes
    notes.append(
      "\(counted(texts.count, "text")), "
        + (unlabelled == 0
          ? "each with its label"
          : unlabelled == texts.count ? "no labels" : "\(unlabelled) without a label"))
    if encoded.strangers > 0 {
      notes.append(
        "\(counted(encoded.strangers, unit.noun)) "
          + "(\(Numbers.tenthsOfPercent(Double(encoded.strangers) / Double(max(1, texts.tokens.count))))) unknown to "
          + "the model")
    }
    if texts.empty > 0 {
      notes.append("\(counted(texts.empty, "text")) without any \(unit.noun)")
    }
    return notes
  }
}
