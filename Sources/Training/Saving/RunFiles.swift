/// The names in a run's folder, besides LANE.safetensors, the best weights of each lane.
package enum RunFiles {
  /// The settings that the run was started with, all of them.
  package static let preset = "run.yaml"
  /// The program, the machine and the data that it was started with.
  package static let manifest = "manifest.json"
  /// A line for everything that happened.
  package static let record = "record.jsonl"
  /// Of a long record: what the lines up to some places make.
  static let index = "index"
  /// The folder of states to resume from.
  static let checkpoints = "checkpoints"
  /// Requests from other processes, and signs that somebody watches.
  static let inbox = "inbox"
  /// Its newest numbers, while somebody watches.
  static let live = "live.json"
}
