import CStartup

enum Version {
  private static let number = "0.1.0"

  /// "0.1.0 (1a2b3c4)" in a package, else "0.1.0-dev".
  static let text = number + (startup_commit().map { " (\(String(cString: $0)))" } ?? "-dev")
}
