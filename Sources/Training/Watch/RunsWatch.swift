import Datasets
import Telemetry

/// Several runs as the source of a screen: a thread reads what is new in each and shows their lanes
/// side by side. It only reads.
package final class RunsWatch: SessionPort, @unchecked Sendable {
  package let source = SessionSource.runs

  private let mailbox = Mailbox(.runs)
  private let thread = WatchThread()
  private let names: [String]
  private let data: [String]
  private let senders: [RequestSender]
  /// Used only on the thread.
  private var followers: [RunFollower]
  private var picture = RunsSnapshot()

  package init(_ runs: [RecordedRun]) {
    names = RunsSnapshot.names(of: runs.map(\.path))
    data = runs.map(\.manifest.data.digest)
    senders = runs.map { RequestSender($0.path) }
    followers = runs.map { RunFollower($0, isReadOnly: true) }
  }

  package var wakeDescriptor: Int32 { mailbox.wakeDescriptor }
  package func takeSnapshot() -> SessionSnapshot? { mailbox.takeSnapshot() }

  /// Keys send no commands (`SessionSource.whyNoCommands`).
  package func send(_ command: Command) {}

  /// - Parameter onThreadStart: runs first on the new thread.
  package func start(onThreadStart: @escaping @Sendable () -> Void) {
    thread.start(onThreadStart: onThreadStart) { [self] in follow() }
  }

  /// Ends the thread; call it once, after `start`.
  package func stop() {
    thread.stop()
    for sender in senders { sender.stopWatching() }
  }

  private func follow() {
    mailbox.publish(SessionSnapshot(phase: .preparing("reading the records")))
    var shown: [RunFollower.News] = []
    var nextSign = 0.0
    while true {
      let now = SavingThread.now
      let signs = now >= nextSign
      if signs { nextSign = now + RunWatch.signInterval }
      for place in followers.indices {
        followers[place].look(at: now) { [thread] _ in !thread.isAskedToStop }
        if signs, followers[place].takesSigns { senders[place].sayWatching() }
      }
      let news = followers.map { $0.news(at: now) }
      if news != shown {
        shown = news
        mailbox.publish(snapshot(at: now))
      }
      guard thread.sleep(until: now + RunWatch.interval) else { return }
    }
  }

  private func snapshot(at now: Double) -> SessionSnapshot {
    picture.merged(
      followers.indices.map { place in
        var snapshot = followers[place].snapshot(at: now)
        // An interrupted run no longer trains, whatever its last record says.
        if !followers[place].isAlive, snapshot.info != nil { snapshot.phase = .done }
        return RunsSnapshot.Run(name: names[place], snapshot: snapshot, data: data[place])
      })
  }
}
