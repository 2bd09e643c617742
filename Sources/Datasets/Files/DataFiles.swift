import Foundation

/// Finds the file that a configuration names.
package struct DataFiles: Sendable {
  /// Folders that a relative path may start from, in order.
  package var folders: [String]
  /// For `{missing: model}`; nil if not available.
  package var missingValueModel: (any MissingValueModel)?
  /// Asked before anything large is read or made.
  package var memory: DataMemory
  /// For text; nil: UTF-8.
  package var encoding: TextEncoding?
  /// By the name of a file of sources: the one whose lines are their targets.
  package var partners: [String: String]
  /// Shared by copies: what recognition opened is what is read.
  private let opened: OpenedFiles

  package init(
    folders: [String], missingValueModel: (any MissingValueModel)? = nil,
    memory: DataMemory = DataMemory(), encoding: TextEncoding? = nil,
    partners: [String: String] = [:], opened: OpenedFiles = OpenedFiles()
  ) {
    self.folders = folders
    self.opened = opened
    self.missingValueModel = missingValueModel
    self.memory = memory
    self.encoding = encoding
    self.partners = partners
  }

  /// The path of `name`: itself when absolute, else in the first folder that has it.
  package func path(of name: String) throws(DatasetError) -> String {
    if name.isEmpty || name.utf8.contains(0) { throw .missing(file: name, folders: folders) }
    if name.hasPrefix("/") { return name }
    let starts = folders.isEmpty ? ["."] : folders
    for folder in starts {
      let path = folder + "/" + name
      if access(path, F_OK) == 0 { return path }
    }
    throw .missing(file: name, folders: folders)
  }

  /// - Parameter growth: memory that the file and what is made of it take, over the file's size.
  func read(
    _ name: String, most: Int = .max, growth: Double = 1
  ) throws(DatasetError) -> FileBytes {
    try read(open(name), most: most, growth: growth)
  }

  /// The beginning of a table, to recognise what it holds.
  ///
  /// - Parameter options: which cells mean "missing".
  func readHead(
    _ name: String, options: TableOptions, most: Int = Dialect.sample
  ) throws(DatasetError) -> FileBytes {
    var key = OpenedFiles.Key(path: try path(of: name), encoding: encoding, use: .head)
    if let file = opened[key] { return try FileBytes(file, most: most) }
    let file = try converted(open(name), options, most: TableFormat.head) { _ in }
    opened[key] = file
    // A table that is there as a whole is made once.
    if file.conversion?.isCut != true {
      key.use = .table(nil)
      opened[key] = file
    }
    return try FileBytes(file, most: most)
  }

  private func read(
    _ file: OpenFile, most: Int, growth: Double
  ) throws(DatasetError) -> FileBytes {
    let bytes = Double(min(file.size, most))
    // Larger ones get their own message.
    if file.size <= FileBytes.limit { try require(growth * bytes, of: file.name) }
    return try FileBytes(file, most: most)
  }

  func open(_ name: String) throws(DatasetError) -> OpenFile {
    let path = try path(of: name)
    let key = OpenedFiles.Key(path: path, encoding: encoding)
    if let file = opened[key] { return file }
    let file = try OpenFile(name: name, path: path, encoding: encoding)
    opened[key] = file
    return file
  }

  /// A table: the file itself where it is delimited text, else what was made of it.
  ///
  /// - Parameters:
  ///   - wide: reads one sequence per row, with these columns.
  ///   - options: how such a table is written, and which cells mean "missing".
  func openTable(
    _ name: String, wide: WideColumns? = nil, options: TableOptions = TableOptions(),
    progress: @escaping (String) -> Void = { _ in }
  ) throws(DatasetError) -> OpenFile {
    let key = OpenedFiles.Key(
      path: try path(of: name), encoding: encoding, use: .table(wide))
    if let file = opened[key] { return file }
    var file = try converted(open(name), options, progress: progress)
    if let wide { file = try WideTable(file, wide, options).table(progress: progress) }
    opened[key] = file
    return file
  }

  /// The file itself where it is delimited text.
  private func converted(
    _ file: OpenFile, _ options: TableOptions, most: Int = .max,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) -> OpenFile {
    if let targets = partners[file.name] {
      return try ParallelLines.table(file, open(targets), most: most, progress: progress)
    }
    guard let format = try TableFormat(file) else { return file }
    return try format.table(of: file, options: options, most: most, progress: progress)
  }

  /// Throws if a table that is read row by row gives more numbers than memory holds.
  func requireMemory(of file: OpenFile, growth: Double) throws(DatasetError) {
    try require(growth * Double(file.size), of: file.name)
  }

  private func require(_ bytes: Double, of name: String) throws(DatasetError) {
    try memory.require(bytes, for: name, remedy: "use a part of the file")
  }
}

/// Files that are open, so that what recognises a file, what asks about it and what loads it open it
/// once. Two of these are equal: they say nothing about the data.
package final class OpenedFiles: @unchecked Sendable, Equatable {
  struct Key: Hashable {
    var path: String
    var encoding: TextEncoding?
    var use = Use.file
  }

  /// The file itself, or what is made of it where it is not delimited text.
  enum Use: Hashable {
    case file
    case head
    case table(WideColumns?)
  }

  private let lock = NSLock()
  private var files: [Key: OpenFile] = [:]

  package init() {}

  package static func == (one: OpenedFiles, other: OpenedFiles) -> Bool { true }

  subscript(key: Key) -> OpenFile? {
    get {
      lock.lock()
      defer { lock.unlock() }
      return files[key]
    }
    set {
      lock.lock()
      defer { lock.unlock() }
      files[key] = newValue
    }
  }

  /// They are no longer needed.
  func close() {
    lock.lock()
    defer { lock.unlock() }
    files = [:]
  }
}

/// The last part of a path, and the same without its ending.
package func lastPart(_ path: String) -> String {
  String(path.split(separator: "/").last ?? "")
}

package func stem(_ path: String) -> String {
  let last = lastPart(path)
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}
