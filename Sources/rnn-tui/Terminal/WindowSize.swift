import CTerminal
import Dashboard

/// Window sizes that ncurses can handle: it stores them in 16 bits, and each cell costs time.
package enum WindowSize {
  package static let largest = Size(columns: 1000, rows: 500)

  /// As the kernel reports it; 0 if unknown.
  static func ofKernel() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    terminal_window_size(&columns, &rows)
    return Size(columns: Int(columns), rows: Int(rows))
  }

  /// A size to draw at: 80 x 24 if unknown.
  package static func usable(_ size: Size) -> Size {
    guard size.columns > 0, size.rows > 0 else { return Size(columns: 80, rows: 24) }
    return Size(columns: min(size.columns, largest.columns), rows: min(size.rows, largest.rows))
  }
}
