import Foundation

/// The folder of a run (its name and lock: `RunFolder`) for everything written there: recreated if it is gone, retried if it could
/// not be created.
package final class RunPlace: @unchecked Sendable {
  private let planned: String
  private let lock = NSLock()
  private let make: () throws(RunFolder.Failure) -> RunFolder
  private var made: RunFolder?

  /// - Parameter path: of the folder that `make` creates.
  package init(_ path: String, make: @escaping () throws(RunFolder.Failure) -> RunFolder) {
    planned = path
    self.make = make
  }

  package convenience init(_ folder: RunFolder) {
    self.init(folder.path) { () throws(RunFolder.Failure) in folder }
    made = folder
  }

  /// The path of the folder, or of the one to be created.
  package var path: String {
    lock.lock()
    defer { lock.unlock() }
    return made?.path ?? planned
  }

  /// Created and locked.
  package func folder() throws(RunFolder.Failure) -> RunFolder {
    lock.lock()
    defer { lock.unlock() }
    if let made {
      try made.ensureThere()
      return made
    }
    let new = try make()
    made = new
    return new
  }
}
