/// A table in Weka's format: attributes are declared, then come rows of values between commas.
struct ARFFTable {
  static let format = "ARFF"

  private enum Kind: Equatable {
    case number
    case text
    case nominal(Set<String>)
  }
  private struct Attribute {
    var name: String
    var kind: Kind
  }

  private let source: OpenFile
  private let options: TableOptions
  private var lines: FileLines
  private var attributes: [Attribute] = []
  private var relation = ""
  /// The line of `@data`.
  private var dataLine = 0

  static func read(
    _ source: OpenFile, options: TableOptions, most: Int, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    var table = try ARFFTable(source, options, progress: progress)
    try table.readHeader()
    return try table.rows(most: most)
  }

  private init(
    _ source: OpenFile, _ options: TableOptions, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    (self.source, self.options) = (source, options)
    lines = try FileLines(source, progress: progress)
  }

  // MARK: the declarations

  private mutating func readHeader() throws(DatasetError) {
    while try lines.advance() {
      guard let first = lines.bytes.first, first != UInt8(ascii: "%") else { continue }
      // Comments of Monash's .tsf, which begins as ARFF does.
      if first == UInt8(ascii: "#") { continue }
      guard let words = DeclaredWords.read(lines.bytes) else { throw lines.fault(.openQuote) }
      switch words.first?.text?.lowercased() {
      case "@relation": relation = words.dropFirst().compactMap(\.text).joined(separator: " ")
      case "@attribute": try declare(Array(words.dropFirst()))
      case "@data":
        if attributes.isEmpty { throw lines.fault(.noAttributes) }
        dataLine = lines.line
        return
      case "@frequency", "@horizon", "@missing", "@equallength":
        throw lines.fault(.forecasting)
      default: throw lines.fault(.declaration(found: lines.text, wanted: "@attribute or @data"))
      }
    }
    throw .format(file: lines.file, line: nil, .noData)
  }

  /// `NAME TYPE`, or `NAME {yes, no}`.
  private mutating func declare(_ words: [DeclaredWords.Word]) throws(DatasetError) {
    guard words.count >= 2, let name = words[0].text else {
      throw lines.fault(.declaration(found: lines.text, wanted: "@attribute NAME TYPE"))
    }
    if attributes.contains(where: { $0.name == name }) { throw lines.fault(.nameTwice(name)) }
    attributes.append(Attribute(name: name, kind: try kind(words, of: name)))
    if attributes.count > JSONObjects.mostKeys {
      throw lines.fault(.tooManyAttributes(limit: JSONObjects.mostKeys))
    }
  }

  private func kind(
    _ words: [DeclaredWords.Word], of name: String
  ) throws(DatasetError) -> Kind {
    if words[1] == .mark(0x7B) {
      guard words.last == .mark(0x7D) else {
        throw lines.fault(.declaration(found: lines.text, wanted: "a } after the values"))
      }
      // Words between commas; several without quotes are one value.
      let values = words[2..<words.count - 1].split(separator: .mark(0x2C)).map { value in
        value.compactMap(\.text).joined(separator: " ")
      }
      return .nominal(Set(values))
    }
    switch words[1].text?.lowercased() {
    case "numeric", "real", "integer": return .number
    case "string", "date": return .text
    case "relational": throw lines.fault(.relational(name))
    default:
      throw lines.fault(
        .attributeType(name: name, found: words[1].text ?? lines.text))
    }
  }

  // MARK: the rows

