import Datasets
import Foundation
import Synchronization
import Telemetry

/// Looks once a second for requests that other processes put into the run's folder. A file is taken
/// by removing it; if it cannot be removed, its request is not carried out, because it would be
/// repeated forever.
package final class RunInbox: @unchecked Sendable {
  /// Seconds between two checks.
  package static let interval = 1.0
  /// Requests read in one check.
  private static let mostAtOnce = 1000

  /// A file from the inbox, as it was read.
  enum Arrival: Sendable {
    case request(SentRequest)
    /// A file that is not a request, and why.
    case unreadable(String)
  }

  private let place: RunPlace
  private let onArrival: @Sendable () -> Void
  private let arrivals = Locked<[Arrival]>([])
  private let hasNews = Atomic<Bool>(false)
  private let watched = Atomic<Bool>(false)
  private var watchedAt = -Double.infinity
  private let came = DispatchSemaphore(value: 0)
  private let thread = SavingThread()
  /// Files that could not be removed: reported once.
  private var stuck: Set<String> = []
  private var isClosed = false

  /// - Parameter onArrival: called on the inbox's thread when something was found.
  package init(_ place: RunPlace, onArrival: @escaping @Sendable () -> Void = {}) {
    (self.place, self.onArrival) = (place, onArrival)
  }

  private var folder: String { "\(place.path)/\(RunFiles.inbox)" }

  /// - Parameter onThreadStart: runs first on the new thread.
  package func start(onThreadStart: @escaping @Sendable () -> Void) {
    // The run's permissions, not the first sender's: whoever can write in its folder can send.
    var facts = stat()
    if stat(place.path, &facts) == 0, mkdir(folder, 0o777) == 0 {
      chmod(folder, facts.st_mode & 0o777)
    }
    thread.start(
      nextDue: { [weak self] in self?.nextLook },
      save: { [weak self] in
        guard let self, SavingThread.now >= nextLook else { return }
        look()
        nextLook = SavingThread.now + Self.interval
      }, onThreadStart: onThreadStart)
  }

  /// Used only on the inbox's thread.
  private var nextLook = 0.0

  /// One atomic load: cheap enough for every training step.
  var hasArrivals: Bool { hasNews.load(ordering: .acquiring) }

  /// Another process shows the run on a screen. One atomic load.
  var isWatched: Bool { watched.load(ordering: .acquiring) }

  /// Oldest first.
  func take() -> [Arrival] {
    arrivals.withLock { waiting in
      hasNews.store(false, ordering: .releasing)
      defer { waiting = [] }
      return waiting
    }
  }

  /// Sleeps until something is found, or `nudge` is called.
  func wait() {
    while !hasArrivals { came.wait() }
  }

  /// Wakes a waiting thread so that it checks its state.
  package func nudge() {
    hasNews.store(true, ordering: .releasing)
    came.signal()
  }

  /// Ends the thread, after a last check.
  /// - Parameter looks: false if nobody would answer: remaining files stay.
  package func close(looks: Bool = true) {
    guard !isClosed else { return }
    isClosed = true
    thread.close()
    if looks { look() }
    rmdir(folder)
  }

  // MARK: looking

  private func look() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasSuffix(RequestSender.sign) && unlink("\(folder)/\(name)") == 0 {
      watchedAt = SavingThread.now
    }
    let isNow = SavingThread.now - watchedAt < LiveSnapshot.patience
    if watched.exchange(isNow, ordering: .acquiringAndReleasing) != isNow {
      nudge()
      onArrival()
    }
    let requests = names.compactMap { name in
      name.hasSuffix(".json") ? (name: name, id: Int(name.dropLast(5)) ?? .max) : nil
    }.sorted { ($0.id, $0.name) < ($1.id, $1.name) }.prefix(Self.mostAtOnce)
    var found: [Arrival] = []
    for (name, _) in requests where !stuck.contains(name) {
      if let arrival = take(name) { found.append(arrival) }
    }
    guard !found.isEmpty else { return }
    arrivals.withLock { $0 += found }
    nudge()
    onArrival()
  }

  /// - Returns: nil if another process took it.
  private func take(_ name: String) -> Arrival? {
    let path = "\(folder)/\(name)"
    let text = "\(RunFiles.inbox)/\(escaped(name, limit: 100))"
    let content = Self.content(of: path)
    guard unlink(path) == 0 else {
      if errno == ENOENT { return nil }
      stuck.insert(name)
      return .unreadable(
        "\(text) was not done: it cannot be removed: \(String(cString: strerror(errno)))")
    }
    guard let content, let sent = try? JSONLine.value(SentRequest.self, content) else {
      return .unreadable(
        "\(text) is not a request; to send one: \(ProgramArguments.program) send RUN COMMAND")
    }
    return .request(sent)
  }

  /// Nil if it is not a file, or is too large.
  private static func content(of path: String) -> String? {
    // No links out of the folder, and no pipes that never end.
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
      facts.st_size <= SentRequest.mostBytes, let data = try? file.readToEnd()
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
