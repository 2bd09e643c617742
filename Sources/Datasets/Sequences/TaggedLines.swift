/// Lines of a word and its tag, a blank line behind each sentence, as the shared tasks of CoNLL write
/// them: `EU NNP B-NP B-ORG`, cells between tabs or spaces, the word first and the tag last. In
/// CoNLL-U (ten cells, comments behind #) the word is the second and the tag the fourth.
struct TaggedLines {
  let file: String
  let request: SequenceRequest

  /// How the lines are written.
  struct Layout: Equatable {
    var isTabbed: Bool
    var cells: Int
    /// Columns from 0.
    var word: Int
    var tag: Int?
    /// Comments and compound words are passed over.
    var isUniversal: Bool
  }

  init(_ file: String, _ request: SequenceRequest) {
    self.file = file
    self.request = request
  }

  func read(
    files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable {
    try request.refuse(
      [.time, .columns, .delimiter, .decimal, .header], with: "lines of words and tags", file: file)
    progress("reading \(escaped(file))")
    let memory = try files.read(file, growth: 4)
    return try withExtendedLifetime(memory) { () throws(DatasetError) in
      try table(memory.bytes)
    }
  }

  private func table(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(DatasetError) -> SequenceTable {
    var lines = TextLines(bytes)
    var layout: Layout?
    var cells: [Range<Int>] = []
    var words = ByteKinds()
    var codes: [Int32] = []
    var tags = ByteKinds()
    var tagLines: [Int] = []
    var labels: [Int32] = []
    var starts = [0]
    func endSentence() {
      if codes.count > starts[starts.count - 1] { starts.append(codes.count) }
    }
    while let line = lines.next() {
      if line.isEmpty {
        endSentence()
        continue
      }
      if layout?.isUniversal != false, bytes[line.lowerBound] == UInt8(ascii: "#"),
        layout != nil || Self.isUniversal(bytes)
      {
        continue
      }
      if layout == nil { layout = try self.layout(bytes, line) }
      guard let layout else { continue }
      Self.split(bytes, line, isTabbed: layout.isTabbed, into: &cells)
      if cells.count != layout.cells {
        throw .sequences(
          file: file, .cells(line: lines.line, found: cells.count, needed: layout.cells))
      }
      if layout.isUniversal, bytes[cells[0]].contains(where: { $0 == 0x2D || $0 == 0x2E }) {
        continue
      }
      // Marks where a document begins; no word.
      if bytes[cells[0]].elementsEqual("-DOCSTART-".utf8) { continue }
      codes.append(
        Int32(words.number(of: UnsafeBufferPointer(rebasing: bytes[cells[layout.word]]))))
      guard let tag = layout.tag else { continue }
      let name = UnsafeBufferPointer(rebasing: bytes[cells[tag]])
      labels.append(name.isEmpty ? -1 : Int32(tags.number(of: name)))
      if tagLines.count < tags.count { tagLines.append(lines.line) }
      if tags.count > SequenceBuilder.mostClasses {
        throw .sequences(
          file: file,
          .tooManyClasses(column: "column \(tag + 1)", limit: SequenceBuilder.mostClasses))
      }
    }
    endSentence()
    guard let layout, !codes.isEmpty else { throw .sequences(file: file, .noTokens) }
    let label = layout.tag.map { "\($0 + 1)" } ?? request.roles.label
    var table = SequenceTable(
      file: file, layout: "lines of words and tags", ids: (1..<starts.count).map { "\($0)" },
      starts: starts, columns: [],
      words: .init(codes: codes, kinds: words, name: "column \(layout.word + 1)"),
      everyStep: true, roles: SequenceRoles(label: label, text: "\(layout.word + 1)"))
    if let tag = layout.tag, tags.count > 0 {
      table.labels = .init(
        column: "column \(tag + 1)", names: tags.texts, codes: labels, lines: tagLines)
    }
    table.notes = [
      "lines: \(counted(codes.count, "word")) in \(counted(table.count, "sentence")), "
        + "\(counted(layout.cells, "cell")) a line; the word is cell \(layout.word + 1)"
        + (layout.tag.map { ", the tag cell \($0 + 1)" } ?? "")
    ]
    table.otherColumns = [
      .init(
        name: "column \(layout.word + 1)", role: .text, kind: "text", present: codes.count,
        missing: 0, distinct: words.count)
    ]
    if let tag = layout.tag {
      table.otherColumns.append(
        .init(
          name: "column \(tag + 1)", role: .label, kind: "category", present: labels.count,
          missing: labels.count { $0 < 0 }, distinct: tags.count))
    }
    return table
  }

  private func layout(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) throws(DatasetError) -> Layout {
    var layout = Self.layout(bytes, line)
    let names = (1...layout.cells).map { "column \($0)" }
    func column(_ reference: String) throws(DatasetError) -> Int {
      guard let number = Int(reference), (1...layout.cells).contains(number) else {
        throw .unknownColumn(file: file, name: reference, columns: names)
      }
      return number - 1
    }
    if let text = request.roles.text { layout.word = try column(text) }
    if let label = request.roles.label {
      do throws(DatasetError) {
        layout.tag = try column(label)
      } catch {
        if !request.labelsMayMiss { throw error }
        layout.tag = nil
      }
    }
    if layout.tag == layout.word {
      if !request.labelsMayMiss { throw .sequences(file: file, .noLabels) }
      layout.tag = nil
    }
    return layout
  }

  // MARK: how lines are written

  /// The layout by one line.
  private static func layout(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> Layout {
    let isTabbed = bytes[line].contains(0x09)
    var cells: [Range<Int>] = []
    split(bytes, line, isTabbed: isTabbed, into: &cells)
    let isUniversal =
      isTabbed && cells.count == 10
      && bytes[cells[0]].allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    return Layout(
      isTabbed: isTabbed, cells: cells.count,
      word: isUniversal ? 1 : word(bytes, isTabbed: isTabbed, count: cells.count),
      tag: isUniversal ? 3 : cells.count - 1, isUniversal: isUniversal)
  }

  /// The column of words by the first lines: of most kinds, and never one of numbers; the last one is
  /// the tag's.
  private static func word(
    _ bytes: UnsafeBufferPointer<UInt8>, isTabbed: Bool, count: Int
  ) -> Int {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(Dialect.sample))
    guard count > 2 else { return 0 }
    var kinds = [ByteKinds](repeating: ByteKinds(), count: count - 1)
    var numbers = [Int](repeating: 0, count: count - 1)
    var rows = 0
    var cells: [Range<Int>] = []
    var lines = TextLines(head)
    while let line = lines.next() {
      split(head, line, isTabbed: isTabbed, into: &cells)
      guard cells.count == count else { continue }
      rows += 1
      for column in kinds.indices {
        let cell = UnsafeBufferPointer(rebasing: head[cells[column]])
        _ = kinds[column].number(of: cell)
        if case .number = NumberText(cell) { numbers[column] += 1 }
      }
    }
    let words = kinds.indices.filter { numbers[$0] * 2 < rows }
    let most = words.map { kinds[$0].count }.max() ?? 0
    return words.first { kinds[$0].count == most } ?? 0
  }

  /// True where the first line that is no comment is one of CoNLL-U.
  private static func isUniversal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var lines = TextLines(bytes)
    while let line = lines.next() {
      if line.isEmpty || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
      return layout(bytes, line).isUniversal
    }
    return false
  }

  private static func split(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, isTabbed: Bool,
    into cells: inout [Range<Int>]
  ) {
    cells.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    for place in line where isTabbed ? bytes[place] == 0x09 : isSpace(bytes[place]) {
      // Several spaces are one; two tabs have an empty cell between them.
      if isTabbed || place > start { cells.append(start..<place) }
      start = place + 1
    }
    if isTabbed || start < line.upperBound { cells.append(start..<line.upperBound) }
  }

  /// The layout where `bytes`, the beginning of a file, are such lines: sentences with blank lines
  /// between, as many cells in every line, and last cells of few kinds that are no numbers.
  static func recognises(
    _ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool
  ) -> Layout? {
    var lines = TextLines(bytes)
    var found: Layout?
    var cells: [Range<Int>] = []
    var tags = ByteKinds()
    var numbers = 0
    var rows = 0
    var sentences = 0
    var wasBlank = true
    let isUniversal = isUniversal(bytes)
    while let line = lines.next() {
      // The last line may be cut.
      if isCut, line.upperBound == bytes.count { break }
      if line.isEmpty {
        wasBlank = true
        continue
      }
      if isUniversal, bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
      let layout = found ?? layout(bytes, line)
      found = layout
      split(bytes, line, isTabbed: layout.isTabbed, into: &cells)
      guard cells.count == layout.cells, cells.count >= 2, let tag = layout.tag else { return nil }
      if wasBlank { sentences += 1 }
      wasBlank = false
      rows += 1
      let name = UnsafeBufferPointer(rebasing: bytes[cells[tag]])
      _ = tags.number(of: name)
      if case .number = NumberText(name) { numbers += 1 }
    }
    let isTagged =
      sentences >= 2 && rows >= 2 * sentences && numbers * 10 < rows && tags.count >= 2
      && tags.count * 3 <= max(rows, 12)
    return isTagged ? found : nil
  }
}

/// The lines of a text, without what ends them and without spaces at their ends.
struct TextLines {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// The number of the last line, from 1.
  private(set) var line = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    line += 1
    let start = position
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
      position += 1
    }
    var end = position
    if position < bytes.count {
      let isCR = bytes[position] == 0x0D
      position += 1
      if isCR, position < bytes.count, bytes[position] == 0x0A { position += 1 }
    }
    // A tab at the end may be an empty cell.
    while end > start, bytes[end - 1] == 0x20 { end -= 1 }
    return start..<end
  }
}