  private mutating func rows(most: Int) throws(DatasetError) -> OpenFile {
    var writer = try DelimitedWriter(of: source, goesOn: true)
    let names = attributes.map(\.name)
    try writer.header(names, line: dataLine)
    var count = 0
    var cells: [Cell] = []
    var isCut = false
    while !isCut, try lines.advance() {
      if lines.bytes.isEmpty || lines.bytes[0] == UInt8(ascii: "%") { continue }
      if lines.bytes[0] == UInt8(ascii: "{") { throw lines.fault(.sparse) }
      try split(&cells)
      if cells.count == attributes.count + 1, cells.last?.text.first == UInt8(ascii: "{") {
        throw lines.fault(.weights)
      }
      if cells.count != attributes.count {
        throw .ragged(
          file: lines.file, line: lines.line, expected: attributes.count, firstLine: dataLine,
          found: cells.count)
      }
      writer.begin(lines.line)
      for (cell, attribute) in zip(cells, attributes) { try write(cell, attribute, to: &writer) }
      try writer.end()
      count += 1
      isCut = lines.offset >= most
    }
    if count == 0 { throw .headerOnly(file: lines.file) }
    return try writer.finish(
      Self.format, roles: Conversion.Roles(label: label),
      notes: [
        "ARFF: \(relation.isEmpty ? "" : "relation \(escaped(relation)), ")"
          + "\(counted(attributes.count, "attribute")) declared"
      ], isCut: isCut)
  }

  /// The nominal attribute with the name of a label, else the last one.
  private var label: String? {
    let nominal = attributes.filter { if case .nominal = $0.kind { true } else { false } }.map(
      \.name)
    return SequenceNames.first(SequenceNames.label, in: nominal).map { nominal[$0] } ?? nominal.last
  }

  private struct Cell {
    var text: [UInt8]
    var isQuoted: Bool
  }

  /// The cells of the line, between commas; if there is none, between spaces.
  private func split(_ cells: inout [Cell]) throws(DatasetError) {
    cells.removeAll(keepingCapacity: true)
    let line = lines.bytes
    let byCommas = attributes.count == 1 || line.contains(0x2C)
    var place = 0
    while true {
      while place < line.count, isSpace(line[place]) { place += 1 }
      if place < line.count, line[place] == 0x22 || line[place] == 0x27 {
        guard let (text, end) = DeclaredWords.quoted(line, place) else {
          throw lines.fault(.openQuote)
        }
        cells.append(Cell(text: text, isQuoted: true))
        place = end
        while place < line.count, isSpace(line[place]) { place += 1 }
        if byCommas, place < line.count, line[place] != 0x2C {
          throw .textAfterQuote(file: lines.file, line: lines.line, cell: cells.count)
        }
      } else {
        let start = place
        while place < line.count, line[place] != 0x2C, byCommas || !isSpace(line[place]) {
          place += 1
        }
        var end = place
        while end > start, isSpace(line[end - 1]) { end -= 1 }
        cells.append(Cell(text: Array(line[start..<end]), isQuoted: false))
      }
      if byCommas {
        guard place < line.count else { return }
        place += 1
      } else {
        while place < line.count, isSpace(line[place]) { place += 1 }
        if place == line.count { return }
      }
    }
  }

  private func write(
    _ cell: Cell, _ attribute: Attribute, to writer: inout DelimitedWriter
  ) throws(DatasetError) {
    if !cell.isQuoted, cell.text.isEmpty || cell.text == [UInt8(ascii: "?")] {
      writer.plain([])
      return
    }
    switch attribute.kind {
    case .number:
      let number = cell.text.withUnsafeBufferPointer { NumberText($0) }
      let isMissing = cell.text.withUnsafeBufferPointer { options.isMissing($0) }
      switch number {
      case _ where isMissing, .missing, .absent: writer.plain([])
      case .number where !cell.text.contains(0x2C): writer.plain(cell.text)
      default:
        throw .cell(
          file: lines.file, line: lines.line, column: attribute.name,
          text: String(decoding: cell.text, as: UTF8.self),
          fault: number == .overflow ? .overflow : .notANumber)
      }
    case .text: try writer.quoted(cell.text)
    case .nominal(let values):
      let text = String(decoding: cell.text, as: UTF8.self)
      if !values.contains(text) {
        throw lines.fault(
          .notDeclared(what: "attribute \(attribute.name)", found: text, values.sorted()))
      }
      try writer.quoted(cell.text)
    }
  }
}
