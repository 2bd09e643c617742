/// Asks, before data are read or made, whether they fit into memory.
package struct DataMemory: Sendable {
  private let available: @Sendable () -> Double

  /// - Parameter available: bytes that may be taken, asked each time.
  package init(available: @escaping @Sendable () -> Double = { AvailableMemory.now.bytes }) {
    self.available = available
  }

  /// - Parameters:
  ///   - bytes: an estimate, at the highest point.
  ///   - what: what they are needed for: "sales.csv", "data.count 1000000".
  ///   - remedy: what can be done.
  func require(
    _ bytes: Double, for what: String, remedy: String
  ) throws(DatasetError) {
    let available = available()
    if bytes > available {
      throw .memory(what: what, needed: bytes, available: available, remedy: remedy)
    }
  }
}
