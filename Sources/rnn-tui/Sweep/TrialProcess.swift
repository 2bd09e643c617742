import Foundation
import Training

/// A process of this program that runs one trial. It inherits only three descriptors, has its own
/// process group, so that Ctrl-C in the terminal does not reach it, and ends when its output is no
/// longer read.
final class TrialProcess {
  let place: Int
  private let number: pid_t
  private var output: Int32
  private var errors: Int32
  private var unfinishedLine: [UInt8] = []
  private var errorText: [UInt8] = []

  /// Bytes kept from the end of its standard error.
  private static let keptErrors = 4096

  struct Failure: Error { let description: String }

  /// - Parameters:
  ///   - place: of the trial in the sweep.
  ///   - words: the executable and its arguments.
  init(_ place: Int, _ words: [String]) throws(Failure) {
    self.place = place
    let output = try Self.pipe()
    let errors: (read: Int32, write: Int32)
    do {
      errors = try Self.pipe()
    } catch {
      close(output.read)
      close(output.write)
      throw error
    }
    defer {
      close(output.write)
      close(errors.write)
    }
    (self.output, self.errors) = (output.read, errors.read)
    var problem: Int32 = 0
    number = Self.spawn(words, output.write, errors.write, &problem)
    guard problem == 0 else {
      close(output.read)
      close(errors.read)
      throw Failure(description: "cannot start: \(String(cString: strerror(problem)))")
    }
  }

  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Foundation.pipe(&ends) == 0 else {
      throw Failure(description: "cannot start: \(String(cString: strerror(errno)))")
    }
    // Processes are started on this thread alone, so none inherits them before that.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ words: [String], _ output: Int32, _ errors: Int32, _ problem: inout Int32
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
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
    var arguments = words.map { strdup($0) } + [nil]
    let variables = ProcessInfo.processInfo.environment
    var environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in arguments + environment { free(word) } }
    var number: pid_t = 0
    problem = posix_spawn(&number, words[0], &actions, &attributes, &arguments, &environment)
    return number
  }

  deinit {
    for descriptor in [output, errors] where descriptor >= 0 { close(descriptor) }
  }

  // MARK: its output

  /// For `poll`; -1 where a stream has ended.
  var descriptors: [Int32] { [output, errors] }
  var hasEnded: Bool { output < 0 && errors < 0 }

  /// Reads what is available.
  /// - Parameters:
  ///   - bytes: called with standard output as it is.
  ///   - line: called with it line by line.
  func read(bytes: (ArraySlice<UInt8>) -> Void, line: (String) -> Void) {
    Self.drain(&output) { part in
      bytes(part)
      unfinishedLine += part
      while let end = unfinishedLine.firstIndex(of: 0x0A) {
        line(String(decoding: unfinishedLine[..<end], as: UTF8.self))
        unfinishedLine.removeSubrange(...end)
      }
    }
    Self.drain(&errors) { part in
      errorText += part
      errorText.removeFirst(max(0, errorText.count - Self.keptErrors))
    }
  }

  private static func drain(_ descriptor: inout Int32, _ body: (ArraySlice<UInt8>) -> Void) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while descriptor >= 0 {
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        body(buffer[..<count])
      } else if count < 0, errno == EINTR {
        continue
      } else if count < 0, errno == EAGAIN {
        return
      } else {
        close(descriptor)
        descriptor = -1
      }
    }
  }

  /// The last line on standard error, without the program's name.
  var complaint: String? {
    let text = String(decoding: errorText, as: UTF8.self)
    guard let last = text.split(whereSeparator: \.isNewline).last else { return nil }
    return String(last.trimmingPrefix("rnn-tui: "))
  }

  // MARK: its end

  func signal(_ signal: Int32) { kill(number, signal) }

  /// Waits for the end, after both streams have ended.
  /// - Returns: the exit status; 128 + signal if a signal ended it.
  func wait() -> Int {
    var status: Int32 = 0
    while waitpid(number, &status, 0) < 0 {
      guard errno == EINTR else { return 1 }
    }
    return Int(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
  }
}
