import Foundation

/// Finds the file that a configuration names.
package struct DataFiles: Sendable {
  /// Folders that a relative path may start from, in order.
  package var folders: [String]
  /// For `{missing: model}`; nil where there is none to be had.
  package var missingValueModel: (any MissingValueModel)?

  package init(folders: [String], missingValueModel: (any MissingValueModel)? = nil) {
    self.folders = folders
    self.missingValueModel = missingValueModel
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

  func read(_ name: String, most: Int = .max) throws(DatasetError) -> FileBytes {
    try FileBytes(name: name, path: path(of: name), most: most)
  }

  func open(_ name: String) throws(DatasetError) -> OpenFile {
    try OpenFile(name: name, path: path(of: name))
  }
}

/// The last part of a path, and the same without its ending.
func lastPart(_ path: String) -> String {
  String(path.split(separator: "/").last ?? "")
}

func stem(_ path: String) -> String {
  let last = lastPart(path)
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}
