import CStartup

/// The processors that this process may use.
package enum Processors {
  /// Those of its affinity mask (`taskset`, cpusets), at least 1.
  package static let count = Int(startup_processor_count())

  /// The threads that train if `--threads` is not given.
  package static var usualThreads: Int { min(count, mostThreads) }

  /// The largest value of `--threads`.
  package static let mostThreads = 256
}
