import Synchronization

/// Whether this build reads sounds. Their libraries come with the package's trait `Sound`, so that
/// they need not be installed for texts and tables.
package enum SoundSupport {
  #if Sound
    package static let isBuilt = true
  #else
    package static let isBuilt = false
  #endif

  /// The arguments that the program was started with, for the command that continues; nil: not
  /// known.
  package static let arguments = Mutex<[String]?>(nil)

  /// The error of a build without sound.
  ///
  /// - Parameter what: a file, or a task that makes sounds.
  static func missing(_ what: String) -> DatasetError {
    .soundNotBuilt(what: what, arguments: arguments.withLock { $0 } ?? [what])
  }

  /// The commands that install the libraries and run the same with them.
  static func commands(_ arguments: [String]) -> String {
    "apt-get update && apt-get install -y libsndfile1-dev libkissfft-dev && "
      + shellLine(["swift", "run", "-c", "release", "--traits", "Sound", "rnn-tui"] + arguments)
  }
}
