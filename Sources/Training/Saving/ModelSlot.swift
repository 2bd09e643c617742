import Engine

/// A lane's file. A restarted lane gets another one, so that nothing it learned is lost. Mutable
/// state is guarded by the store's lock.
package final class ModelSlot: @unchecked Sendable {
  package let lane: String
  let architecture: ModelArchitecture
  /// From 1; part of the file's name from 2 on.
  var attempt: Int
  var newest: BestModel?
  /// Counts the models offered, and which of them is in `file`.
  var offered = 0
  var written = 0
  var file: String?
  var failure: SaveFailure?
  /// Seconds on the clock of `SavingThread`.
  var lastAttempt = -Double.infinity

  init(_ lane: String, _ architecture: ModelArchitecture, attempt: Int) {
    (self.lane, self.architecture, self.attempt) = (lane, architecture, attempt)
  }

  /// Its content is already in a file, and nothing better will come.
  func isWritten(_ file: String) {
    (self.file, offered, written) = (file, 1, 1)
  }
}
