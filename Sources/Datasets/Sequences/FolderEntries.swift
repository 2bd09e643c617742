import Foundation

/// The files of a folder that are sequences, with their labels: CLASS/FILE, or files and a
/// `labels.csv`.
struct FolderEntries {
  /// The most files.
  static let mostFiles = 1_000_000
  private static let lists = ["labels.csv", "labels.tsv", "labels.txt"]

  struct Entry: Equatable {
    /// Below the folder.
    var name: String
    var label: String?
  }

  /// As the user wrote it.
  let name: String
  let path: String
  /// Files of other names are left out.
  private let isWanted: (String) -> Bool

  init(_ name: String, path: String, isWanted: @escaping (String) -> Bool = { _ in true }) {
    (self.name, self.path, self.isWanted) = (name, path, isWanted)
  }

  func entries(_ notes: inout [String]) throws(DatasetError) -> [Entry] {
    let top = try list("")
    var others: [String] = []
    /// Files of a folder that are wanted, by their names below this one.
    func wanted(_ files: [String], in folder: String = "") -> [String] {
      let names = files.map { folder.isEmpty ? $0 : folder + "/" + $0 }
      others += names.filter { !isWanted($0) }
      return names.filter(isWanted)
    }
    defer {
      if let first = others.first {
        notes.append(
          "\(counted(others.count, "file")) of other kinds left out, the first \(escaped(first))")
      }
    }
    if let list = Self.lists.first(where: top.files.contains) {
      var present = wanted(top.files.filter { $0 != list })
      for folder in top.folders { present += wanted(try self.list(folder).files, in: folder) }
      return try labels(list, present, &notes)
    }
    var entries: [Entry] = []
    var nested = 0
    for folder in top.folders {
      let inner = try self.list(folder)
      nested += inner.folders.count
      entries += wanted(inner.files, in: folder).map { Entry(name: $0, label: folder) }
      if entries.count > Self.mostFiles { throw tooMany }
    }
    if nested > 0 { notes.append("\(counted(nested, "folder")) inside class folders left out") }
    if entries.isEmpty {
      return wanted(top.files).map { Entry(name: $0, label: nil) }
    }
    if !top.files.isEmpty {
      notes.append("\(counted(top.files.count, "file")) next to the class folders left out")
    }
    return entries
  }

  /// Entries by a list of two columns, file name and label; the names may have a folder before them,
  /// or lack the ending.
  private func labels(
    _ list: String, _ present: [String], _ notes: inout [String]
  ) throws(DatasetError) -> [Entry] {
    var names: [String: String] = [:]
    for file in present {
      names[file] = file
      // An ending may be left out where that is clear.
      let bare = String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex))
      if names[bare] == nil, bare != file { names[bare] = file }
    }
    let table = try Table(OpenFile(name: name + "/" + list, path: path + "/" + list)) { _ in }
    var reader = try TableReader(table) { _ in }
    if table.names.count != 2 {
      throw .sequences(file: table.file, .listColumns(columns: table.names))
    }
    var labels: [String: String] = [:]
    func take(_ file: String, _ label: String, line: Int) throws(DatasetError) {
      guard let found = names[file] else {
        throw .sequences(file: name, .noSuchFile(line: line, name: file, list: list))
      }
      if let before = labels.updateValue(label, forKey: found), before != label {
        throw .sequences(file: name, .listedTwice(line: line, name: file, list: list))
      }
    }
    // A first row of two words may be names of columns or already a file.
    if table.dialect.hasHeader, names[table.names[0]] != nil {
      try take(table.names[0], table.names[1], line: 1)
    }
    while try reader.next() {
      if reader.isEmpty(1) {
        throw .sequences(file: table.file, .noLabel(line: reader.line, column: table.names[1]))
      }
      try take(reader.text(0), reader.text(1), line: reader.line)
    }
    let bare = present.filter { labels[$0] == nil }
    if let first = bare.first {
      // A README next to them is not a sequence, a forgotten one is.
      let ending = URL(fileURLWithPath: first).pathExtension
      let endings = Set(labels.keys.map { URL(fileURLWithPath: $0).pathExtension })
      if bare.contains(where: { endings.contains(URL(fileURLWithPath: $0).pathExtension) }) {
        let missed = bare.first { endings.contains(URL(fileURLWithPath: $0).pathExtension) }
        throw .sequences(
          file: name + "/" + (missed ?? first), .fileNotListed(list: list))
      }
      notes.append("\(counted(bare.count, "file")) not in \(list) left out (.\(escaped(ending)))")
    }
    return labels.sorted { $0.key < $1.key }.map { Entry(name: $0.key, label: $0.value) }
  }

  private var tooMany: DatasetError { .sequences(file: name, .tooManyFiles(limit: Self.mostFiles)) }

  /// Ordinary files and folders right below `folder`, hidden ones left out, in order. Links are
  /// followed, and go no deeper than this.
  func list(
    _ folder: String
  ) throws(DatasetError) -> (files: [String], folders: [String]) {
    let path = folder.isEmpty ? self.path : self.path + "/" + folder
    let shown = folder.isEmpty ? name : name + "/" + folder
    guard let stream = opendir(path) else {
      throw .unreadable(file: shown, reason: String(cString: strerror(errno)))
    }
    defer { closedir(stream) }
    var files: [String] = []
    var folders: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      var status = stat()
      guard stat(path + "/" + name, &status) == 0 else {
        if errno == ELOOP { throw .sequences(file: shown + "/" + name, .loop) }
        throw .unreadable(
          file: shown + "/" + name, reason: String(cString: strerror(errno)))
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: files.append(name)
      case S_IFDIR: folders.append(name)
      default: throw .special(file: shown + "/" + name, what: "pipe, socket or device")
      }
      if files.count + folders.count > Self.mostFiles { throw tooMany }
    }
    return (files.sorted(), folders.sorted())
  }
}
