/// The two columns of a table with pairs.
struct PairTable {
  let table: Table
  let source: Int
  /// Nil where only sources are there.
  let target: Int?
  /// [rows]
  private(set) var sources: [String] = []
  private(set) var targets: [String] = []

  /// The file itself, its texts, and their tokens.
  static let growth = 8.0

  /// As the keys say, or the two columns of text that there are.
  init(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let opened = try files.openTable(file, progress: progress)
    try files.requireMemory(of: opened, growth: Self.growth)
    let table = try Table(opened, options: configuration.table, progress: progress)
    self.table = table
    if configuration.targets.count > 1 {
      throw .pairs(file: file, .severalTargets(configuration.targets))
    }
    let given = try Self.columns(
      table, source: configuration.text, target: configuration.targets.first)
    let texts = table.names.indices.filter { column in
      !table.columns[column].isNumeric && table.columns[column].present > 0
    }
    // Two columns are source and target, whatever they hold.
    let usable = table.names.count == 2 ? Array(table.names.indices) : texts
    var rest = usable.filter { $0 != given.source && $0 != given.target }[...]
    let missing = (given.source == nil ? 1 : 0) + (given.target == nil ? 1 : 0)
    guard rest.count == missing || missing == 0 else {
      throw .pairs(
        file: file, .notTwoTexts(texts: texts.map { table.names[$0] }, columns: table.names))
    }
    guard let source = given.source ?? rest.popFirst(), let target = given.target ?? rest.popFirst()
    else {
      throw .pairs(
        file: file, .notTwoTexts(texts: texts.map { table.names[$0] }, columns: table.names))
    }
    if source == target { throw .pairs(file: file, .sameColumn(table.names[source])) }
    (self.source, self.target) = (source, target)
    try read(progress)
  }

  /// Another file with the columns of one that was read.
  init(
    _ file: String, as columns: PairDescription.Columns?, needsTarget: Bool,
    options: TableOptions = TableOptions(), files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let opened = try files.openTable(file, progress: progress)
    try files.requireMemory(of: opened, growth: Self.growth)
    var options = options
    if let columns, options.header == nil {
      // As in the model's own file: numbers stand for columns without names.
      options.header = Int(columns.source) == nil ? .on : .off
    }
    var found = try Table(opened, options: options, progress: progress)
    if columns == nil, found.dialect.hasHeader, found.names.first?.lowercased() != "source" {
      options.header = .off
      found = try Table(opened, options: options, progress: progress)
    }
    let table = found
    self.table = table
    let names = columns ?? PairDescription.Columns(source: "source", target: "target")
    // Of a generated task's model any table with one column will do, or with two; a first line is one
    // of names where it begins with "source".
    let isAny = columns == nil && table.names.count <= 2
    let source = isAny ? 0 : try? table.column(names.source)
    guard let source = source ?? (table.names.count == 1 ? 0 : nil) else {
      if columns == nil { throw .pairs(file: file, .noSource(columns: table.names)) }
      throw .otherColumns(file: file, missing: [names.source], found: table.names)
    }
    var target: Int?
    if isAny {
      target = table.names.count == 2 ? 1 : nil
    } else if needsTarget {
      target = try table.column(names.target)
    } else {
      target = try? table.column(names.target)
    }
    (self.source, self.target) = (source, target == source ? nil : target)
    try read(progress)
  }

  private static func columns(
    _ table: Table, source: String?, target: String?
  ) throws(DatasetError) -> (source: Int?, target: Int?) {
    var columns: (source: Int?, target: Int?) = (nil, nil)
    if let source { columns.source = try table.column(source) }
    if let target { columns.target = try table.column(target) }
    return columns
  }

  private mutating func read(_ progress: @escaping (String) -> Void) throws(DatasetError) {
    var wanted = TableColumns.Wanted()
    wanted.texts = Set([source, target].compactMap { $0 })
    let columns = try TableColumns(table, wanted, progress: progress)
    sources = columns.texts[source] ?? []
    targets = target.flatMap { columns.texts[$0] } ?? []
  }

  var sourceName: String { table.names[source] }
  var targetName: String { target.map { table.names[$0] } ?? "target" }
}

extension PairTable {
  /// A whole file, its texts in the tokens of a model of pairs.
  static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let pairs = description.pairs else {
      throw .unusableDescription("does not say how targets are written")
    }
    let vocabulary = try TokenVocabulary(description)
    let answers = try TokenVocabulary(targetsOf: pairs)
    progress("reading \(escaped(file))")
    let table = try PairTable(
      file, as: pairs.columns, needsTarget: false, files: files, progress: progress)
    var (sources, targets) = (TokenizedTexts(), TokenizedTexts())
    var (strangers, tokens) = (0, 0)
    for text in table.sources {
      let (found, _, unknown) = vocabulary.read(text)
      sources.tokens += found
      sources.endText(unknown: vocabulary.unknown ?? 0x20)
      strangers += unknown
      tokens += found.count
    }
    for text in table.targets {
      targets.tokens += answers.encode(text)
      targets.endText(unknown: answers.unknown ?? 0x20)
    }
    let isKnown =
      table.target == nil ? table.sources.map { _ in false } : table.targets.map { !$0.isEmpty }
    let hasTargets = isKnown.contains(true)
    let examples = PairExamples(
      sources: sources, targets: targets, members: (0..<sources.count).map { Int32($0) },
      isKnown: isKnown, texts: answers.texts(table.targets, withUnknown: targets))
    let timeSteps = (0..<sources.count).map { sources.range($0).count }.max() ?? 1
    let longest = hasTargets ? (0..<targets.count).map { targets.range($0).count }.max() ?? 0 : 0
    var notes = table.table.notes
    notes.append(
      "\(counted(sources.count, "source"))\(hasTargets ? " with targets" : ", no targets")")
    if strangers > 0 {
      notes.append(
        "\(counted(strangers, vocabulary.unit.noun)) "
          + "(\(percent(Double(strangers) / Double(max(1, tokens))))) unknown to the model")
    }
    let texts = (table.sources, table.targets)
    return PreparedFile(
      kind: .pairs,
      shape: pairs.shape(
        timeSteps: timeSteps, vocabulary: vocabulary.count,
        targetSteps: max(pairs.length, longest + 1)),
      examples: examples, metrics: PairSet.metrics, notes: notes,
      targetVocabulary: answers,
      keyNames: [table.sourceName] + (hasTargets ? [table.targetName] : []),
      keys: { [texts.0[$0]] + (hasTargets ? [texts.1[$0]] : []) })
  }
}
