import Datasets
import Foundation
import Training

extension RunManifest {
  /// What is another one here than where a run was started.
  func tellDifferences() {
    for difference in differences(from: .here) {
      LineWriter(STDERR_FILENO).write(
        "rnn-tui: \(escaped(difference, limit: 200)): bits may differ")
    }
  }
}

extension RunManifest.Origin {
  /// This process.
  static var here: Self {
    Self(
      version: RnnTui.version, command: [Arguments.program] + Arguments.afterProgram,
      processor: Processor.name)
  }
}
