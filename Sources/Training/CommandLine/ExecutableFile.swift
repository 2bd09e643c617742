import CStartup
import Foundation

/// The file of the program that runs.
package enum ExecutableFile {
  /// Nil where nobody knows it. Not by Foundation's Bundle, which ends the process without /proc.
  package static let path: String? = {
    if let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return link
    }
    guard let name = startup_executable(), let whole = realpath(name, nil) else { return nil }
    defer { free(whole) }
    return String(cString: whole)
  }()
}
