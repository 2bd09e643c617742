/// How the program ends, for shells and scripts.
package enum ExitStatus: Equatable, Sendable {
  case done
  /// Something learned was lost, output could not be written, or anything else failed.
  case failure
  /// Every lane diverged.
  case diverged
  /// A preset, a data file or a model file is invalid. (64, for a wrong command line, is
  /// swift-argument-parser's.)
  case badData
  /// A signal asked it to end.
  case signal(Int32)

  package var code: Int32 {
    switch self {
    case .done: 0
    case .failure: 1
    case .diverged: 3
    case .badData: 65
    case .signal(let number): 128 + number
    }
  }
}
