/// Collects rows of a table, or of several alike, into sequences.
struct SequenceBuilder {
  /// The most kinds of labels.
  static let mostClasses = 1000

  /// Columns of the table by what they are for.
  struct Columns {
    var sequence: Int?
    var label: Int?
    var time: Int?
    var text: Int?
    var inputs: [Int]
    /// No ids: blank lines end sequences.
    var endsAtBlankLines = false
  }

  let columns: Columns
  /// True if every row has its own label.
  let everyStep: Bool
  /// True if a file without labels will do.
  let labelsMayMiss: Bool
  private let wantsHashes: Bool

  private(set) var rows = 0
  private var ids = ByteKinds()
  /// Some id occurs on more than one row.
  private var idComesAgain = false
  private var blankLines = 0
  /// Rows whose id is the one above, and the first of them.
  private var idsAbove = 0
  private var firstIdAbove = 0
  /// The sequence of each row.
  private var sequences: [Int32] = []
  private var labelKinds = ByteKinds()
  private var labelLines: [Int] = []
  /// One a sequence, or one a row.
  private var labels: [Int32] = []
  private var times: [Double] = []
  private var wordKinds = ByteKinds()
  private var words: [Int32] = []
  private var rowHashes: [Int] = []
  private var inputs: [MixedColumn]

  init(_ columns: Columns, _ request: SequenceRequest) {
    self.columns = columns
    everyStep = request.everyStep
    labelsMayMiss = request.labelsMayMiss
    wantsHashes = request.wantsHashes
    inputs = [MixedColumn](repeating: MixedColumn(), count: columns.inputs.count)
  }

  /// Begins a sequence that has its own file.
  mutating func begin(_ name: String, label: String?) {
    _ = ids.number(of: name)
    if everyStep { return }
    labels.append(label.map { Int32(labelKinds.number(of: $0)) } ?? -1)
    if labelLines.count < labelKinds.count { labelLines.append(0) }
  }

  /// Adds the row where `reader` is.
  mutating func append(_ reader: TableReader) throws(DatasetError) {
    var sequence = max(0, ids.count - 1)
    if let column = columns.sequence {
      sequence = try number(column, reader)
    } else if columns.endsAtBlankLines {
      if ids.count == 0 || reader.blankLines > blankLines { begin("\(ids.count + 1)", label: nil) }
      blankLines = reader.blankLines
      sequence = ids.count - 1
    } else if ids.count == 0 {
      begin(lastPart(reader.file), label: nil)
      if columns.label != nil, !everyStep { labels.removeLast() }
    }
    sequences.append(Int32(sequence))
    if let column = columns.label { try append(label: column, of: sequence, reader) }
    if let column = columns.time {
      times.append(try reader.time(column))
    }
    if let column = columns.text { words.append(Int32(reader.number(column, in: &wordKinds))) }
    for (place, column) in columns.inputs.enumerated() { inputs[place].append(reader, column) }
    if wantsHashes {
      // The same row in another file is a row of another sequence.
      var hasher = Hasher()
      hasher.combine(sequence)
      hasher.combine(reader.rowHash)
      rowHashes.append(hasher.finalize())
    }
    rows += 1
  }

  /// The sequence of a row. Ids may occur on the first row of each sequence only: an empty cell
  /// means the one above, as long as no id comes twice.
  private mutating func number(
    _ column: Int, _ reader: TableReader
  ) throws(DatasetError) -> Int {
    if reader.isEmpty(column) {
      guard let last = sequences.last, !idComesAgain else {
        throw .sequences(
          file: reader.file,
          .noSequence(line: reader.line, column: reader.table.names[column]))
      }
      if idsAbove == 0 { firstIdAbove = reader.line }
      idsAbove += 1
      return Int(last)
    }
    let known = ids.count
    let number = reader.number(column, in: &ids)
    if ids.count == known {
      idComesAgain = true
      if idsAbove > 0 {
        throw .sequences(
          file: reader.file,
          .noSequence(line: firstIdAbove, column: reader.table.names[column]))
      }
    }
    return number
  }

