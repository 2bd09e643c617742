import Datasets
import Foundation
import Synchronization
import Telemetry

/// Looks once a second for requests that other processes put into the run's folder. A file is taken
/// by removing it: what cannot be removed would be done again and again.
package final class RunInbox: @unchecked Sendable {
  /// Seconds between two looks.
  package static let interval = 1.0
  /// Requests that are read at one look.
  private static let mostAtOnce = 1000

  /// A file of the inbox, as it was read.
  enum Arrival: Sendable {
    case request(SentRequest)
    /// A file that is no request, and why.
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
  /// Files that could not be removed: told once.
  private var stuck: Set<String> = []
  private var isClosed = false

  /// - Parameter onArrival: called on the inbox's thread when something was found.
  package init(_ place: RunPlace, onArrival: @escaping @Sendable () -> Void = {}) {
    (self.place, self.onArrival) = (place, onArrival)
  }

  private var folder: String { "\(place.path)/\(SentRequest.folder)" }

  /// - Parameter onThreadStart: runs first on the new thread.
  package func start(onThreadStart: @escaping @Sendable () -> Void) {
    // Of the run, not of whoever sends first: who may write in the run's folder may send.
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

  /// Touched on the inbox's thread alone.
  private var nextLook = 0.0

  /// One atomic load: cheap enough for every training step.
  var hasArrivals: Bool { hasNews.load(ordering: .acquiring) }

  /// Another process shows the run on a screen. One atomic load.
  var isWatched: Bool { watched.load(ordering: .acquiring) }

  /// The oldest first.
  func take() -> [Arrival] {
    arrivals.withLock { waiting in
      hasNews.store(false, ordering: .releasing)
      defer { waiting = [] }
      return waiting
    }
  }

  /// Sleeps until something was found, or `nudge`.
  func wait() {
    while !hasArrivals { came.wait() }
  }

  /// Wakes whoever waits, so that it looks around.
  package func nudge() {
    hasNews.store(true, ordering: .releasing)
    came.signal()
  }

  /// Ends the thread, after a last look.
  /// - Parameter looks: false where nobody would answer: what is there stays.
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

  /// - Returns: nil where another one took it.
  private func take(_ name: String) -> Arrival? {
    let path = "\(folder)/\(name)"
    let text = "\(SentRequest.folder)/\(escaped(name, limit: 100))"
    let content = Self.content(of: path)
    guard unlink(path) == 0 else {
      if errno == ENOENT { return nil }
      stuck.insert(name)
      return .unreadable(
        "\(text) is not done: it cannot be removed: \(String(cString: strerror(errno)))")
    }
    guard let content, let sent = try? JSONLine.value(SentRequest.self, content) else {
      return .unreadable(
        "\(text) is no request; to send one: \(Arguments.program) send RUN COMMAND")
    }
    return .request(sent)
  }

  /// Nil where it is no file, or too large a one.
  private static func content(of path: String) -> String? {
    // Neither a link out of the folder nor a pipe that never ends.
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
