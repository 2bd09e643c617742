import Telemetry

/// Findings about labelled texts, as notes and for the data screen.
struct LabelledFacts {
  let set: LabelledSet
  let tokens: LabelledVocabulary
  let most: Int
  /// True where `most` was chosen by the training part.
  let isChosen: Bool
  let truncate: LengthOptions.Side
  /// Training, validation, test.
  let parts: [LabelledTexts]

  private var unit: TokenOptions.Unit { tokens.vocabulary.unit }
  private static let names = ["training", "validation", "test"]

  // MARK: notes

  var notes: [String] {
    var notes: [String] = []
    notes += set.main.notes
    notes.append(columns)
    if let markup { notes.append(markup) }
    var own = set.tables.dropFirst()
    for (file, part) in [(set.validationFile, 1), (set.testFile, 2)] {
      guard let file else { continue }
      notes.append(
        "\(Self.names[part]): \(escaped(file)), \(counted(parts[part].count, "text"))")
      if let table = own.popFirst() {
        notes += partNotes(Self.names[part], table.notes, besides: set.main.notes)
      }
    }
    if set.unlabelled > 0 {
      notes.append("\(counted(set.unlabelled, "row")) without a label left out")
    }
    notes += set.steps.map { "\($0.name): \($0.effect)" }
    notes += [vocabulary, length]
    if tokens.texts.empty > 0 {
      notes.append(
        "\(counted(tokens.texts.empty, "text")) without any \(unit.noun) became one unknown token")
    }
    notes.append(
      "split by class: \(parts[0].count) training, \(parts[1].count) validation, "
        + "\(parts[2].count) test texts")
    notes += oddities
    return notes
  }

  private var columns: String {
    let counts = classCounts(of: set.examples.map { Int($0.label) })
    let shown = zip(set.classes, counts).prefix(8).map { "\(escaped($0)) \($1)" }
    let more = set.classes.count > 8 ? " and \(set.classes.count - 8) more" : ""
    var note =
      "label: \(set.main.title(of: set.main.label ?? 0)) with \(set.classes.count) classes: "
      + shown.joined(separator: ", ") + more + "; text: \(set.main.title(of: set.main.text))"
    if !set.alternatives.isEmpty {
      note +=
        "; not " + set.alternatives.prefix(5).map { escaped($0) }.joined(separator: ", ")
        + set.alternatives.prefix(1).map { " (\(setting("data.label", $0)) learns that)" }.joined()
    }
    return note
  }

  private var markup: String? {
    let found = set.markup
    if !set.stripsMarkup {
      return found.marked == 0
        ? nil
        : "HTML: \(counted(found.marked, "text")) of \(found.texts) with tags or entities, kept "
          + "(--set data.html=strip removes them)"
    }
    return "HTML: \(counted(found.tags, "tag")) left out and "
      + "\(found.entities) entities read as characters, in \(found.marked) of \(found.texts) texts"
      + " (--set data.html=keep keeps them)"
  }

  private var vocabulary: String {
    let vocabulary = tokens.vocabulary
    let rules =
      unit == .words
      ? vocabulary.rules.sentence
      : unit.rawValue + (vocabulary.rules.lowercase ? ", lower case" : "")
    guard unit != .bytes else { return "tokens: \(rules), 256 of them" }
    let why =
      set.oneWordTexts && unit == .characters
      ? " (each text is one word; --set data.unit=words keeps it whole)" : ""
    let (known, unknown) = (vocabulary.count - 2, unknownShare(parts[2]))
    return "tokens: \(rules)\(why); the training part has \(tokens.kinds) kinds, "
      + (known < tokens.kinds ? "the \(known) most frequent are known; " : "all are known; ")
      + "\(Numbers.tenthsOfPercent(unknown)) of the test part's \(unit.noun)s are not"
  }

  private func unknownShare(_ part: LabelledTexts) -> Double {
    var unknown = 0
    var all = 0
    for text in part.members {
      let range = tokens.texts.range(Int(text))
      all += range.count
      for token in tokens.texts.tokens[range] where token == TokenVocabulary.kerasUnknown {
        unknown += 1
      }
    }
    return Double(unknown) / Double(max(1, all))
  }

