import Foundation

/// A thread that checks repeatedly, is woken by requests from a screen, and ends when told to.
final class WatchThread: @unchecked Sendable {
  private let condition = NSCondition()
  private let ended = DispatchSemaphore(value: 0)
  private var isStopping = false

  /// - Parameters:
  ///   - onThreadStart: runs first on the new thread.
  ///   - body: ends when `sleep` says so.
  func start(
    onThreadStart: @escaping @Sendable () -> Void, _ body: @escaping @Sendable () -> Void
  ) {
    let thread = Thread { [self] in
      onThreadStart()
      body()
      ended.signal()
    }
    thread.stackSize = 8 << 20
    thread.name = "rnn-tui watch"
    thread.start()
  }

  /// Ends the thread; call it once, after `start`.
  func stop() {
    wake { isStopping = true }
    ended.wait()
  }

  /// Changes the state shared with the thread, and wakes it.
  func wake(_ change: () -> Void) {
    condition.lock()
    change()
    condition.signal()
    condition.unlock()
  }

  var isAskedToStop: Bool {
    condition.lock()
    defer { condition.unlock() }
    return isStopping
  }

  /// Sleeps while there is nothing to do.
  /// - Parameters:
  ///   - due: latest time to wake, in seconds on the clock of `SavingThread`.
  ///   - isIdle: whether the shared state needs no work.
  ///   - take: takes what arrived, with the shared state locked.
  /// - Returns: false to end.
  func sleep(
    until due: Double, while isIdle: () -> Bool = { true }, take: () -> Void = {}
  ) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while isIdle(), !isStopping {
      let left = due - SavingThread.now
      guard left > 0, condition.wait(until: Date(timeIntervalSinceNow: left)) else { break }
    }
    take()
    return !isStopping
  }
}
