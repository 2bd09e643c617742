/// Lines of a word and its tag, a blank line after each sentence, as the shared tasks of CoNLL
/// write them: `EU NNP B-NP B-ORG`, cells between tabs or spaces, the tag in the last one of few
/// kinds. The first line may name the cells. In CoNLL-U (ten cells, comments after #) the word is
/// the second and the tag the fourth.
struct TaggedLines {
  let file: String
  let request: SequenceRequest

  init(_ file: String, _ request: SequenceRequest) {
    self.file = file
    self.request = request
  }

  func read(
    files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) -> SequenceTable {
    try request.refuse(
      [.time, .columns, .delimiter, .decimal, .thousands, .skip, .missingValues],
      with: "lines of words and tags", file: file)
    progress("reading \(escaped(file))")
    let memory = try files.read(file, growth: 4)
    return try withExtendedLifetime(memory) { () throws(DatasetError) in
      try table(memory.bytes)
    }
  }

  private func table(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(DatasetError) -> SequenceTable {
    let layout = try layout(of: bytes)
    let titles = layout.titles
    var lines = TextLines(bytes)
    var cells: [Range<Int>] = []
    var words = ByteKinds()
    var codes: [Int32] = []
    var tags = ByteKinds()
    var tagLines: [Int] = []
    var labels: [Int32] = []
    var starts = [0]
    var comments = 0
    var isHeader = layout.names != nil
    func endSentence() {
      if codes.count > starts[starts.count - 1] { starts.append(codes.count) }
    }
    while let line = lines.next() {
      if TaggedLayout.isBlank(bytes, line) {
        endSentence()
        continue
      }
      if TaggedLayout.isDocumentMark(bytes, line) { continue }
      if layout.isComment(bytes, line) {
        comments += 1
        continue
      }
      layout.split(bytes, line, into: &cells)
      if cells.count != layout.cells {
        throw .sequences(
          file: file, .cells(line: lines.line, found: cells.count, needed: layout.cells))
      }
      if isHeader {
        isHeader = false
        continue
      }
      if layout.isUniversal, bytes[cells[0]].contains(where: { $0 == 0x2D || $0 == 0x2E }) {
        continue
      }
      codes.append(
        Int32(words.number(of: UnsafeBufferPointer(rebasing: bytes[cells[layout.word]]))))
      guard let tag = layout.tag else { continue }
      let name = UnsafeBufferPointer(rebasing: bytes[cells[tag]])
      labels.append(name.isEmpty ? -1 : Int32(tags.number(of: name)))
      if tagLines.count < tags.count { tagLines.append(lines.line) }
      if tags.count > SequenceBuilder.mostClasses {
        throw .sequences(
          file: file, .tooManyClasses(column: titles[tag], limit: SequenceBuilder.mostClasses))
      }
    }
    endSentence()
    if codes.isEmpty { throw .sequences(file: file, .noTokens) }
    var table = SequenceTable(
      file: file, layout: "lines of words and tags", ids: (1..<starts.count).map { "\($0)" },
      starts: starts, columns: [],
      words: .init(codes: codes, kinds: words, name: titles[layout.word]),
      everyStep: true, roles: roles(layout))
    if let tag = layout.tag, tags.count > 0 {
      table.labels = .init(column: titles[tag], names: tags.texts, codes: labels, lines: tagLines)
    }
    table.notes = notes(layout, words: codes.count, sentences: table.count, comments: comments)
    table.otherColumns = [
      .init(
        name: titles[layout.word], role: .text, kind: "text", present: codes.count,
        missing: 0, distinct: words.count)
    ]
    if let tag = layout.tag {
      table.otherColumns.append(
        .init(
          name: titles[tag], role: .label, kind: "category", present: labels.count,
          missing: labels.count { $0 < 0 }, distinct: tags.count))
    }
    return table
  }

  /// By number, and by name for a file whose columns are in another order.
  private func roles(_ layout: TaggedLayout) -> SequenceRoles {
    var roles = SequenceRoles(
      label: layout.tag.map { "\($0 + 1)" } ?? request.roles.label, text: "\(layout.word + 1)")
    roles.textName = layout.names?[layout.word]
    roles.labelName = layout.tag.flatMap { layout.names?[$0] }
    return roles
  }

  private func notes(
    _ layout: TaggedLayout, words: Int, sentences: Int, comments: Int
  ) -> [String] {
    func title(_ column: Int) -> String {
      (layout.names.map { "\(escaped($0[column])) (cell " } ?? "cell ") + "\(column + 1)"
        + (layout.names == nil ? "" : ")")
    }
    var notes = [
      "lines: \(counted(words, "word")) in \(counted(sentences, "sentence")), "
        + "\(counted(layout.cells, "cell")) per line"
        + (layout.names == nil ? "" : ", names in the first line")
        + "; the word is \(title(layout.word))"
        + (layout.tag.map { ", the tag \(title($0))" } ?? "")
    ]
    let others = layout.otherTags.filter { $0 != layout.tag && $0 != layout.word }
    if !request.isKnown, let last = others.last {
      notes.append(
        "not \(others.map(title).joined(separator: ", ")); "
          + "\(setting("data.label", layout.titles[last])) learns that")
    }
    if comments > 0, !layout.isUniversal {
      notes.append("\(counted(comments, "comment")) (lines that begin with #) left out")
    }
    return notes
  }

  /// The layout with the columns that were requested.
  private func layout(of bytes: UnsafeBufferPointer<UInt8>) throws(DatasetError) -> TaggedLayout {
    var layout = TaggedLayout(bytes, isCut: false, header: request.options.header)
    let columns = ColumnNames(layout.titles, file: file, areNames: layout.names != nil)
    func column(_ reference: String, _ name: String?) throws(DatasetError) -> Int {
      if let name, let named = try columns.named(name) { return named }
      return try columns.column(reference)
    }
    if let text = request.roles.text { layout.word = try column(text, request.roles.textName) }
    if let label = request.roles.label {
      do throws(DatasetError) {
        layout.tag = try column(label, request.roles.labelName)
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

  /// The layout where `bytes`, the beginning of a file, are such lines: sentences with blank lines
  /// between, the same number of cells in every line, and a cell of few kinds that are not numbers.
  static func recognises(
    _ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool
  ) -> TaggedLayout? {
    let layout = TaggedLayout(bytes, isCut: isCut)
    guard layout.cells > 1, let tag = layout.tag else { return nil }
    var lines = TextLines(bytes)
    var cells: [Range<Int>] = []
    var tags = ByteKinds()
    var numbers = 0
    var rows = 0
    var sentences = 0
    var wasBlank = true
    var isHeader = layout.names != nil
    while let line = lines.next() {
      // The last line may be cut.
      if isCut, line.upperBound == bytes.count { break }
      if TaggedLayout.isBlank(bytes, line) {
        wasBlank = true
        continue
      }
      if TaggedLayout.isDocumentMark(bytes, line) || layout.isComment(bytes, line) { continue }
      layout.split(bytes, line, into: &cells)
      guard cells.count == layout.cells else { return nil }
      if isHeader {
        isHeader = false
        continue
      }
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
    return isTagged ? layout : nil
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
