/// Labelled sequences in the `.ts` format of sktime and the UEA archive: what the file holds is
/// declared, then comes a line for each sequence, its dimensions between colons and their values
/// between commas, the label last.
struct TimeSeriesFile {
  static let format = "the .ts format"

  private let source: OpenFile
  private let options: TableOptions
  private var lines: FileLines
  private var problem = ""
  private var dimensions: Int?
  /// Nil: sequences have no label.
  private var labels: Set<String>?

  static func read(
    _ source: OpenFile, options: TableOptions, most: Int, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    var file = TimeSeriesFile(
      source: source, options: options, lines: try FileLines(source, progress: progress))
    try file.readHeader()
    return try file.sequences(most: most)
  }

  private init(source: OpenFile, options: TableOptions, lines: FileLines) {
    (self.source, self.options, self.lines) = (source, options, lines)
  }

  private mutating func readHeader() throws(DatasetError) {
    while try lines.advance() {
      if lines.bytes.isEmpty || lines.bytes[0] == UInt8(ascii: "#") { continue }
      let words = lines.text.split { $0 == " " || $0 == "\t" }.map(String.init)
      let value = words.count > 1 ? words[1].lowercased() : ""
      switch words.first?.lowercased() {
      case "@problemname": problem = words.dropFirst().joined(separator: " ")
      case "@timestamps": if value == "true" { throw lines.fault(.timestamps) }
      case "@targetlabel": if value == "true" { throw lines.fault(.regression) }
      case "@univariate": if value == "true" { dimensions = 1 }
      case "@dimensions", "@dimension":
        guard let count = Int(value), (1...SequenceFeed.mostFeatures).contains(count) else {
          throw lines.fault(
            .declaration(found: value, wanted: "a number from 1 to \(SequenceFeed.mostFeatures)"))
        }
        dimensions = count
      case "@classlabel":
        if value == "true" {
          labels = Set(words.dropFirst(2))
        } else if value != "false" {
          throw lines.fault(.declaration(found: lines.text, wanted: "@classLabel true or false"))
        }
      case "@missing", "@equallength", "@serieslength": break
      case "@frequency", "@horizon", "@attribute", "@relation": throw lines.fault(.forecasting)
      case "@data": return
      default:
        throw lines.fault(.declaration(found: lines.text, wanted: "a key of the format or @data"))
      }
    }
    throw .format(file: lines.file, line: nil, .noData)
  }

  private mutating func sequences(most: Int) throws(DatasetError) -> OpenFile {
    var table: StepTable?
    var steps: [StepTable.Steps] = []
    var isCut = false
    while !isCut, try lines.advance() {
      if lines.bytes.isEmpty || lines.bytes[0] == UInt8(ascii: "#") { continue }
      var parts = Self.parts(lines.bytes, 0..<lines.bytes.count, at: UInt8(ascii: ":"))
      if lines.bytes[0] == UInt8(ascii: "(") { throw lines.fault(.timestamps) }
      var label: [UInt8]?
      if labels != nil { label = try self.label(parts.removeLast()) }
      let wanted = dimensions ?? parts.count
      dimensions = wanted
      if parts.count != wanted || parts.isEmpty {
        throw lines.fault(
          .dimensions(found: parts.count, wanted: wanted, hasLabels: labels != nil))
      }
      steps = parts.map { Self.parts(lines.bytes, $0, at: 0x2C) }
      if table == nil {
        table = try StepTable(
          of: source, hasLabels: labels != nil, inputs: Self.names(wanted), options: options,
          line: lines.line)
      }
      if let table { try check(steps, table) }
      try table?.add(
        line: lines.line, id: nil, label: label, steps, of: lines.bytes, file: lines.file)
      isCut = lines.offset >= most
    }
    guard var table else { throw .headerOnly(file: lines.file) }
    return try table.finish(
      Self.format, file: lines.file,
      notes: [
        ".ts file\(problem.isEmpty ? "" : " \(escaped(problem))"): \(table.summary) with "
          + counted(dimensions ?? 1, "dimension")
      ], isCut: isCut)
  }

  static func names(_ count: Int) -> [String] {
    count == 1 ? ["value"] : (1...count).map { "dimension \($0)" }
  }

  private func label(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
    let bytes = Array(lines.bytes[range])
    let text = String(decoding: bytes, as: UTF8.self)
    // Not known, as in a file that is to be predicted.
    if text.isEmpty || text == "?" { return [] }
    if let labels, !labels.isEmpty, !labels.contains(text) {
      throw lines.fault(.notDeclared(what: "@classLabel", found: text, labels.sorted()))
    }
    return bytes
  }

  private func check(_ steps: [StepTable.Steps], _ table: StepTable) throws(DatasetError) {
    for (place, values) in steps.enumerated() {
      if values.count != steps[0].count {
        throw lines.fault(
          .unequalDimensions(place: place + 1, count: values.count, first: steps[0].count))
      }
      for range in values {
        try table.requireNumber(
          lines.bytes[range], file: lines.file, line: lines.line,
          column: Self.names(steps.count)[place])
      }
    }
  }

  /// The text between `mark`s, without the spaces around.
  private static func parts(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, at mark: UInt8
  ) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for place in range.lowerBound...range.upperBound
    where place == range.upperBound || bytes[place] == mark {
      var (first, end) = (start, place)
      while first < end, isSpace(bytes[first]) { first += 1 }
      while end > first, isSpace(bytes[end - 1]) { end -= 1 }
      parts.append(first..<end)
      start = place + 1
    }
    return parts
  }
}
