/// How a table in another format became delimited text.
struct Conversion: Sendable {
  /// For notes and messages: "JSON", "ARFF".
  var format: String
  var names: [String]
  /// The lines of the file that rows were made of.
  var lines: LineMap
  /// The uses of columns, where the format says so.
  var roles = Roles()
  var notes: [String] = []
  /// The file was delimited text too, in another shape.
  var isDelimited = false
  /// More rows follow in the file.
  var isCut = false

  /// Names of columns.
  struct Roles: Sendable {
    /// Tells to which sequence a row belongs.
    var sequence: String?
    var label: String?
    /// Nil: every other column.
    var inputs: [String]?
  }

  /// How the text is written: nothing of it has to be recognised.
  static let delimiter = Delimiter.comma

  /// - Throws: where a key says how a table is written that is no delimited text.
  func options(_ own: TableOptions, file: String) throws(DatasetError) -> TableOptions {
    let keys: [(DataKey, Bool)] = [
      (.delimiter, own.delimiter != nil), (.header, own.header != nil), (.skip, own.skip != nil),
    ]
    if !isDelimited, let key = keys.first(where: { $0.1 })?.0 {
      throw .sequences(
        file: file, .keyNotUsed(key: "data." + key.rawValue, with: format))
    }
    var options = own
    options.delimiter = Self.delimiter
    options.header = .on
    options.skip = 0
    return options
  }
}

extension FileBytes {
  func options(_ own: TableOptions) throws(DatasetError) -> TableOptions {
    guard let conversion else { return own }
    return try conversion.options(own, file: name)
  }
}
