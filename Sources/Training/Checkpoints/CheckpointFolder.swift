import Foundation

/// The folder of a run's checkpoints.
package struct CheckpointFolder {
  let path: String

  package init(ofRun run: String) { path = "\(run)/\(RunFiles.checkpoints)" }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  private static let (start, ending) = ("step-", ".safetensors")

  static func name(step: Int) -> String { "\(start)\(step)\(ending)" }

  /// Oldest first.
  package var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name -> (step: Int, name: String)? in
      guard name.hasPrefix(Self.start), name.hasSuffix(Self.ending),
        let step = Int(name.dropFirst(Self.start.count).dropLast(Self.ending.count))
      else { return nil }
      return (step, name)
    }.sorted { $0.step < $1.step }.map(\.name)
  }

  func remove(but kept: some Collection<String>) {
    for name in names where !kept.contains(name) { unlink(file(name)) }
  }
}
