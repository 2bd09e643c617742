/// Sequences in the data's own units, as they were read: rows of all of them, one sequence after
/// the other.
struct SequenceTable {
  /// Contents that can be fed: numbers, or the kinds of a category.
  struct Column {
    enum Content {
      /// NaN if missing.
      case numbers([Double])
      /// `SequenceTable.noKind` where missing.
      case kinds([UInt8], names: [String])
      /// Text that is not a category, or cells that are not numbers; why, for the report.
      case unusable(DatasetError, reason: String)
    }
    var name: String
    /// How another file's column is sought: a name, or a number if there are no names.
    var reference: String
    var content: Content
    var missing: Int
  }

  struct Words {
    /// Numbers within `kinds`, one a row.
    var codes: [Int32]
    var kinds: ByteKinds
    var name: String
  }

  struct Labels {
    var column: String
    /// In the order in which they came.
    var names: [String]
    /// Numbers within `names`, -1 if there is none: one a sequence, or one a row.
    var codes: [Int32]
    /// The line on which each of `names` first occurs; 0 if there are no lines.
    var lines: [Int]
  }

  static let noKind: UInt8 = 255

  /// As the user wrote it.
  var file: String
  /// "long table", "folder", ...
  var layout: String
  var ids: [String]
  /// Rows of sequence i: `starts[i] ..< starts[i + 1]`.
  var starts: [Int]
  var columns: [Column]
  /// Nil if numbers are fed.
  var words: Words?
  /// [rows] hashes of whole rows, where they were requested.
  var rowHashes: [Int] = []
  /// Nil if the file has none.
  var labels: Labels?
  /// True if every step has a label.
  var everyStep: Bool
  /// How a new file is read.
  var roles: SequenceRoles
  /// How the numbers of columns were read; nil if they are from no table.
  var readings: [String: ColumnReading]?
  /// For sounds; nil elsewhere.
  var sound: SoundFacts?
  /// For an array with three axes; nil elsewhere.
  var arrayLayout: DataLayout?
  /// For the report: the columns that are not fed.
  var otherColumns: [DataReport.Column] = []
  var notes: [String] = []

  var count: Int { ids.count }
  var rows: Int { starts.last ?? 0 }
  func range(_ sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }
  var lengths: [Int] { (0..<count).map { range($0).count } }

  /// Columns that were read as `references` ask go by these, whatever this file calls them.
  mutating func nameColumns(_ references: [String]?) {
    guard let references, references.count == columns.count else { return }
    for place in columns.indices { columns[place].reference = references[place] }
  }

  /// The same with its sequences in another order; column by column, so that little is held twice.
  mutating func rearrange(_ order: [Int]) {
    let rows = order.flatMap { range($0) }
    func moved<Value>(_ values: [Value]) -> [Value] { rows.map { values[$0] } }
    let lengths = order.map { range($0).count }
    for place in columns.indices {
      switch columns[place].content {
      case .numbers(let values): columns[place].content = .numbers(moved(values))
      case .kinds(let codes, let names): columns[place].content = .kinds(moved(codes), names: names)
      case .unusable: break
      }
    }
    if let words { self.words?.codes = moved(words.codes) }
    if !rowHashes.isEmpty { rowHashes = moved(rowHashes) }
    if let labels {
      self.labels?.codes = everyStep ? moved(labels.codes) : order.map { labels.codes[$0] }
    }
    ids = order.map { ids[$0] }
    starts = [0]
    for length in lengths { starts.append(starts[starts.count - 1] + length) }
  }

  /// The class of each sequence, -1 where it has none; 0 everywhere where every step has a label.
  var sequenceLabels: [Int32] {
    guard let labels else { return [Int32](repeating: -1, count: count) }
    return everyStep ? [Int32](repeating: 0, count: count) : labels.codes
  }
}

/// Which columns of a table of sequences are what: names, or numbers from 1.
package struct SequenceRoles: Sendable, Equatable, Codable {
  /// Nil: the whole file is one sequence.
  package var sequence: String?
  package var label: String?
  package var time: String?
  package var text: String?
  /// Nil: every other column.
  package var inputs: [String]?
  /// I of a NumPy array; nil if it was not an array.
  package var arrayInputs: Int?
  /// For lines of words, whose columns have numbers above: the names, where a line has them.
  package var textName: String?
  package var labelName: String?
  /// For a table without ids: blank lines end its sequences.
  package var blankLines: Bool?

  package init(
    sequence: String? = nil, label: String? = nil, time: String? = nil, text: String? = nil,
    inputs: [String]? = nil, arrayInputs: Int? = nil
  ) {
    self.sequence = sequence
    self.label = label
    self.time = time
    self.text = text
    self.inputs = inputs
    self.arrayInputs = arrayInputs
  }
}
