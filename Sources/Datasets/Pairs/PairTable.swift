import Telemetry

/// The two columns of a table with pairs.
struct PairTable {
  let table: Table
  let source: Int
  /// Nil if only sources are there.
  let target: Int?
  /// [rows]
  private(set) var sources: [String] = []
  private(set) var targets: [String] = []
  /// For sources that are lines: the name of the model's own column.
  private var lineName: String?
  /// How the file is written, and what was assumed.
  private(set) var notes: [String]

  /// The file itself, its texts, and their tokens.
  static let growth = 8.0

  /// By the keys, or the only two columns of text.
  init(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let opened = try files.openTable(file, progress: progress)
    try files.requireMemory(of: opened, growth: Self.growth)
    let layout = try PairLayout(opened, configuration, progress: progress)
    let table = layout.table
    self.table = table
    notes = table.notes
    if layout.hasOpenFirst {
      notes.append("the first line is read as a pair; if it holds names: --set data.header=on")
    }
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
    guard rest.count == missing || missing == 0, let source = given.source ?? rest.popFirst(),
      let target = given.target ?? rest.popFirst()
    else {
      throw .pairs(
        file: file, .notTwoTexts(texts: texts.map { table.names[$0] }, columns: table.names))
    }
    if source == target { throw .pairs(file: file, .sameColumn(table.names[source])) }
    (self.source, self.target) = (source, target)
    try read(progress)
  }

  /// Another file with the columns of one that was read; nil: of a generated task.
  init(
    _ file: String, as columns: PairDescription.Columns?, needsTarget: Bool,
    options: TableOptions = TableOptions(), files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let opened = try files.openTable(file, progress: progress)
    try files.requireMemory(of: opened, growth: Self.growth)
    let layout = try PairLayout(
      opened, like: columns, needsTarget: needsTarget, options: options,
      progress: progress)
    let table = layout.table
    self.table = table
    notes = table.notes
    var wanted = columns ?? .ofTask
    if columns == nil, !table.dialect.hasHeader { (wanted.source, wanted.target) = ("1", "2") }
    if layout.isLines {
      notes.append(
        "each line is a source; a table with targets has "
          + (Int(wanted.source) == nil
            ? "\(escaped(wanted.source)) and \(escaped(wanted.target)) in its first line"
            : "\(wanted.delimiter ?? "tab") between source and target"))
      (source, target) = (0, nil)
      lineName = Int(wanted.source) == nil ? wanted.source : nil
    } else {
      let found = try (table.find(wanted.source), table.find(wanted.target))
      // A table with nothing but sources needs no name.
      guard let source = found.0 ?? (table.names.count == 1 ? 0 : nil) else {
        throw .otherColumns(file: file, missing: [wanted.source], found: table.names)
      }
      if needsTarget, found.1 == nil {
        throw .otherColumns(file: file, missing: [wanted.target], found: table.names)
      }
      (self.source, target) = (source, found.1 == source ? nil : found.1)
    }
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

  var sourceName: String { lineName ?? table.names[source] }
  var targetName: String { target.map { table.names[$0] } ?? "target" }
}

extension PairTable {
  /// A whole file, its texts in the tokens of a model of pairs.
  static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    guard let pairs = description.pairs else {
      throw .unusableDescription("does not say how to write targets")
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
      sources: .texts(sources), targets: targets, members: (0..<sources.count).map { Int32($0) },
      isKnown: isKnown, texts: answers.texts(table.targets, withUnknown: targets))
    let timeSteps = (0..<sources.count).map { sources.range($0).count }.max() ?? 1
    let longest = hasTargets ? (0..<targets.count).map { targets.range($0).count }.max() ?? 0 : 0
    var notes = table.notes
    notes.append(
      "\(counted(sources.count, "source"))\(hasTargets ? " with targets" : ", no targets")")
    if strangers > 0 {
      notes.append(
        "\(counted(strangers, vocabulary.unit.noun)) "
          + "(\(Numbers.tenthsOfPercent(Double(strangers) / Double(max(1, tokens))))) unknown to the model"
      )
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
