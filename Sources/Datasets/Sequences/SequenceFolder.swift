import Foundation

/// A folder in which each file is a sequence: CLASS/FILE.csv, or files and a `labels.csv`.
struct SequenceFolder {
  /// As the user wrote it.
  let name: String
  let path: String
  let request: SequenceRequest

  init(_ name: String, _ request: SequenceRequest, files: DataFiles) throws(DatasetError) {
    self.name = name
    path = try files.path(of: name)
    self.request = request
  }

  func read(progress: @escaping (String) -> Void) throws(DatasetError) -> SequenceTable {
    try request.refuse(
      request.everyStep ? [.sequence] : [.sequence, .label], with: "a folder of sequences",
      file: name)
    var notes: [String] = []
    let entries = try FolderEntries(name, path: path).entries(&notes)
    if entries.isEmpty { throw .sequences(file: name, .noFiles) }
    if !request.labelsMayMiss, !request.everyStep,
      let bare = entries.first(where: { $0.label == nil })
    {
      throw .sequences(file: name, .unlabelledFiles(example: bare.name))
    }
    var first: (table: Table, file: String)?
    var builder: SequenceBuilder?
    for (place, entry) in entries.enumerated() {
      if place % 1000 == 0 {
        progress("reading \(escaped(name)): file \(place + 1) of \(entries.count)")
      }
      let file = name + "/" + entry.name
      let table = try Table(
        OpenFile(name: file, path: path + "/" + entry.name), options: request.options,
        given: request.readings
      ) { _ in }
      if let first {
        try requireColumns(of: first, table)
      } else {
        let columns = try LongTable.columns(of: table, request, isFolder: true)
        builder = SequenceBuilder(columns, request)
        first = (table, file)
      }
      builder?.begin(entry.name, label: entry.label)
      var reader = try TableReader(table) { _ in }
      while try reader.next() { try builder?.append(reader) }
    }
    guard let first, let builder else { throw .sequences(file: name, .noFiles) }
    var read = builder.finish(
      file: name, layout: "folder", names: first.table.names, reference: first.table.reference,
      roles: LongTable.roles(builder.columns, of: first.table))
    read.readings = first.table.readings(builder.columns.inputs)
    read.notes.insert(
      "folder: \(counted(entries.count, "file")), \(counted(builder.rows, "row"))", at: 0)
    read.notes += notes
    return read
  }

  private func requireColumns(
    of first: (table: Table, file: String), _ table: Table
  ) throws(DatasetError) {
    let isSame =
      first.table.dialect.hasHeader
      ? table.names == first.table.names : table.names.count == first.table.names.count
    if !isSame {
      throw .sequences(
        file: table.file,
        .otherColumns(found: table.names, needed: first.table.names, first: first.file))
    }
  }
}

extension DataFiles {
  /// True where `name` is a folder; throws where it is not there.
  func isFolder(_ name: String) throws(DatasetError) -> Bool {
    var status = stat()
    return stat(try path(of: name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
