import CStartup

/// The processors that this process may use.
package enum Processors {
  /// Those of its affinity mask (`taskset`, cpusets), at least 1.
  package static let count = Int(startup_processor_count())

  /// The threads that train when `--threads` does not say how many.
  package static var usualThreads: Int { min(count, mostThreads) }

  /// The most that `--threads` takes.
  package static let mostThreads = 256
}
