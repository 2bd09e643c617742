/// Memory for numbers, aligned for wide vector instructions, zero at first. A class, because the
/// memory has one owner and its address must not move while threads work on it.
package final class Block<Element: BitwiseCopyable>: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Element>
  package let count: Int

  /// - Parameter count: elements; 0 is allowed.
  package init(count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    pointer = raw.assumingMemoryBound(to: Element.self)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  package var values: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: pointer, count: count)
  }

  /// A copy as a value, for checkpoints and comparison.
  package var array: [Element] { Array(values) }

  package func copy(from source: [Element]) {
    precondition(source.count == count, "a block takes as many elements as it has")
    _ = values.update(from: source)
  }

  package func clear() {
    UnsafeMutableRawPointer(pointer).initializeMemory(
      as: UInt8.self, repeating: 0, count: count * MemoryLayout<Element>.stride)
  }
}

package typealias FloatBlock = Block<Float>