  private mutating func append(
    label column: Int, of sequence: Int, _ reader: TableReader
  ) throws(DatasetError) {
    var label: Int32 = -1
    if !reader.isEmpty(column) {
      label = Int32(reader.number(column, in: &labelKinds))
      if labelLines.count < labelKinds.count { labelLines.append(reader.line) }
      if labelKinds.count > Self.mostClasses {
        throw .sequences(
          file: reader.file,
          .tooManyClasses(column: reader.table.names[column], limit: Self.mostClasses))
      }
    }
    if everyStep {
      labels.append(label)
      return
    }
    if label < 0, !labelsMayMiss {
      throw .sequences(
        file: reader.file, .noLabel(line: reader.line, column: reader.table.names[column]))
    }
    if sequence == labels.count {
      labels.append(label)
    } else if labels[sequence] != label {
      throw .sequences(
        file: reader.file,
        .labelChanges(
          line: reader.line, sequence: ids.text(sequence),
          label: label < 0 ? "" : labelKinds.text(Int(label)),
          before: labels[sequence] < 0 ? "" : labelKinds.text(Int(labels[sequence]))))
    }
  }

  /// The table of what was collected.
  /// - Parameters:
  ///   - names: of all columns of the table, and how they are sought in another one.
  func finish(
    file: String, layout: String, names: [String], reference: (Int) -> String, roles: SequenceRoles
  ) -> SequenceTable {
    let (order, starts) = ordered()
    func inOrder(_ values: [Int32]) -> [Int32] {
      guard let order else { return values }
      return order.map { values[$0] }
    }
    var table = SequenceTable(
      file: file, layout: layout, ids: ids.texts, starts: starts,
      columns: columns.inputs.enumerated().map { place, column in
        .init(
          name: names[column], reference: reference(column),
          content: inputs[place].content(file: file, name: names[column], order: order),
          missing: inputs[place].missingCells)
      }, everyStep: everyStep, roles: roles)
    if wantsHashes { table.rowHashes = order?.map { rowHashes[$0] } ?? rowHashes }
    if let column = columns.text {
      table.words = .init(codes: inOrder(words), kinds: wordKinds, name: names[column])
    }
    if labels.contains(where: { $0 >= 0 }) {
      table.labels = .init(
        column: columns.label.map { names[$0] } ?? "label", names: labelKinds.texts,
        codes: everyStep ? inOrder(labels) : labels, lines: labelLines)
    }
    func describe(_ column: Int?, _ role: DataReport.Column.Role, kinds: Int?, kind: String) {
      guard let column else { return }
      table.otherColumns.append(
        .init(
          name: names[column], role: role, kind: kind, present: rows, missing: 0, distinct: kinds))
    }
    describe(columns.sequence, .sequence, kinds: ids.count, kind: "category")
    describe(columns.time, .time, kinds: nil, kind: "number")
    describe(columns.text, .text, kinds: wordKinds.count, kind: "text")
    describe(columns.label, .label, kinds: labelKinds.count, kind: "category")
    if idsAbove > 0, let column = columns.sequence {
      table.notes.append(
        "\(escaped(names[column])): \(counted(idsAbove, "empty cell")) repeat the id above")
    }
    if order != nil {
      table.notes.append(
        columns.time.map { "rows sorted by \(escaped(names[$0]))" }
          ?? "rows of a sequence are scattered in the file; grouped in file order")
    }
    return table
  }

  /// Rows sequence by sequence, within each in the order of time; nil if they already are. And
  /// where each sequence starts.
  private func ordered() -> ([Int]?, [Int]) {
    var starts = [Int](repeating: 0, count: ids.count + 1)
    var stands = true
    for (row, sequence) in sequences.enumerated() {
      starts[Int(sequence) + 1] += 1
      if row > 0, sequence < sequences[row - 1] { stands = false }
      if row > 0, !times.isEmpty, sequence == sequences[row - 1], times[row] < times[row - 1] {
        stands = false
      }
    }
    for sequence in 0..<ids.count { starts[sequence + 1] += starts[sequence] }
    if stands { return (nil, starts) }
    var next = starts
    var order = [Int](repeating: 0, count: sequences.count)
    for (row, sequence) in sequences.enumerated() {
      order[next[Int(sequence)]] = row
      next[Int(sequence)] += 1
    }
    if !times.isEmpty {
      for sequence in 0..<ids.count {
        // Equal times keep the file's order.
        order[starts[sequence]..<starts[sequence + 1]].sort {
          (times[$0], $0) < (times[$1], $1)
        }
      }
    }
    return (order, starts)
  }
}
