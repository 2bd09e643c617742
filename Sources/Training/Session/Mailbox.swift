import Foundation
import Synchronization
import Telemetry

/// The only place where the worker and the screen meet: the newest snapshot goes out, commands come
/// in. Snapshots are coalesced: an older one that nobody took is replaced.
package final class Mailbox: SessionPort {
  package let source: SessionSource
  private let snapshot = Locked<SessionSnapshot?>(nil)
  private let commands = Locked<[Command]>([])
  private let commandsWait = Atomic<Bool>(false)
  private let snapshotWaits = Atomic<Bool>(false)
  private let commandsCame = DispatchSemaphore(value: 0)

  /// -1 if the system provides no pipe.
  package let wakeDescriptor: Int32
  private let wakeWriteEnd: Int32

  package init(_ source: SessionSource = .live) {
    self.source = source
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
    } else {
      ends = [-1, -1]
    }
    wakeDescriptor = ends[0]
    wakeWriteEnd = ends[1]
  }

  deinit {
    if wakeDescriptor >= 0 { close(wakeDescriptor) }
    if wakeWriteEnd >= 0 { close(wakeWriteEnd) }
  }

  // MARK: the worker's side

  /// One atomic load: cheap enough for every training step.
  package var hasCommands: Bool { commandsWait.load(ordering: .acquiring) }

  /// Sleeps until there are commands: for a worker with nothing else to do.
  package func waitForCommands() {
    while !hasCommands { commandsCame.wait() }
  }

  /// The same, but no longer than this.
  package func waitForCommands(atMost time: Duration) {
    let deadline = DispatchTime.now() + time.inSeconds
    while !hasCommands, commandsCame.wait(timeout: deadline) == .success {}
  }

  package func takeCommands() -> [Command] {
    commands.withLock { waiting in
      commandsWait.store(false, ordering: .releasing)
      defer { waiting.removeAll() }
      return waiting
    }
  }

  /// True when the last snapshot was taken, so a new one is worth making.
  package var wantsSnapshot: Bool { !snapshotWaits.load(ordering: .acquiring) }

  package func publish(_ new: SessionSnapshot) {
    snapshot.withLock { $0 = new }
    // One byte in the pipe while a snapshot waits: it never fills.
    let alreadyWaiting = snapshotWaits.exchange(true, ordering: .acquiringAndReleasing)
    guard wakeWriteEnd >= 0, !alreadyWaiting else { return }
    var one: UInt8 = 1
    _ = write(wakeWriteEnd, &one, 1)
  }

  // MARK: the screen's side

  package func send(_ command: Command) {
    commands.withLock { $0.append(command) }
    nudge()
  }

  /// Wakes a worker that waits for commands, so that it checks its state.
  package func nudge() {
    commandsWait.store(true, ordering: .releasing)
    commandsCame.signal()
  }

  package func takeSnapshot() -> SessionSnapshot? {
    if wakeDescriptor >= 0 {
      var byte: UInt8 = 0
      _ = read(wakeDescriptor, &byte, 1)
    }
    snapshotWaits.store(false, ordering: .releasing)
    return snapshot.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
  }
}
