import Telemetry

/// The texts of all parts with their classes, by files and split.
struct LabelledSet {
  struct Example {
    /// An index into `tables`.
    var table: Int
    var row: LabelledTable.Row
    var label: Int32
  }

  /// The main file, then those of validation and test, where they have their own.
  private(set) var tables: [LabelledTable]
  private(set) var examples: [Example] = []
  /// Ascending.
  private(set) var classes: [String]
  private(set) var training: [Int] = []
  private(set) var validation: [Int] = []
  private(set) var test: [Int] = []
  /// Texts that occur more than once, and how many of the test part also train.
  private(set) var repeats = TextRepeats()
  private(set) var steps: [PreparationReport] = []
  /// Rows of the main file without a label, which are left out.
  private(set) var unlabelled = 0
  /// Other columns that could be the label, by name.
  let alternatives: [String]
  /// The HTML found in the main file, and whether it was taken out.
  private(set) var markup = MarkupCount()
  private(set) var stripsMarkup = false
  /// Nobody said what a token is, and the texts are words: the tokens are their characters.
  let oneWordTexts: Bool
  let validationFile: String?
  let testFile: String?

  var main: LabelledTable { tables[0] }

  init(
    _ configuration: DataConfiguration, file: String, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    progress("reading \(escaped(file))")
    let source = try files.openTable(file, progress: progress)
    try files.requireMemory(of: source, growth: LabelledTextSource.growth)
    var (main, columns) = try LabelledTable.found(source, configuration, progress: progress)
    alternatives = columns.map { columns in columns.alternatives.map { columns.names[$0] } } ?? []
    if configuration.html != .keep {
      markup = main.markup
      stripsMarkup = configuration.html == .strip || markup.isEvidence
      if stripsMarkup { main.stripMarkup() }
    }
    tables = [main]
    oneWordTexts = configuration.tokens.unit == nil && main.areWords
    validationFile = configuration.validationFile
    testFile = configuration.testFile
    classes = main.labelNames
    let column = main.names[main.label ?? 0]
    let limit = LabelledTextSource.mostClasses
    if classes.count > limit {
      throw .labelledText(
        file: file,
        .tooManyClasses(column: column, found: classes.count, limit: limit))
    }
    if let columns, columns.isLabelGuessed, classes.count > LabelledColumns.mostKindsUnnamed {
      throw .labelledText(
        file: file, .manyKinds(column: column, found: classes.count, reference: column))
    }
    if classes.count < 2 {
      throw .labelledText(
        file: file, .oneClass(column: column, label: classes.first ?? ""))
    }
    try add(main, isMain: true)
    let ownStart = examples.count
    var ends: [Int] = []
    for own in [validationFile, testFile] {
      if let own {
        progress("reading \(escaped(own))")
        let source = try files.openTable(own, progress: progress)
        try files.requireMemory(of: source, growth: LabelledTextSource.growth)
        var table = try main.same(in: source, progress: progress)
        if stripsMarkup { table.stripMarkup() }
        tables.append(table)
        try add(table, isMain: false)
      }
      ends.append(examples.count)
    }
    try divide(configuration, main: ownStart, ends: ends)
  }

  /// Appends the examples of a table; throws for a class that the main file lacks.
  private mutating func add(_ table: LabelledTable, isMain: Bool) throws(DatasetError) {
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, Int32(0)...))
    let own = (0..<table.labels.count).map { numbers[table.labels.word($0)] }
    for row in table.rows {
      guard row.label >= 0 else {
        unlabelled += 1
        continue
      }
      guard let label = own[Int(row.label)] else {
        throw .labelledText(
          file: table.file,
          .unknownClass(
            column: table.names[table.label ?? 0], line: Int(row.line),
            label: table.labels.word(Int(row.label)), known: classes))
      }
      examples.append(Example(table: tables.count - 1, row: row, label: label))
    }
  }

  /// Prepares and splits: `main` examples of the main file, then those up to each of `ends`.
  private mutating func divide(
    _ configuration: DataConfiguration, main: Int, ends: [Int]
  ) throws(DatasetError) {
    let table = tables[0].file
    var groups = [0..<main, main..<ends[0], ends[0]..<ends[1]].map(Array.init)
    let firsts = TextRepeats.firsts(self)
    repeats.count = zip(firsts.indices, firsts).filter { $0 != Int($1) }.count
    for step in configuration.prepare ?? [] {
      guard step == Duplicates.rows else {
        throw .labelledText(file: table, .step("\(step.name): \(step.value)"))
      }
      steps.append(dropRepeats(&groups, firsts))
    }
    let kept = groups[0]
    let parts = try ExampleParts(configuration, labels: kept.map { Int(examples[$0].label) })
    training = parts.training.map { kept[$0] }
    validation = validationFile == nil ? parts.validation.map { kept[$0] } : groups[1]
    test = testFile == nil ? parts.test.map { kept[$0] } : groups[2]
    for (part, name) in [(training, "training"), (validation, "validation"), (test, "test")]
    where part.isEmpty {
      throw .labelledText(file: table, .emptyPart(part: name, texts: kept.count))
    }
    let trained = Set(training.map { firsts[$0] })
    repeats.inTest = test.filter { trained.contains(firsts[$0]) }.count
  }

  /// Drops rows whose text and label stood there before.
  private func dropRepeats(_ groups: inout [[Int]], _ firsts: [Int32]) -> PreparationReport {
    struct Key: Hashable {
      var first: Int32
      var label: Int32
    }
    var seen: [Key: Int] = [:]
    var shown: [String] = []
    let before = groups.reduce(0) { $0 + $1.count }
    for group in groups.indices {
      groups[group].removeAll { index in
        let key = Key(first: firsts[index], label: examples[index].label)
        guard let first = seen[key] else {
          seen[key] = index
          return false
        }
        if shown.count < 3 {
          shown.append(
            "line \(examples[index].row.line) repeats line \(examples[first].row.line): "
              + "\"\(escaped(string(of: index)))\"")
        }
        return true
      }
    }
    let after = groups.reduce(0) { $0 + $1.count }
    return PreparationReport(
      name: "duplicates: rows", effect: "\(counted(before - after, "repeated row")) dropped",
      rowsBefore: before, rowsAfter: after, valuesChanged: 0, examples: shown)
  }

  func withText(of example: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    let example = examples[example]
    tables[example.table].withText(of: example.row, body)
  }

  func string(of example: Int) -> String {
    let example = examples[example]
    return tables[example.table].string(of: example.row)
  }
}

/// Texts that occur more than once.
struct TextRepeats {
  /// Rows whose text stood there before.
  var count = 0
  /// Texts of the test part that also train.
  var inTest = 0

  /// The first text that is the same, for each example: its own number where it is new.
  static func firsts(_ set: LabelledSet) -> [Int32] {
    var firsts: [Int32] = []
    firsts.reserveCapacity(set.examples.count)
    var byHash: [UInt64: Int32] = [:]
    for index in set.examples.indices {
      var first = Int32(index)
      set.withText(of: index) { bytes in
        let hash = WordHash.of(bytes)
        guard let other = byHash[hash] else {
          byHash[hash] = first
          return
        }
        // Another text with the same hash counts as new.
        set.withText(of: Int(other)) { if $0.elementsEqual(bytes) { first = other } }
      }
      firsts.append(first)
    }
    return firsts
  }
}
