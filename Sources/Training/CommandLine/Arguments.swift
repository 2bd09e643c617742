import CStartup

/// The words that the program was started with. Swift's CommandLine reads them from /proc, and ends
/// the process where it is not mounted.
package enum Arguments {
  /// The program as it was called, and what follows.
  package static let all: [String] = (0..<Int(startup_argument_count())).compactMap { place in
    startup_arguments()?[place].map { String(cString: $0) }
  }

  /// What is printed as a command runs as printed.
  package static var program: String { all.first ?? "rnn-tui" }

  package static var afterProgram: [String] { Array(all.dropFirst()) }

  /// An option and its value, where there is one.
  package static func option(_ name: String, _ value: String?) -> [String] {
    // A value that looks like an option is taken for one, unless it is joined to its own.
    value.map { $0.hasPrefix("-") ? ["\(name)=\($0)"] : [name, $0] } ?? []
  }
}
