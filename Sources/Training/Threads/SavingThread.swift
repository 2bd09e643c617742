import Foundation

/// A thread that sleeps until there is something to save.
final class SavingThread: @unchecked Sendable {
  private let awake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isClosing = Locked(false)
  private var isRunning = false

  /// - Parameters:
  ///   - nextDue: the next due time, in seconds on this clock; nil: nothing is due.
  ///   - save: saves everything due.
  ///   - onThreadStart: runs first on the thread.
  func start(
    nextDue: @escaping () -> Double?, save: @escaping () -> Void,
    onThreadStart: @escaping @Sendable () -> Void
  ) {
    isRunning = true
    nonisolated(unsafe) let nextDue = nextDue
    nonisolated(unsafe) let save = save
    let thread = Thread { [self] in
      onThreadStart()
      while !isClosing.withLock({ $0 }) {
        sleep(until: nextDue())
        save()
      }
      ended.signal()
    }
    thread.stackSize = 4 << 20
    thread.name = "rnn-tui saving"
    thread.start()
  }

  private func sleep(until time: Double?) {
    guard let time else { return awake.wait() }
    let left = time - Self.now
    if left > 0 { _ = awake.wait(timeout: .now() + left) }
  }

  /// Makes the thread check again what is due.
  func wake() { awake.signal() }

  /// Ends the thread.
  func close() {
    guard isRunning else { return }
    isRunning = false
    isClosing.withLock { $0 = true }
    awake.signal()
    ended.wait()
  }

  /// Seconds on a monotonic clock.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
