/// Writes sequences, read one at a time, as a table with a row for each step.
struct StepTable {
  static let sequence = "sequence"
  static let label = "label"

  /// The cells of an input by step, as ranges of some bytes.
  typealias Steps = [Range<Int>]

  private var writer: DelimitedWriter
  private let options: TableOptions
  private let roles: Conversion.Roles
  private(set) var count = 0
  /// Sequences without any step, which are left out, and those that end before the longest.
  private(set) var empty = 0
  private var lengths: [Int: Int] = [:]
  private var ids = ByteKinds()

  /// - Parameters:
  ///   - options: which cells mean "missing".
  ///   - line: of the file, that declares the columns.
  init(
    of file: OpenFile, sequence: String = sequence, hasLabels: Bool, inputs: [String],
    options: TableOptions, line: Int
  ) throws(DatasetError) {
    writer = try DelimitedWriter(of: file, goesOn: false)
    self.options = options
    let names = [sequence] + (hasLabels ? [Self.label] : []) + inputs
    roles = Conversion.Roles(
      sequence: sequence, label: hasLabels ? Self.label : nil, inputs: inputs)
    try writer.header(names, line: line)
  }

  /// Adds a sequence; steps at its end of which every input is missing are none.
  /// - Parameter steps: [inputs], all of one length.
  mutating func add(
    line: Int, id: [UInt8]?, label: [UInt8]?, _ steps: [Steps],
    of bytes: UnsafeBufferPointer<UInt8>, file: String
  ) throws(DatasetError) {
    let name = id ?? Array("\(count + empty + 1)".utf8)
    let known = ids.count
    if name.withUnsafeBufferPointer({ ids.number(of: $0) }) < known {
      throw .format(
        file: file, line: line, .sequenceTwice(String(decoding: name, as: UTF8.self)))
    }
    var length = steps.first?.count ?? 0
    while length > 0, steps.allSatisfy({ isMissing(bytes[$0[length - 1]]) }) { length -= 1 }
    if length == 0 {
      empty += 1
      return
    }
    lengths[length, default: 0] += 1
    count += 1
    for step in 0..<length {
      writer.begin(line)
      try writer.quoted(name)
      if roles.label != nil {
        if let label, !label.isEmpty { try writer.quoted(label) } else { writer.plain([]) }
      }
      for input in steps {
        let cell = bytes[input[step]]
        if isMissing(cell) {
          writer.plain([])
        } else if cell.contains(Conversion.delimiter.rawValue) || cell.contains(0x22) {
          try writer.quoted(cell)
        } else {
          writer.plain(cell)
        }
      }
      try writer.end()
    }
  }

  /// Whether a cell of an input has no number.
  func isMissing(_ cell: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let cell = UnsafeBufferPointer(rebasing: cell)
    if options.isMissing(cell) { return true }
    if let first = cell.first, first &- 0x30 < 10, options.missingValues == nil { return false }
    switch NumberText(cell) {
    case .missing, .absent: return true
    case .number(let number): return options.isMissing(number.value)
    case .overflow, .other: return false
    }
  }

  /// Throws for a cell of an input that is neither a number nor missing.
  func requireNumber(
    _ cell: Slice<UnsafeBufferPointer<UInt8>>, file: String, line: Int,
    column: @autoclosure () -> String
  ) throws(DatasetError) {
    let fault: DatasetError.CellFault
    switch NumberText(UnsafeBufferPointer(rebasing: cell)) {
    case .number, .missing, .absent: return
    case .overflow: fault = .overflow
    case .other: fault = .notANumber
    }
    if isMissing(cell) { return }
    throw .cell(
      file: file, line: line, column: column(), text: String(decoding: cell, as: UTF8.self),
      fault: fault)
  }

  /// "30 sequences of 24 to 96 steps".
  var summary: String {
    "\(counted(count, "sequence")) of "
      + spanned(lengths.keys.min() ?? 0, lengths.keys.max() ?? 0, "step")
  }

  mutating func finish(
    _ format: String, original: Delimiter? = nil, file: String, notes: [String],
    isCut: Bool = false
  ) throws(DatasetError) -> OpenFile {
    if count == 0 { throw .headerOnly(file: file) }
    var notes = notes
    if empty > 0 { notes.append("\(counted(empty, "sequence")) without any step left out") }
    return try writer.finish(
      format, roles: roles, notes: notes, original: original, isCut: isCut)
  }
}
