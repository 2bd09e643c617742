/// Whether a file holds labelled or tagged sequences; each of these looks at one way to write them,
/// and returns nil if the file is something else.
enum RecogniseSequences {
  static func folder(
    _ file: String, files: DataFiles
  ) throws(DatasetError) -> Recognition? {
    guard try files.isFolder(file) else {
      return SoundFormat.isSound(file)
        ? Recognition(source: SoundsSource.name, reason: "a sound, by its name") : nil
    }
    if try RecogniseSounds.isOfSounds(file, files: files) {
      return Recognition(source: SoundsSource.name, reason: "a folder of sounds")
    }
    return Recognition(source: SequencesSource.name, reason: "a folder, a file for each sequence")
  }

  static func arrays(
    _ file: String, _ configuration: DataConfiguration, files: DataFiles
  ) throws(DatasetError) -> Recognition? {
    guard try NumpyFile.isNumpy(file, files: files) else { return nil }
    return try NumpyFile.isTagged(file, configuration, files: files)
      ? Recognition(
        source: TaggedSource.name, reason: "NumPy arrays with a label for each step")
      : Recognition(
        source: SequencesSource.name, reason: "NumPy arrays with a label for each sequence")
  }

  static func lines(_ head: FileBytes) -> Recognition? {
    TaggedLines.recognises(head.bytes, isCut: head.isCut).map { layout in
      Recognition(
        source: TaggedSource.name,
        reason: "lines of \(layout.cells) cells, a word and its tag, with blank lines between")
    }
  }

  /// A table with a column that is called like a sequence's id, whose values occur in blocks, and
  /// one that is called like a label and has few kinds; or with those that `asked` names.
  static func longTable(
    _ head: FileBytes, _ configuration: DataConfiguration, _ dialect: Dialect?
  ) throws(DatasetError) -> Recognition? {
    guard let dialect else { return nil }
    var records = DelimitedRecords(
      head.bytes, delimiter: dialect.delimiter, quotes: dialect.quotes, file: "")
    var cells: [DelimitedRecords.Cell] = []
    guard (try? records.skip(lines: dialect.skipped)) != nil,
      let names = try? TableHeader(&records, dialect).names
    else { return nil }
    var asked = SequenceRoles(sequence: configuration.sequence.first, label: configuration.label)
    asked.fill(from: head.conversion?.roles)
    func place(
      _ reference: String?, _ guess: @autoclosure () -> Int?
    ) throws(DatasetError) -> Int? {
      if let reference {
        return try ColumnNames(names, file: head.name, areNames: dialect.hasHeader).column(
          reference)
      }
      return dialect.hasHeader ? guess() : nil
    }
    if asked.sequence == nil, dialect.hasHeader,
      let word = try place(
        configuration.text, SequenceNames.first(SequenceNames.text, in: names)),
      let tag = try place(
        asked.label, SequenceNames.first(SequenceNames.label, in: names, besides: [word])),
      Sentences(records, word: word, tag: tag, cells: names.count).areTagged
    {
      return Recognition(
        source: TaggedSource.name,
        reason:
          "a table with a word (\(escaped(names[word]))) and a tag (\(escaped(names[tag]))) in "
          + "every row, blank lines between sentences")
    }
    guard let sequence = try place(asked.sequence, SequenceNames.sequence(in: names)),
      let label = try place(
        asked.label, SequenceNames.first(SequenceNames.label, in: names, besides: [sequence]))
    else { return nil }
    var blocks = Blocks(isAsked: asked.sequence != nil)
    while let more = try? records.next(&cells), more {
      // The last row may be cut.
      if head.isCut, records.position == head.bytes.count { break }
      blocks.add(records, cells, sequence, label, count: names.count)
    }
    guard blocks.areSequences else { return nil }
    let form = head.conversion?.format ?? "a table"
    let id = escaped(names[sequence])
    let tag = escaped(names[label])
    return blocks.labelChanges
      ? Recognition(
        source: TaggedSource.name,
        reason: "\(form) with sequences (\(id)) and a label for each row (\(tag))")
      : Recognition(
        source: SequencesSource.name,
        reason: "\(form) with sequences (\(id)) and a label for each (\(tag))")
  }

  /// Rows of a word and a tag, with blank lines between.
  private struct Sentences {
    private var rows = 0
    private var sentences = 0
    /// Rows with more than a word.
    private var phrases = 0
    private var tags = ByteKinds()

    /// Reads on in a copy of `records`.
    init(_ records: DelimitedRecords, word: Int, tag: Int, cells count: Int) {
      var records = records
      var cells: [DelimitedRecords.Cell] = []
      var blankLines = -1
      while let more = try? records.next(&cells), more {
        guard cells.count == count else { continue }
        let own = records.blankLines + records.emptyRows
        if own > blankLines { sentences += 1 }
        blankLines = own
        rows += 1
        if records.bytes[cells[word].range].contains(where: isSpace) { phrases += 1 }
        _ = tags.number(of: UnsafeBufferPointer(rebasing: records.bytes[cells[tag].range]))
      }
    }

    var areTagged: Bool {
      sentences >= 2 && rows >= 2 * sentences && phrases * 20 <= rows && tags.count >= 2
        && tags.count * 3 <= max(rows, 12)
    }
  }

  /// Rows by sequence and label.
  private struct Blocks {
    let isAsked: Bool
    private var ids = ByteKinds()
    private var labels = ByteKinds()
    private var last = -1
    private var labelOf: [Int] = []
    private var rows = 0
    private var blocks = 0
    private(set) var labelChanges = false

    init(isAsked: Bool) { self.isAsked = isAsked }

    mutating func add(
      _ records: DelimitedRecords, _ cells: [DelimitedRecords.Cell], _ sequence: Int, _ label: Int,
      count: Int
    ) {
      guard cells.count == count else { return }
      func number(_ place: Int, _ kinds: inout ByteKinds) -> Int {
        kinds.number(of: UnsafeBufferPointer(rebasing: records.bytes[cells[place].range]))
      }
      // An empty one is that of the row above.
      let id = cells[sequence].range.isEmpty && last >= 0 ? last : number(sequence, &ids)
      let kind = number(label, &labels)
      rows += 1
      if id != last { blocks += 1 }
      last = id
      if id == labelOf.count {
        labelOf.append(kind)
      } else if labelOf[id] != kind {
        labelChanges = true
      }
    }

    /// Sequences of more than a row on average, each in one block, and labels of few kinds.
    var areSequences: Bool {
      // What differs from row to row is measured.
      if isAsked { return rows > 0 && labels.count * 3 <= max(rows, 9) && labels.count <= 100 }
      return rows >= 2 * ids.count && blocks == ids.count && labels.count * 3 <= max(rows, 9)
    }
  }
}
