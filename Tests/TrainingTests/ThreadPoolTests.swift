import Synchronization
import Testing
import Training

@Suite struct ThreadPoolTests {
  /// Counts how often each task ran.
  private final class Counting: ParallelWork {
    let runs: [Counter]
    init(_ count: Int) { runs = (0..<count).map { _ in Counter() } }
    func perform(task: Int) { runs[task].value.wrappingAdd(1, ordering: .relaxed) }
    var counts: Set<Int> { Set(runs.map { $0.value.load(ordering: .relaxed) }) }
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  @Test(arguments: [1, 2, 3, 8])
  func everyTaskRunsOnce(_ threads: Int) {
    let pool = ThreadPool(threads: threads)
    defer { pool.stop() }
    #expect(pool.threads == threads)
    for count in [1, 2, 3, 7, 16, 100, 1000] {
      let work = Counting(count)
      for round in 1...20 {
        pool.run(count, work)
        #expect(work.counts == [round], "\(count) tasks")
      }
    }
  }

  @Test func noTaskIsNoWork() {
    let pool = ThreadPool(threads: 2)
    defer { pool.stop() }
    let work = Counting(1)
    pool.run(0, work)
    #expect(work.counts == [0])
  }

  /// Handing over again and again, with more and fewer tasks than threads: what one run leaves
  /// behind must not leak into the next.
  @Test(arguments: [2, 3, 5])
  func thousandsOfRuns(_ threads: Int) {
    let pool = ThreadPool(threads: threads)
    defer { pool.stop() }
    let work = Counting(9)
    var wanted = [Int](repeating: 0, count: 9)
    for round in 0..<6000 {
      let count = 1 + round % 9
      pool.run(count, work)
      for task in 0..<count { wanted[task] += 1 }
    }
    #expect(work.runs.map { $0.value.load(ordering: .relaxed) } == wanted)
  }

  /// A result is there when `run` returns, whichever thread wrote it.
  @Test func resultsAreVisibleToTheLeader() {
    final class Squares: ParallelWork, @unchecked Sendable {
      nonisolated(unsafe) var values = UnsafeMutablePointer<Int>.allocate(capacity: 64)
      var factor = 0
      func perform(task: Int) { values[task] = task * factor }
      deinit { values.deallocate() }
    }
    let pool = ThreadPool(threads: 3)
    defer { pool.stop() }
    let work = Squares()
    var wrong = 0
    for factor in 1...2000 {
      work.factor = factor
      pool.run(64, work)
      for task in 0..<64 where work.values[task] != task * factor { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func threadsBeginWithTheirPreparationAndEndWithStop() {
    let started = Counter()
    let pool = ThreadPool(threads: 4) { started.value.wrappingAdd(1, ordering: .relaxed) }
    pool.run(100, Counting(100))
    pool.stop()
    // `stop` returns when all threads have ended, so each has begun.
    #expect(started.value.load(ordering: .relaxed) == 3)
    pool.stop()
  }

  @Test func aPoolMayStopBeforeItWorked() {
    for threads in 1...4 { ThreadPool(threads: threads).stop() }
    #expect(ThreadPool(threads: 0).threads == 1)
    #expect(ThreadPool(threads: -3).threads == 1)
  }
}
