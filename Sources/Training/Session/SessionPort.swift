import Telemetry

/// The connection of a screen: snapshots come out, commands go in. Of a session that trains here it
/// is `Mailbox`, which `SessionDriver+Requests` empties before each step.
package protocol SessionPort: AnyObject, Sendable {
  var source: SessionSource { get }
  /// Becomes readable when there is a new snapshot: for `poll` along with the keyboard. -1 if there
  /// is no such descriptor; the screen then checks at its own pace.
  var wakeDescriptor: Int32 { get }
  /// The newest snapshot; nil if it was already taken.
  func takeSnapshot() -> SessionSnapshot?
  func send(_ command: Command)
}

/// The record of a run as the source of snapshots: any point of it can be shown.
package protocol TimelinePort: SessionPort {
  func move(_ move: TimelineMove)
}
