import Glibc

/// The memory in which OpenBLAS packs matrices. Each call that runs at the same time maps a piece when
/// it is first needed; a call that gets none retries forever. So the pieces are taken before the
/// first call, where a failure can still be reported.
package enum ProductMemory {
  /// Bytes of a piece (BUFFER_SIZE of OpenBLAS on x86-64; less elsewhere). Only what a product touches
  /// of it becomes real memory.
  package static let piece = 128 << 20

  private static let taken = LockedCount()

  /// Pieces that are still to be mapped for `threads` calls at a time.
  package static func missing(threads: Int) -> Int { taken.withLock { max(0, threads - $0) } }

  /// Makes sure that `threads` calls at a time get their pieces.
  /// - Returns: false if they cannot be mapped; then no product may be computed.
  package static func take(threads: Int) -> Bool {
    taken.withLock { taken in
      guard threads > taken else { return true }
      guard canMap(threads - taken) else { return false }
      takeFromLibrary(threads)
      taken = threads
      return true
    }
  }

  private static func canMap(_ count: Int) -> Bool {
    var pieces: [UnsafeMutableRawPointer] = []
    defer { for piece in pieces { munmap(piece, Self.piece) } }
    for _ in 0..<count {
      let memory = mmap(nil, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let memory, memory != MAP_FAILED else { return false }
      pieces.append(memory)
    }
    return true
  }

  /// Mapped memory is kept for later calls. The functions are not in OpenBLAS's header; without
  /// them it maps the pieces when it needs them.
  private static func takeFromLibrary(_ count: Int) {
    typealias Take = @convention(c) (Int32) -> UnsafeMutableRawPointer?
    typealias GiveBack = @convention(c) (UnsafeMutableRawPointer?) -> Void
    guard let take = dlsym(nil, "blas_memory_alloc"), let give = dlsym(nil, "blas_memory_free")
    else { return }
    let memory = (0..<count).map { _ in unsafeBitCast(take, to: Take.self)(0) }
    for piece in memory { unsafeBitCast(give, to: GiveBack.self)(piece) }
  }
}

/// A number protected by a lock of the C library: the thread sanitizer sees races in
/// `Synchronization.Mutex` if there are none.
private final class LockedCount: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var count = 0

  init() {
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func withLock<Result>(_ body: (inout Int) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&count)
  }
}
