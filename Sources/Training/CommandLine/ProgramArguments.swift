import CStartup

/// The arguments the program was started with, as text; the options of commands are parsed by
/// swift-argument-parser, from `RnnTui.main`. Swift's CommandLine reads them from /proc and ends
/// the process if /proc is not mounted.
package enum ProgramArguments {
  /// The program as it was called, and its arguments.
  package static let all: [String] = (0..<Int(startup_argument_count())).compactMap { place in
    startup_arguments()?[place].map { String(cString: $0) }
  }

  /// Used when a command to run is printed.
  package static var program: String { all.first ?? "rnn-tui" }

  package static var afterProgram: [String] { Array(all.dropFirst()) }

  /// An option and its value, if it has one.
  package static func option(_ name: String, _ value: String?) -> [String] {
    // A value that looks like an option would be read as one, unless it is joined with `=`.
    value.map { $0.hasPrefix("-") ? ["\(name)=\($0)"] : [name, $0] } ?? []
  }
}
