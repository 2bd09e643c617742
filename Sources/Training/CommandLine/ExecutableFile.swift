import CStartup
import Foundation

/// The file of the running program.
package enum ExecutableFile {
  /// Nil if unknown. Does not use Foundation's Bundle, which ends the process without /proc.
  package static let path: String? = {
    if let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return link
    }
    guard let name = startup_executable(), let whole = realpath(name, nil) else { return nil }
    defer { free(whole) }
    return String(cString: whole)
  }()
}
