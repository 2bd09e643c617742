import Telemetry

/// `pairs`: a text as the answer to a text, from a table with both in every row.
package enum PairsSource: DataSource {
  package static let name = "pairs"
  package static let about =
    "A table with two columns of text, sources and targets (translations, answers, spellings): the "
    + "source is read, then the target is written token by token. The trivial predictor picks the "
    + "most frequent token at each position, and is hardly ever right as a whole."
  package static let keys: Set<DataKey> = DataKey.ofFiles.union(DataKey.ofTables).union([
    .targetFile, .target, .text, .unit, .numWords, .lowercase, .punctuation, .maxLength, .bucket,
  ]).subtracting([.decimal, .thousands, .missingValues])
  /// The most tokens of a source or target where `data.max_length` is not written.
  private static let mostSteps = 400
  /// Average number of words from which texts are read word by word.
  private static let leastWords = 3.0

  package static func load(
    _ configuration: DataConfiguration, files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> Dataset {
    guard let file = configuration.file else { throw .fileNeeded(source: name) }
    progress("reading \(escaped(file))")
    let main = try PairTable(file, configuration, files: files, progress: progress)
    let columns = PairDescription.Columns(
      source: main.table.reference(main.source),
      target: main.target.map { main.table.reference($0) } ?? "target",
      delimiter: main.table.source.conversion == nil ? main.table.dialect.delimiter.name : nil)
    var texts = PairTexts(main)
    let ownStart = texts.count
    var ends: [Int] = []
    var ownNotes: [String] = []
    for (own, part) in [
      (configuration.validationFile, "validation"), (configuration.testFile, "test"),
    ] {
      if let own {
        progress("reading \(escaped(own))")
        let table = try PairTable(
          own, as: columns, needsTarget: true, options: configuration.table, files: files,
          progress: progress)
        ownNotes.append("\(part): \(escaped(own)), \(counted(table.sources.count, "row"))")
        ownNotes += partNotes(part, table.notes, besides: main.notes)
        texts.add(table)
      }
      ends.append(texts.count)
    }
    var (options, unitNote) = unit(configuration.tokens, texts)
    try options.refuse(options.unit ?? .words, ranked: true)
    options.lowercase = options.lowercase ?? false
    let parts = try ExampleParts(configuration, labels: Array(repeating: 0, count: ownStart))
    var members = [
      parts.training,
      configuration.validationFile == nil ? parts.validation : Array(ownStart..<ends[0]),
      configuration.testFile == nil ? parts.test : Array(ends[0]..<ends[1]),
    ]
    progress("cutting \(counted(texts.count, "pair")) into tokens")
    let tokens = PairTokens(options, texts, training: members[0])
    let (source, target) = (tokens.sources, tokens.targets)
    let most = configuration.lengths.most ?? mostSteps
    let before = members.reduce(0) { $0 + $1.count }
    for place in members.indices {
      members[place].removeAll {
        source.range($0).count > most || target.range($0).count > most
      }
    }
    let long = before - members.reduce(0) { $0 + $1.count }
    if before == long {
      throw .pairs(file: file, .nothingLeft(source: main.sourceName, target: main.targetName))
    }
    let own = [nil, configuration.validationFile, configuration.testFile]
    for (place, name) in ["training", "validation", "test"].enumerated()
    where members[place].isEmpty {
      throw .pairs(
        file: file, .emptyPart(part: name, pairs: before - long, file: own[place], long: long))
    }
    var notes = main.notes
    notes.append(
      "source: \(escaped(main.sourceName)), target: \(escaped(main.targetName))"
        + (configuration.targetFiles.isEmpty ? " (data.text and data.target choose others)" : ""))
    notes += ownNotes
    notes.append(unitNote)
    if let note = tokens.note { notes.append(note) }
    if texts.incomplete > 0 {
      notes.append("\(counted(texts.incomplete, "row")) without source or target left out")
    }
    if long > 0 {
      notes.append(
        "\(counted(long, "pair")) of more than \(most) tokens left out (data.max_length)")
    }
    let set = PairSet(
      source: tokens.source, target: tokens.target, sources: .texts(source), targets: target,
      texts: tokens.target.texts(texts.targets, withUnknown: target),
      training: members[0], validation: members[1], test: members[2])
    return set.dataset(
      PairSet.Frame(
        source: name, file: escaped(stem(file)),
        summary: "\(escaped(main.sourceName)) to \(escaped(main.targetName))",
        asks: "write \(escaped(main.targetName)) for \(escaped(main.sourceName))",
        names: (escaped(main.sourceName), escaped(main.targetName)), columns: columns,
        notes: notes))
  }

  package static func prepare(
    _ file: String, by description: DatasetDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> PreparedFile {
    try PairTable.prepare(file, by: description, files: files, progress: progress)
  }

  /// The unit that is requested, or that fits the texts, with the reason.
  private static func unit(
    _ options: TokenOptions, _ texts: PairTexts
  ) -> (TokenOptions, note: String) {
    var options = options
    if let unit = options.unit { return (options, "tokens: \(unit.rawValue)") }
    let words = (texts.sources + texts.targets).reduce(0) {
      $0 + $1.split(whereSeparator: \.isWhitespace).count
    }
    let mean = Double(words) / Double(max(1, 2 * texts.count))
    let unit: TokenOptions.Unit = mean >= leastWords ? .words : .characters
    options.unit = unit
    return (
      options,
      "tokens: \(unit.rawValue), as a text has \(Numbers.fourDigits((mean * 10).rounded() / 10)) words on "
        + "average (data.unit changes this)"
    )
  }
}

/// The texts of all files, rows that lack one of them left out.
private struct PairTexts {
  private(set) var sources: [String] = []
  private(set) var targets: [String] = []
  private(set) var incomplete = 0

  var count: Int { sources.count }

  init(_ table: PairTable) { add(table) }

  mutating func add(_ table: PairTable) {
    for (source, target) in zip(table.sources, table.targets) {
      guard !source.isEmpty, !target.isEmpty else {
        incomplete += 1
        continue
      }
      sources.append(source)
      targets.append(target)
    }
  }
}

/// The tokens of sources and targets: two vocabularies, or one where most of both is the same.
private struct PairTokens {
  let source: TokenVocabulary
  let target: TokenVocabulary
  let sources: TokenizedTexts
  let targets: TokenizedTexts
  /// Why there is one vocabulary; nil: there are two.
  private(set) var note: String?

  /// - Parameter training: the pairs whose tokens are counted, ascending.
  init(_ options: TokenOptions, _ texts: PairTexts, training: [Int]) {
    let own = Self.found(options, texts.sources, training: training)
    let other = Self.found(options, texts.targets, training: training)
    let (kinds, otherKinds) = (Self.kinds(own.vocabulary), Self.kinds(other.vocabulary))
    let (both, all) = (kinds.intersection(otherKinds).count, max(kinds.count, otherKinds.count))
    guard both * 2 >= all else {
      (source, target) = (own.vocabulary, other.vocabulary)
      (sources, targets) = (own.texts, other.texts)
      return
    }
    let count = texts.count
    let joint = Self.found(
      options, texts.sources + texts.targets, training: training + training.map { $0 + count })
    (source, target) = (joint.vocabulary, joint.vocabulary)
    (sources, targets) = (joint.texts.part(0..<count), joint.texts.part(count..<2 * count))
    note = "source and target have one vocabulary: \(both) of \(all) kinds of tokens are in both"
  }

  /// Without padding and unknown tokens.
  private static func kinds(_ vocabulary: TokenVocabulary) -> Set<String> {
    Set(vocabulary.strings).subtracting(["", TokenVocabulary.unknownText])
  }

  private static func found(
    _ options: TokenOptions, _ texts: [String], training: [Int]
  ) -> LabelledVocabulary {
    LabelledVocabulary(options, count: texts.count, training: training) { index, body in
      var text = texts[index]
      text.withUTF8(body)
    }
  }
}
