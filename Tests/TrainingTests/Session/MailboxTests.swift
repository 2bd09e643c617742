import Foundation
import Telemetry
import Testing
import Training

@Suite struct MailboxTests {
  private let mailbox = Mailbox()

  private func snapshot(_ number: Double) -> SessionSnapshot {
    SessionSnapshot(phase: .training, seconds: number)
  }

  private var isReadable: Bool {
    var descriptor = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) == 1
  }

  @Test func theNewestSnapshotReplacesThoseNobodyTook() {
    #expect(mailbox.takeSnapshot() == nil)
    for number in 1...100 { mailbox.publish(snapshot(Double(number))) }
    #expect(mailbox.takeSnapshot()?.seconds == 100)
    #expect(mailbox.takeSnapshot() == nil)
  }

  @Test func theDescriptorIsReadableExactlyWhileASnapshotWaits() {
    #expect(mailbox.wakeDescriptor >= 0)
    for _ in 0..<3 {
      #expect(!isReadable)
      #expect(mailbox.wantsSnapshot)
      mailbox.publish(snapshot(1))
      mailbox.publish(snapshot(2))
      #expect(isReadable)
      #expect(!mailbox.wantsSnapshot)
      #expect(mailbox.takeSnapshot() != nil)
    }
    #expect(!isReadable)
  }

  @Test func thePipeNeverFills() {
    for number in 0..<200_000 { mailbox.publish(snapshot(Double(number))) }
    #expect(mailbox.takeSnapshot()?.seconds == 199_999)
    #expect(!isReadable)
  }

  @Test func commandsComeInOrder() {
    #expect(!mailbox.hasCommands)
    #expect(mailbox.takeCommands().isEmpty)
    for id in 1...50 { mailbox.send(Command(id: id, lanes: .all, action: .pause)) }
    #expect(mailbox.hasCommands)
    #expect(mailbox.takeCommands().map(\.id) == Array(1...50))
    #expect(!mailbox.hasCommands)
    mailbox.send(Command(id: 51, lanes: .lane(2), action: .strengthen(key: "regularizers.l2")))
    #expect(
      mailbox.takeCommands() == [
        Command(id: 51, lanes: .lane(2), action: .strengthen(key: "regularizers.l2"))
      ])
  }

  @Test func waitingReturnsWhenACommandIsThere() {
    mailbox.send(Command(id: 1, lanes: .all, action: .pause))
    mailbox.waitForCommands()
    #expect(mailbox.takeCommands().count == 1)
    // Signals of commands that were taken without waiting must not end a later wait.
    for id in 2...4 { mailbox.send(Command(id: id, lanes: .all, action: .pause)) }
    #expect(mailbox.takeCommands().count == 3)
    let mailbox = mailbox
    let thread = Thread { mailbox.send(Command(id: 5, lanes: .all, action: .pause)) }
    thread.start()
    mailbox.waitForCommands()
    #expect(mailbox.takeCommands().map(\.id) == [5])
  }

  /// Both sides at full speed: every command arrives once and in order, snapshots only move on.
  @Test func twoThreadsAtOnce() {
    let mailbox = mailbox
    let count = 20_000
    let screen = Thread {
      var (sent, newest) = (0, -1.0)
      while newest < Double(count) {
        if sent < count {
          sent += 1
          mailbox.send(Command(id: sent, lanes: .all, action: .pause))
        }
        if let snapshot = mailbox.takeSnapshot() {
          // The same one again where the other side woke up for nothing.
          if snapshot.seconds < newest { Issue.record("a snapshot came back") }
          newest = snapshot.seconds
        }
      }
    }
    screen.start()
    var taken: [Int] = []
    while taken.count < count {
      mailbox.waitForCommands()
      taken += mailbox.takeCommands().map(\.id)
      mailbox.publish(snapshot(Double(taken.count)))
    }
    #expect(taken == Array(1...count))
  }
}
