import ArgumentParser
import Dashboard

/// `--theme dark|light`.
extension Theme: ExpressibleByArgument {}
