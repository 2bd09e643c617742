import Datasets
import Foundation
import Training

extension RunManifest {
  /// Reports what differs between here and where a run was started.
  func tellDifferences() {
    for difference in differences(from: .here) {
      LineWriter(STDERR_FILENO).write(
        "rnn-tui: \(escaped(difference, limit: 200)): results may not match bit for bit")
    }
  }
}

extension RunManifest.Origin {
  /// This process.
  static var here: Self {
    Self(
      version: Version.text, command: [ProgramArguments.program] + ProgramArguments.afterProgram,
      processor: Processor.name)
  }
}
