import Telemetry

/// What a screen is connected to: snapshots come out of it, commands go in.
package protocol SessionPort: AnyObject, Sendable {
  var source: SessionSource { get }
  /// Becomes readable when there is a new snapshot: for `poll` beside the keyboard. -1 when there is
  /// no such descriptor; the screen then looks at its own pace.
  var wakeDescriptor: Int32 { get }
  /// The newest snapshot; nil when it was taken already.
  func takeSnapshot() -> SessionSnapshot?
  func send(_ command: Command)
}

/// The record of a run as the source of snapshots: any place of it can be shown.
package protocol TimelinePort: SessionPort {
  func move(_ move: TimelineMove)
}
