import Engine
import Foundation
import Synchronization

/// Work that is divided into numbered tasks, any of which may run on any thread.
package protocol ParallelWork: AnyObject, Sendable {
  func perform(task: Int)
}

/// A fixed pool of threads that process numbered tasks together with their leader. Handing work
/// over costs well under a microsecond while the threads spin between two calls (up to about half a
/// millisecond); after that they park and cost nothing.
///
/// Allocates nothing and takes no lock while it runs.
package final class ThreadPool: @unchecked Sendable {
  /// Working threads, including the leader.
  package let threads: Int

  /// Generation, task count and next task in one word: drawing a task number also draws the
  /// generation that it belongs to.
  private let ticket = Atomic<UInt64>(0)
  private let completed = Atomic<Int>(0)
  private let parked = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private nonisolated(unsafe) var work: (any ParallelWork)?
  private var generation: UInt64 = 0

  private static let spins = 20_000
  private static let indexBits: UInt64 = 20
  private static let mask: UInt64 = 1 << indexBits - 1

  /// - Parameter onThreadStart: runs first on each new thread.
  package init(threads: Int, onThreadStart: @escaping @Sendable () -> Void = {}) {
    self.threads = max(1, threads)
    for _ in 1..<max(2, self.threads) where self.threads > 1 {
      let thread = Thread { [self] in
        onThreadStart()
        runWorker()
        ended.signal()
      }
      thread.stackSize = 4 << 20
      thread.name = "rnn-tui worker"
      thread.start()
    }
  }

  /// Ends the threads. The pool must be idle.
  package func stop() {
    guard !stopping.exchange(true, ordering: .sequentiallyConsistent) else { return }
    for _ in 1..<max(1, threads) { wake.signal() }
    for _ in 1..<max(1, threads) { ended.wait() }
  }

  /// Returns when tasks 0 ..< count have run. Only one thread may lead.
  package func run(_ count: Int, _ work: any ParallelWork) {
    guard count > 0 else { return }
    precondition(count < Int(Self.mask) - threads, "more tasks than a ticket can number")
    if threads == 1 || count == 1 {
      for task in 0..<count { work.perform(task: task) }
      return
    }
    self.work = work
    completed.store(0, ordering: .relaxed)
    generation &+= 1
    let start = generation << (2 * Self.indexBits) | UInt64(count) << Self.indexBits
    ticket.store(start, ordering: .sequentiallyConsistent)
    let sleepers = parked.exchange(0, ordering: .sequentiallyConsistent)
    for _ in 0..<sleepers { wake.signal() }
    while takeTask() {}
    while completed.load(ordering: .acquiring) < count { spinLoopHint() }
    self.work = nil
  }

  private static func hasTask(_ ticket: UInt64) -> Bool {
    ticket & mask < (ticket >> indexBits) & mask
  }

  /// Draws a task and runs it; false when none is left.
  private func takeTask() -> Bool {
    guard Self.hasTask(ticket.load(ordering: .acquiring)) else { return false }
    let drawn = ticket.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
    guard Self.hasTask(drawn) else { return false }
    work?.perform(task: Int(drawn & Self.mask))
    completed.wrappingAdd(1, ordering: .releasing)
    return true
  }

  private func runWorker() {
    var idle = 0
    while !stopping.load(ordering: .relaxed) {
      if takeTask() {
        idle = 0
      } else if idle < Self.spins {
        idle += 1
        spinLoopHint()
      } else {
        // Announce first, then look once more: a leader that did not see this thread parked has
        // published its work before this look. An extra signal only causes one spurious wake-up.
        parked.wrappingAdd(1, ordering: .sequentiallyConsistent)
        if !Self.hasTask(ticket.load(ordering: .sequentiallyConsistent)) { wake.wait() }
        idle = 0
      }
    }
  }
}