  private var length: String {
    let cut = lengths.filter { $0 > most }.count
    let end = truncate == .front ? "front" : "end"
    return "at most \(counted(most, unit.noun)) are fed"
      + (isChosen ? " (data.max_length: enough for 99 % of the training texts)" : "")
      + ", \(counted(cut, "longer text")) cut at the \(end)"
  }

  /// Notes on what may mislead.
  private var oddities: [String] {
    var notes: [String] = []
    let trained = classCounts(of: parts[0].labels)
    let alone = trained.indices.filter { index in
      trained[index] == 1 && !parts[1].labels.contains(index) && !parts[2].labels.contains(index)
    }
    if !alone.isEmpty {
      let shown = alone.prefix(5).map { escaped(set.classes[$0]) }.joined(separator: ", ")
      notes.append(
        "only one text has the class \(shown)\(alone.count > 5 ? ", ..." : ""): it is trained "
          + "on, never tested")
    }
    let repeats = set.repeats
    if repeats.count > 0 {
      notes.append(
        set.steps.isEmpty
          ? "\(counted(repeats.count, "row")) repeat an earlier text; "
            + "\(repeats.inTest) of \(parts[2].count) test texts also train: the step "
            + "duplicates: rows of data.prepare drops them"
          : "\(repeats.inTest) of \(parts[2].count) test texts also train")
    }
    return notes
  }

  private func classCounts(of labels: [Int]) -> [Int] {
    ClassPrior(labels, classes: set.classes.count).counts
  }

  private var lengths: [Int] {
    parts.flatMap { part in part.members.map { tokens.texts.range(Int($0)).count } }
  }

  // MARK: the report

  var report: DataReport {
    let table = set.main
    return DataReport(
      source: LabelledTextSource.name, file: table.file,
      task: "the class (\(escaped(table.names[table.label ?? 0]))) at the end of a text",
      rows: table.rows.count, duplicates: set.repeats.count,
      columns: table.names.indices.map(column), steps: set.steps, classes: set.classes,
      parts: zip(Self.names, parts).map { name, part in
        .init(name: name, examples: part.count, classCounts: classCounts(of: part.labels))
      },
      lengths: DataReport.Lengths(lengths, most: most), pictures: pictures)
  }

  private func column(_ index: Int) -> DataReport.Column {
    let table = set.main
    let rows = table.rows.count
    switch index {
    case table.label:
      let missing = table.rows.filter { $0.label < 0 }.count
      return .init(
        name: table.names[index], role: .label, kind: "category", present: rows - missing,
        missing: missing, distinct: set.classes.count)
    case table.text:
      let missing = table.rows.filter { $0.count == 0 }.count
      let repeats = set.tables.count == 1 ? set.repeats.count : nil
      return .init(
        name: table.names[index], role: .text, kind: "text", present: rows - missing,
        missing: missing, distinct: repeats.map { rows - set.unlabelled - $0 })
    default:
      return .init(
        name: table.names[index], role: .unused, kind: "text", present: rows, missing: 0,
        note: "not read")
    }
  }

  /// The first training text of each class, at most six.
  private var pictures: [DataReport.Picture] {
    var pictures: [DataReport.Picture] = []
    var shown = Set<Int32>()
    for text in parts[0].members where shown.count < 6 {
      let example = set.examples[Int(text)]
      guard shown.insert(example.label).inserted else { continue }
      let written = tokens.texts.tokens[tokens.texts.range(Int(text))].prefix(60)
      let strings = written.map { escaped(tokens.vocabulary.string(of: $0)) }
      pictures.append(
        DataReport.Picture(
          title: "\(escaped(set.classes[Int(example.label)])) (line \(example.row.line))",
          text: [
            "text:   " + escaped(set.string(of: Int(text)), limit: 300),
            "tokens: " + strings.joined(separator: unit == .words ? " " : ""),
          ]))
    }
    return pictures
  }
}
