import Engine
import Foundation

/// What a network will need, estimated before anything is allocated: running out of memory cannot
/// be caught later.
enum Memory {
  /// Bytes, about.
  static func needed(_ a: Architecture, timeSteps: Int, batch: Int) -> Double {
    let cell = a.recurrentCell
    let gates = Double(cell?.gates.count ?? 4)
    let stage: Double = cell?.outputStage == nil ? 0 : 5
    let places = Double(timeSteps) * Double(batch)
    var floats = Double(a.parameterCount ?? .max) * 9
    for (k, hidden) in a.hidden.enumerated() {
      let fed = Double(a.columnsFed(to: k))
      let recurrence = Double(hidden) * (2 * gates + 4 + stage) + 3 * fed
      floats += places * Double(a.directions) * recurrence
      if a.bidirectional { floats += places * (3 * Double(hidden) + fed) }
    }
    let headRows = a.head == .every ? places : Double(batch)
    let top = Double(a.columnsOfTop)
    floats += headRows * (2 * top + 2 * Double(a.outputs))
    if a.attention != .none {
      floats += 3 * places * top + headRows * (4 * top + Double(timeSteps))
    }
    return floats * 4
  }

  /// Bytes of a batch of its own, for a lane whose sequences are augmented.
  static func batch(_ a: Architecture, timeSteps: Int, batch: Int) -> Double {
    let places = Double(timeSteps) * Double(batch)
    let rows = a.head == .every ? places : Double(batch)
    return 4 * (places * Double(a.vocabulary > 0 ? 1 : a.input) + rows * Double(a.outputs))
  }

  /// Bytes that this process may still take: of the machine, and of its own limit.
  static var available: Double {
    let pages = Double(sysconf(Int32(_SC_AVPHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    var limit = rlimit()
    // RLIMIT_AS, which is imported with another type.
    guard getrlimit(__rlimit_resource_t(9), &limit) == 0, limit.rlim_cur < UInt64(Int64.max) else {
      return cachedToo(pages)
    }
    return min(cachedToo(pages), Double(limit.rlim_cur) * 0.8)
  }

  /// Free pages leave out what the system only caches; /proc/meminfo knows what can be had.
  private static func cachedToo(_ free: Double) -> Double {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
      return free
    }
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      if let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) }) {
        return kilobytes * 1024
      }
    }
    return free
  }

  static func require(_ needed: Double) throws(Trainer.Failure) {
    guard needed > available else { return }
    throw Trainer.Failure(
      description: "these sizes need about \(text(needed)) of memory; "
        + "\(text(available)) are there: reduce model.hidden, training.batch or data.length")
  }

  static func text(_ bytes: Double) -> String {
    bytes >= 1e9 ? String(format: "%.1f GB", bytes / 1e9) : String(format: "%.0f MB", bytes / 1e6)
  }
}
