import Datasets
import Foundation

extension RecordedRun {
  /// The word for the run that was started last.
  package static let latest = "latest"

  /// A run as named on the command line.
  /// - Parameter word: its folder, `latest`, or the path of something in it.
  /// - Throws: when it is not a run's folder, or has another format.
  package init(named word: String) throws(Failure) {
    func isRun(_ path: String) -> Bool { access("\(path)/\(RunFiles.manifest)", F_OK) == 0 }
    if word == Self.latest, !isRun(word) {
      try self.init(RunList.latest)
      return
    }
    var path = word
    // A file, a folder of checkpoints, a checkpoint.
    for _ in 0..<2 where !isRun(path) && access(path, F_OK) == 0 {
      path = Self.parent(of: path)
    }
    try self.init(isRun(path) ? path : word)
  }

  /// The folder that contains a path, as written; for `.` and the like, the folder itself.
  private static func parent(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Looks for the first whole picture in the record, which a run that has just begun may not have
  /// yet.
  /// - Throws: when there is no record, or when it has no picture and none will come.
  package func requirePicture() throws(Failure) {
    var isThere = false
    var isEmpty = true
    do {
      try record.forEachPlace(in: 0..<Int.max) { line, _ in
        isEmpty = false
        if case .frame? = line { isThere = true }
        return !isThere
      }
    } catch {
      throw Failure(error.description + "; " + again)
    }
    guard !isThere, !RunFolder.isInUse(path) else { return }
    let file = escaped("\(path)/\(RunFiles.record)", limit: 400)
    throw Failure(
      "\(file): \(isEmpty ? "it has no complete line" : "it has no complete picture of the run"); \(again)"
    )
  }

  /// - Throws: when a file to be written is one that the run was saved in.
  package func refuseToReplaceItself(_ file: String) throws(Failure) {
    let name = file.split(separator: "/").last.map { String($0) } ?? file
    guard RunFolder.isOfARun(name), access(file, F_OK) == 0,
      access("\(Self.parent(of: file))/\(RunFiles.manifest)", F_OK) == 0
    else { return }
    throw Failure(
      "\(escaped(file, limit: 400)) belongs to a run; write to another file, such as "
        + "--to curves.csv")
  }

  private var again: String {
    "to train it again: "
      + shellLine([ProgramArguments.program, "train", "\(path)/\(RunFiles.preset)"])
  }
}
