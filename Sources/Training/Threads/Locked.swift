import Foundation

/// A value behind a lock. Uses Foundation's lock and not `Synchronization.Mutex`, because the
/// thread sanitizer understands this one and reports false races in the other.
final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body(&value)
  }
}
