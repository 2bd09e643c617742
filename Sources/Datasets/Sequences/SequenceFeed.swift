/// Which columns of a table of sequences are fed.
struct SequenceFeed {
  struct Input {
    var name: String
    /// How another file's column is sought.
    var reference: String
    /// For a category, each fed as a column of 0 and 1; nil for numbers.
    var kinds: [String]?
  }

  /// In the order in which they are fed.
  private(set) var inputs: [Input] = []
  /// Columns that are not fed: "t", "rises evenly".
  private(set) var leftOut: [(name: String, reason: String)] = []
  /// Inputs that are the same in the whole training part.
  private(set) var constant: [String] = []

  /// The most numbers a step.
  static let mostFeatures = 8192

  /// I.
  var features: Int { inputs.reduce(0) { $0 + ($1.kinds?.count ?? 1) } }

  /// Why a column of numbers is not fed unless it is asked for.
  private enum Reason: String {
    case noValue = "no value"
    case constant
    case time
    case risesEvenly = "rises evenly"
  }

  init(_ inputs: [Input]) { self.inputs = inputs }

  /// Chosen by the first `training` sequences of `table` alone. With `isChosen`, every column is fed
  /// or refused; else only those of numbers that vary and do not just count the rows.
  init(
    fitting table: SequenceTable, training: Int, isChosen: Bool
  ) throws(DatasetError) {
    for column in table.columns {
      switch column.content {
      case .numbers(let values):
        let reason = Self.reasonToLeaveOut(column.name, values, table, training)
        if let reason, !isChosen {
          leftOut.append((column.name, reason.rawValue))
        } else {
          if reason == .constant { constant.append(column.name) }
          inputs.append(Input(name: column.name, reference: column.reference))
        }
      case .kinds(let codes, let names):
        if !isChosen {
          leftOut.append((column.name, "text of \(counted(names.count, "kind"))"))
          continue
        }
        let seen = Set(codes[0..<table.starts[training]])
        let known = names.indices.filter { seen.contains(UInt8($0)) }.map { names[$0] }.sorted()
        inputs.append(Input(name: column.name, reference: column.reference, kinds: known))
      case .unusable(let error, let reason):
        // A column of numbers with a word in it is a fault; one of text is none.
        if isChosen { throw error }
        if case .cell = error { throw error }
        leftOut.append((column.name, reason))
      }
    }
    if inputs.isEmpty {
      throw .sequences(
        file: table.file,
        .nothingToFeed(leftOut: leftOut.map { "\(escaped($0.name)) (\($0.reason))" }))
    }
    if features > Self.mostFeatures {
      throw .sequences(
        file: table.file, .tooManyInputs(found: features, limit: Self.mostFeatures))
    }
  }

  private static func reasonToLeaveOut(
    _ name: String, _ values: [Double], _ table: SequenceTable, _ training: Int
  ) -> Reason? {
    var first = Double.nan
    var isConstant = true
    var isEven = true
    var step: Double?
    for sequence in 0..<training {
      let range = table.range(sequence)
      for row in range where !values[row].isNaN {
        if first.isNaN { first = values[row] }
        if values[row] != first { isConstant = false }
      }
      for row in range.dropFirst() where isEven {
        let own = values[row] - values[row - 1]
        let expected = step ?? own
        step = expected
        isEven = own > 0 && (own - expected).magnitude <= 1e-9 * expected.magnitude
      }
    }
    if first.isNaN { return .noValue }
    if isConstant { return .constant }
    if SequenceNames.time.contains(SequenceNames.plain(name)) { return .time }
    return isEven && step != nil ? .risesEvenly : nil
  }

  /// The columns of `table`, which was read as this feed asks, for the steps of `data.prepare`; each
  /// sequence is a segment.
  ///
  /// - Parameter parts: rows of training, validation and test; empty if nothing is fitted.
  func frame(of table: SequenceTable, parts: [Range<Int>]) throws(DatasetError) -> Frame {
    var columns: [Frame.Input] = []
    for input in inputs {
      guard let column = table.columns.first(where: { $0.reference == input.reference }) else {
        throw .otherColumns(
          file: table.file, missing: [input.name], found: table.columns.map(\.name))
      }
      columns += try Self.columns(input, column, table)
    }
    return Frame(
      file: table.file, inputs: columns, targets: [], rows: table.rows,
      segments: (0..<table.count).map(table.range), parts: parts, rowHashes: table.rowHashes)
  }

  private static func columns(
    _ input: Input, _ column: SequenceTable.Column, _ table: SequenceTable
  ) throws(DatasetError) -> [Frame.Input] {
    switch (column.content, input.kinds) {
    case (.unusable(let error, _), _): throw error
    case (.numbers(let values), nil): return [Frame.Input(name: input.name, values: values)]
    case (.kinds(_, let names), nil):
      throw .sequences(
        file: table.file, .words(column: column.name, example: names.first ?? ""))
    case (.numbers(let values), let kinds?):
      // Numbers only, if there were words: none of the kinds.
      return kinds.map {
        Frame.Input(
          name: "\(input.name)=\($0)", values: values.map { _ in 0 }, isIndicator: true)
      }
    case (.kinds(let codes, let names), let kinds?):
      return kinds.map { kind in
        let place = names.firstIndex(of: kind).map { UInt8($0) }
        return Frame.Input(
          name: "\(input.name)=\(kind)", values: codes.map { $0 == place ? 1 : 0 },
          isIndicator: true)
      }
    }
  }
}
