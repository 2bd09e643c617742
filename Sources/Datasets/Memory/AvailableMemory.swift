import Foundation

/// The memory that this process may still take. Running out of it cannot be caught later: the system
/// ends the process without a word, so everything large asks first.
package struct AvailableMemory: Sendable, Equatable {
  /// Bytes that can be written to: of the machine, and of the control groups (containers) that the
  /// process is in. Infinite if nothing is known.
  package var storage = Double.infinity
  /// Bytes of addresses that can be mapped, used or not (`ulimit -v`, `ulimit -d`).
  package var addresses = Double.infinity

  package var bytes: Double { min(storage, addresses) }

  package static var now: AvailableMemory {
    AvailableMemory(
      root: "", addressLimit: limit(9), dataLimit: limit(2), pageSize: sysconf(Int32(_SC_PAGESIZE)))
  }

  /// - Parameters:
  ///   - root: goes before every path; empty: the machine's own files.
  ///   - addressLimit: RLIMIT_AS; nil: unlimited. `dataLimit`: RLIMIT_DATA.
  package init(root: String, addressLimit: Double?, dataLimit: Double?, pageSize: Int) {
    let files = SystemFiles(root: root)
    if let machine = files.availableOfMachine { storage = machine }
    if let group = ControlGroups(files).available { storage = min(storage, group) }
    // Total and data pages of this process; without /proc, what a program of this size has.
    let pages = files.words("/proc/self/statm")?.compactMap { Double($0) } ?? []
    let page = Double(pageSize)
    let mapped = pages.first.map { $0 * page } ?? 128e6
    let data = pages.count > 5 ? pages[5] * page : 32e6
    if let addressLimit { addresses = max(0, addressLimit - mapped) }
    if let dataLimit { addresses = min(addresses, max(0, dataLimit - data)) }
  }

  /// - Parameter resource: its number on Linux, since the constants are imported with another type.
  private static func limit(_ resource: UInt32) -> Double? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(resource), &limit) == 0,
      limit.rlim_cur < UInt64(Int64.max)
    else { return nil }
    return Double(limit.rlim_cur)
  }
}

/// Small files in which the system describes itself.
struct SystemFiles {
  let root: String

  /// Nil if it cannot be read.
  func text(_ path: String) -> String? {
    guard let file = fopen(root + path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 1 << 20 {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func lines(_ path: String) -> [Substring] { text(path)?.split(separator: "\n") ?? [] }

  func words(_ path: String) -> [Substring]? {
    text(path)?.split { $0 == " " || $0 == "\n" || $0 == "\t" }
  }

  /// The number after `name` in a file of names and numbers.
  func number(_ name: String, in path: String) -> Double? {
    for line in lines(path) {
      let words = line.split { $0 == " " || $0 == "\t" }
      if words.count > 1, words[0] == name { return Double(words[1]) }
    }
    return nil
  }

  /// A file with one number; nil also of "max".
  func number(_ path: String) -> Double? { words(path)?.first.flatMap { Double($0) } }

  /// Memory available without swapping, including caches that can be dropped.
  var availableOfMachine: Double? {
    let meminfo = "/proc/meminfo"
    if let kilobytes = number("MemAvailable:", in: meminfo) { return kilobytes * 1024 }
    guard root.isEmpty else { return nil }
    return Double(sysconf(Int32(_SC_AVPHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  }
}
