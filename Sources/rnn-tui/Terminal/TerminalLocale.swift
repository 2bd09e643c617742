import CNcurses
import Glibc

/// The locale of the process, which decides whether anything but ASCII may be drawn.
struct TerminalLocale: Sendable, Equatable {
  /// The locale's name for characters ("C.UTF-8").
  let name: String
  /// "UTF-8", "ANSI_X3.4-1968" ...
  let codeset: String
  /// The locale that the environment names, if it names one.
  let requested: String?
  /// True when that locale is not installed here.
  let missing: Bool

  var isUTF8: Bool { codeset == "UTF-8" }

  /// Adopts the environment's characters once for the process; numbers keep the decimal point and
  /// messages their language.
  static let current = adopt()

  private static func adopt() -> TerminalLocale {
    let requested = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment($0) }.first
    let missing = setlocale(LC_CTYPE, "") == nil
    // A container or a bare ssh login often names no locale, or one that is not installed, on a
    // terminal that does show UTF-8. `LANG=C` is a request and is followed.
    if missing || requested == nil, allowsUTF8(requested) {
      for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
        break
      }
    }
    return TerminalLocale(
      name: setlocale(LC_CTYPE, nil).map { String(cString: $0) } ?? "C",
      codeset: nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? "",
      requested: requested, missing: missing)
  }

  /// False for a name with another encoding in it ("de_DE.ISO-8859-1").
  private static func allowsUTF8(_ name: String?) -> Bool {
    guard let encoding = name?.split(separator: ".").dropFirst().first else { return true }
    return encoding.lowercased().hasPrefix("utf")
  }
}

/// A variable of the environment, nil when it is unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
