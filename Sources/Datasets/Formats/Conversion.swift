/// How a table in another format became delimited text.
struct Conversion: Sendable {
  /// For notes and messages: "JSON", "ARFF".
  var format: String
  /// The lines of the file that rows were made of.
  var lines: LineMap
  /// The uses of columns, if the format declares them.
  var roles = Roles()
  var notes: [String] = []
  /// Between the cells of a file that was delimited text too, in another shape; nil: a format of its
  /// own, whose numbers have decimal points.
  var original: Delimiter?
  /// More rows follow in the file.
  var isCut = false

  /// Names of columns.
  struct Roles: Sendable {
    /// The id of a row's sequence.
    var sequence: String?
    var label: String?
    /// Nil: every other column.
    var inputs: [String]?
  }

  /// How the text is written: nothing of it has to be recognised.
  static let delimiter = Delimiter.comma

  /// - Throws: if a key says how a table is written that is not delimited text.
  func options(_ own: TableOptions, file: String) throws(DatasetError) -> TableOptions {
    let keys: [(DataKey, Bool)] = [
      (.delimiter, own.delimiter != nil), (.header, own.header != nil), (.skip, own.skip != nil),
    ]
    if original == nil, let key = keys.first(where: { $0.1 })?.0 {
      throw .sequences(
        file: file, .keyNotUsed(key: key.path, with: format))
    }
    var options = own
    options.delimiter = Self.delimiter
    options.header = .on
    options.skip = 0
    return options
  }
}

extension SequenceRoles {
  /// With the uses that a format declares, where the user named none.
  mutating func fill(from declared: Conversion.Roles?) {
    sequence = sequence ?? declared?.sequence
    label = label ?? declared?.label
    inputs = inputs ?? declared?.inputs
  }
}

extension DataConfiguration {
  /// The same for series, of which the first input is to be predicted.
  mutating func fill(from declared: Conversion.Roles?) {
    if sequence.isEmpty { sequence = declared?.sequence.map { [$0] } ?? [] }
    if targets.isEmpty, columns.isEmpty { targets = (declared?.inputs?.first).map { [$0] } ?? [] }
  }
}

extension FileBytes {
  func options(_ own: TableOptions) throws(DatasetError) -> TableOptions {
    guard let conversion else { return own }
    return try conversion.options(own, file: name)
  }
}
