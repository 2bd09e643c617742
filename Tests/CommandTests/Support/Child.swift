import Foundation

/// A process that inherits nothing of this one but what it is given: no descriptor, no blocked or
/// ignored signal. (Threads of the test library block SIGTERM; a server that inherits that cannot
/// be asked to end.) Its output is read as it comes, so that no full pipe holds it up.
final class Child {
  let number: pid_t
  let words: [String]
  private let report = Report()

  /// - Parameter words: the path of an executable and its arguments.
  init(_ words: [String], _ environment: [String: String], in folder: TemporaryFolder) throws {
    self.words = words
    let output = try Self.pipe()
    let errors = try Self.pipe()
    defer { for descriptor in [output.write, errors.write] { close(descriptor) } }
    do {
      number = try Self.spawn(
        ["/usr/bin/env", "-C", folder.path] + words, environment, output.write, errors.write)
    } catch {
      for descriptor in [output.read, errors.read] { close(descriptor) }
      throw error
    }
    Thread { [report, number] in report.follow(number, output.read, errors.read) }.start()
  }

  deinit { report.whileThere { kill(-number, SIGKILL) } }

  var output: String { Self.text(report.now.output) }
  var errors: String { Self.text(report.now.errors) }

  func signal(_ signal: Int32) { report.whileThere { kill(number, signal) } }

  /// Waits for text on standard output.
  func wait(for text: String) throws {
    let facts = report.wait { $0.status != nil || Self.text($0.output).contains(text) }
    guard let facts, Self.text(facts.output).contains(text) else {
      throw StillWaiting(what: "'\(text)' on standard output", seen: output + errors)
    }
  }

  /// Waits for the end.
  /// - Returns: the exit status; a signal that nobody handled counts as the shell would tell it.
  func finish() throws -> Int32 {
    guard let status = report.wait({ $0.status != nil })?.status else {
      throw StillWaiting(what: "the end of \(words)", seen: output + errors)
    }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: starting

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw StillWaiting(what: "a pipe", seen: "\(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// In a process group of its own, so that all of it can be ended at once.
  private static func spawn(
    _ words: [String], _ environment: [String: String], _ output: Int32, _ errors: Int32
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    for descriptor in inherited() { posix_spawn_file_actions_addclose(&actions, descriptor) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in argv + envp { free(word) } }
    var number: pid_t = 0
    let failure = posix_spawn(&number, words[0], &actions, &attributes, &argv, &envp)
    guard failure == 0 else {
      throw StillWaiting(what: "\(words) to start", seen: String(cString: strerror(failure)))
    }
    return number
  }

  /// What is open now, and room for what other threads open before the process is made: closing
  /// what is not open is no error.
  private static func inherited() -> Range<Int32> {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let highest = names.compactMap { Int32($0) }.max() ?? 255
    return 3..<max(3, min(highest + 64, getdtablesize()))
  }
}

/// What a thread learns of a process that it follows to the end.
private final class Report: @unchecked Sendable {
  struct Facts {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    /// As `waitpid` tells it, once there is no more output either.
    var status: Int32?
  }

  private let changed = NSCondition()
  private var facts = Facts()

  var now: Facts { changed.withLock { facts } }

  /// Does something to the process while its number cannot belong to another one.
  func whileThere(_ body: () -> Void) { changed.withLock { if facts.status == nil { body() } } }

  /// - Returns: nil when it did not come about within the bound.
  func wait(_ condition: (Facts) -> Bool) -> Facts? {
    let end = Date(timeIntervalSinceNow: Program.bound)
    changed.lock()
    defer { changed.unlock() }
    while !condition(facts) {
      guard changed.wait(until: end) else { return condition(facts) ? facts : nil }
    }
    return facts
  }

  /// Reads until both streams end, then waits for the end of the process.
  func follow(_ process: pid_t, _ output: Int32, _ errors: Int32) {
    var streams = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let places: [WritableKeyPath<Facts, [UInt8]>] = [\.output, \.errors]
    var buffer = [UInt8](repeating: 0, count: 65536)
    while streams.contains(where: { $0.fd >= 0 }) {
      guard poll(&streams, nfds_t(streams.count), -1) > 0 else { continue }
      for (index, place) in places.enumerated()
      where streams[index].fd >= 0 && streams[index].revents != 0 {
        let count = read(streams[index].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          close(streams[index].fd)
          streams[index].fd = -1
          continue
        }
        tell { $0[keyPath: place] += buffer.prefix(count) }
      }
    }
    // Waits without reaping: until the status is told, the number stays this process's.
    var ended = siginfo_t()
    while waitid(P_PID, id_t(process), &ended, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    tell { facts in
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      facts.status = status
    }
  }

  private func tell(_ change: (inout Facts) -> Void) {
    changed.withLock {
      change(&facts)
      changed.broadcast()
    }
  }
}

extension NSCondition {
  fileprivate func withLock<T>(_ body: () -> T) -> T {
    lock()
    defer { unlock() }
    return body()
  }
}
