import Foundation

/// The folder of a run for all that is written there: made again where it is gone, tried again where
/// it could not be made.
package final class RunPlace: @unchecked Sendable {
  private let planned: String
  private let lock = NSLock()
  private let make: () throws(RunFolder.Failure) -> RunFolder
  private var made: RunFolder?

  /// - Parameter path: of the folder that `make` is to make.
  package init(_ path: String, make: @escaping () throws(RunFolder.Failure) -> RunFolder) {
    planned = path
    self.make = make
  }

  package convenience init(_ folder: RunFolder) {
    self.init(folder.path) { () throws(RunFolder.Failure) in folder }
    made = folder
  }

  /// Of the folder, or of the one that is to be made.
  package var path: String {
    lock.lock()
    defer { lock.unlock() }
    return made?.path ?? planned
  }

  /// There, and locked.
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
