import Datasets
import Foundation
import Training

/// Facts about the processor, as far as the system reports them.
enum Processor {
  private static let facts: [String: String] = {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return [:]
    }
    var facts: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = parts[0].trimmingCharacters(in: .whitespaces)
      facts[key] = facts[key] ?? parts[1].trimmingCharacters(in: .whitespaces)
    }
    return facts
  }()

  static var name: String { escaped(facts["model name"] ?? "unknown") }

  /// "1 of 2 cores": those that this process may use.
  static var counts: String {
    let all = max(Processors.count, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let own = Processors.count < all ? "\(Processors.count) of " : ""
    return own + "\(all) core\(all == 1 ? "" : "s")"
  }

  static var instructionSets: [String] {
    let flags = Set((facts["flags"] ?? "").split(separator: " ").map { String($0) })
    let known = ["sse4_2", "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl"]
    let found = known.filter(flags.contains)
    return found.isEmpty ? ["unknown"] : found
  }
}
