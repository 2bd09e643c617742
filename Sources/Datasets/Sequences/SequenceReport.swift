import Telemetry

/// The report on labelled or tagged sequences: notes, the data screen's report, and what a model
/// file keeps.
struct SequenceReport {
  let summary: String
  let classes: [String]
  var notes: [String]
  private(set) var whole: DataReport
  private let everyStep: Bool
  private let source: String
  private let lengths: LengthOptions
  private let most: Int

  /// Effects of the steps of `data.prepare`.
  var steps: [PreparationReport] {
    get { whole.steps }
    set { whole.steps = newValue }
  }

  private let readings: [String: ColumnReading]?

  /// Looks at the table's values as they are in the file.
  ///
  /// - Parameters:
  ///   - most: steps that are fed at most.
  ///   - training: the sequences of training.
  init(
    source: String, table: SequenceTable, inputs: SequenceInputs, classes: [String], most: Int,
    lengths: LengthOptions, training: Range<Int>
  ) {
    self.source = source
    self.classes = classes
    self.lengths = lengths
    self.most = most
    everyStep = table.everyStep
    let fed =
      table.sound != nil
      ? "sound in \(inputs.features) mel bands"
      : inputs.features > 0
        ? counted(inputs.features, "input") : counted(inputs.vocabulary, "kind") + " of words"
    summary =
      "\(fed), \(classes.count) " + (table.everyStep ? "tags" : "classes")
    notes = table.notes
    readings = table.readings
    whole = DataReport(
      source: source, file: table.file,
      task: table.everyStep
        ? "the tag of each step" : "the class of a \(table.sound == nil ? "sequence" : "sound")",
      rows: table.rows,
      rowsName: table.sound != nil ? "frames" : table.words == nil ? "rows" : "words",
      columns: Self.columns(table, inputs), classes: classes, parts: [],
      lengths: DataReport.Lengths(table.lengths, most: most),
      pictures: SequencePictures(table: table, inputs: inputs, classes: classes).all(training))
    whole.sound = table.sound.map { SoundReport($0) }
    addNotes(table, inputs)
  }

  private mutating func addNotes(_ table: SequenceTable, _ inputs: SequenceInputs) {
    let lengths = table.lengths
    notes.append(
      "\(counted(table.count, "sequence")) of "
        + spanned(lengths.min() ?? 0, lengths.max() ?? 0, "step"))
    let cut = lengths.count { $0 > most }
    if cut > 0 {
      notes.append(
        "\(counted(cut, "sequence")) longer than \(most) steps cut "
          + (self.lengths.truncate == .front ? "at the front" : "at the end"))
    }
    if self.lengths.pad != .mask {
      let filler = self.lengths.pad == .zeros ? "zeros" : "repetitions"
      notes.append(
        "shorter sequences padded to \(most) steps with \(filler) "
          + (self.lengths.padSide == .front ? "at the front" : "at the end"))
    }
    if let labels = table.labels {
      notes.append(
        "\(everyStep ? "tags" : "labels"): \(escaped(labels.column)), \(classes.count) kinds: "
          + listed(classes))
    }
    guard case .numbers(let feed) = inputs else {
      notes.append(
        "vocabulary: \(inputs.vocabulary - 2) words of the training part, and one token for all "
          + "others")
      return
    }
    // Bands are reported with the sounds.
    if table.sound == nil { notes.append("inputs: \(listed(feed.inputs.map(\.name)))") }
    if !feed.leftOut.isEmpty {
      let names = feed.leftOut.map { "\(escaped($0.name)) (\($0.reason))" }
      notes.append("not fed: " + listed(names, escapes: false))
    }
    if !feed.constant.isEmpty {
      notes.append("constant in the training part: \(listed(feed.constant))")
    }
  }

  /// Adds what became of the parts.
  mutating func add(
    _ training: SequenceExamples, _ validation: SequenceExamples, _ test: SequenceExamples
  ) {
    whole.parts = [("training", training), ("validation", validation), ("test", test)].map {
      .init(
        name: $0.0, examples: $0.1.count, place: everyStep ? "" : "stratified by class",
        classCounts: $0.1.classCounts(classes.count))
    }
    let counts = whole.parts[0].classCounts
    let single = classes.indices.filter { counts[$0] == 1 }.map { classes[$0] }
    if !single.isEmpty, !everyStep {
      notes.append(
        "one training example only: \(listed(single)); nothing general can be learned "
          + "from it")
    }
    notes.append(
      "split \(everyStep ? "by sequence" : "by class"): \(training.count) training, "
        + "\(validation.count) validation, \(test.count) test sequences")
  }

  // MARK: the model file

  func description(
    _ inputs: SequenceInputs, roles: SequenceRoles, steps: [FittedPreparation], shares: [Double]
  ) -> DatasetDescription {
    var description = DatasetDescription(source: source, labels: classes)
    var own = SequenceDescription(
      roles: roles, inputs: [], steps: steps, most: lengths.most ?? SequenceDataset.mostSteps,
      truncate: lengths.truncate, pad: lengths.pad, padSide: lengths.padSide, timeSteps: most,
      lowercase: false, shares: shares, readings: readings)
    switch inputs {
    case .numbers(let feed):
      own.inputs = feed.inputs.map { .init(name: $0.name, kinds: $0.kinds) }
    case .words(let numbers):
      own.lowercase = numbers.lowercase
      description.vocabulary = numbers.vocabulary.strings
      description.unknown = Int(WordNumbers.unknown)
    }
    description.sequences = own
    return description
  }

  // MARK: the columns

  private static func columns(
    _ table: SequenceTable, _ inputs: SequenceInputs
  ) -> [DataReport.Column] {
    if let sound = Spectrogram(table) { return [sound.column] }
    var used: Set<String> = []
    var leftOut: [String: String] = [:]
    if case .numbers(let feed) = inputs {
      used = Set(feed.inputs.map(\.reference))
      for column in feed.leftOut { leftOut[column.name] = column.reason }
    }
    return table.otherColumns
      + table.columns.map { column in
        var shown = DataReport.Column(
          name: column.name, role: used.contains(column.reference) ? .input : .unused,
          kind: "text", present: table.rows - column.missing, missing: column.missing,
          note: leftOut[column.name] ?? "")
        switch column.content {
        case .numbers(let values): describe(values, &shown)
        case .kinds(_, let names):
          shown.kind = "category"
          shown.distinct = names.count
        case .unusable: break
        }
        return shown
      }
  }

  private static func describe(_ values: [Double], _ column: inout DataReport.Column) {
    column.kind = "number"
    guard column.present > 0 else { return }
    var (low, high, mean) = (Double.infinity, -Double.infinity, 0.0)
    for value in values where !value.isNaN {
      low = min(low, value)
      high = max(high, value)
      mean += value / Double(column.present)
    }
    (column.minimum, column.mean, column.maximum) = (low, mean, high)
    if low == high, column.note.isEmpty { column.note = "constant" }
  }
}
