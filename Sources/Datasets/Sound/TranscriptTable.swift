/// A table of sound files and what is said in them: the column whose cells are names of sounds, and one
/// of text.
struct TranscriptTable {
  let table: Table
  private let file: Int
  /// Nil if the table has no text.
  private let text: Int?
  /// [rows]
  private(set) var files: [String] = []
  private(set) var texts: [String] = []

  /// Names that columns of transcripts usually have, in small letters; the first that is there counts.
  private static let names = [
    "transcript", "transcription", "text", "sentence", "words", "label", "target",
  ]

  /// - Parameters:
  ///   - target: the column of text by name or number; nil: recognised.
  ///   - isKnown: the column is that of a model's own data, and may be missing.
  init(
    _ name: String, target: String?, isKnown: Bool = false, options: TableOptions = TableOptions(),
    files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    let opened = try files.openTable(name, progress: progress)
    try files.requireMemory(of: opened, growth: PairTable.growth)
    let head = try FileBytes(opened, most: Dialect.sample)
    let own = try head.options(options)
    guard let rows = LabelledRows(head, options: own), let file = Self.fileColumn(rows) else {
      throw .sound(file: name, .noColumnOfFiles)
    }
    let table = try Table(
      opened, rows.dialect(hasHeader: !SoundFormat.isAnySound(rows.first[file])), options: own,
      progress: progress)
    (self.table, self.file) = (table, file)
    let columns = table.names
    if let target {
      text = isKnown ? try table.find(target) : try table.column(target)
    } else {
      let others = columns.indices.filter { column in
        column != file && table.columns[column].present > 0
      }
      let named = Self.names.lazy.compactMap { name in
        others.first { SequenceNames.plain(columns[$0]) == name }
      }.first
      guard let found = named ?? (others.count == 1 ? others[0] : nil) else {
        throw .sound(file: name, .noTranscript(columns: others.map { columns[$0] }))
      }
      text = found
    }
    var wanted = TableColumns.Wanted()
    wanted.texts = Set([file, text].compactMap { $0 })
    let read = try TableColumns(table, wanted, progress: progress)
    self.files = read.texts[file] ?? []
    texts = text.flatMap { read.texts[$0] } ?? []
  }

  var fileName: String { table.names[file] }
  var textName: String? { text.map { table.names[$0] } }
  var fileReference: String { table.reference(file) }
  var textReference: String? { text.map { table.reference($0) } }

  /// The column whose cells are names of sounds, but for one in ten.
  static func fileColumn(_ rows: LabelledRows) -> Int? {
    guard !rows.body.isEmpty else { return nil }
    return rows.names.indices.first { column in
      rows.body.count { SoundFormat.isAnySound($0[column]) } * 10 >= rows.body.count * 9
    }
  }

  /// The table of `head` has such a column.
  static func recognition(_ rows: LabelledRows) -> Recognition? {
    fileColumn(rows).map { column in
      Recognition(
        source: TranscriptsSource.name,
        reason: "a table of sounds (\(escaped(rows.names[column]))) and what is said in them")
    }
  }
}
