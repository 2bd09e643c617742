import CNcurses
import Dashboard

/// What the keyboard says.
enum TerminalInput: Equatable {
  case key(Key)
  /// Ctrl-L: something else wrote over the screen.
  case repaint
}

/// Makes keys of what `wgetch` returns: key codes, and bytes where ncurses knows no key. Sequences
/// of a mouse, a focus report or an unknown key must not fall apart into letters that do things.
struct KeyDecoder {
  private enum Mode: Equatable {
    case plain
    case escape
    /// A lone Escape was told; the rest of a sequence may still come over a slow line.
    case escapeTold
    case control
    case single
    /// A string to the terminal's answer: until BEL or ESC.
    case string
    case skip(Int)
    case scalar(missing: Int)
  }

  /// Seconds after which the rest of a sequence is no longer waited for.
  private static let patience = 0.05

  private var mode = Mode.plain
  private var began = 0.0
  private var parameters: [UInt8] = []
  private var scalar: UInt32 = 0
  private let unicode: Bool

  init(unicode: Bool) { self.unicode = unicode }

  /// No more input is there now: an Escape that nothing follows is the key itself.
  mutating func pause() -> TerminalInput? {
    guard mode == .escape else { return nil }
    mode = .escapeTold
    return .key(.escape)
  }

  /// - Parameters:
  ///   - code: a byte, or a key code of ncurses.
  ///   - seconds: on a monotonic clock.
  mutating func feed(_ code: Int32, at seconds: Double) -> TerminalInput? {
    if Int(code) >= curses_key_first {
      mode = .plain
      return Self.key(code).map(TerminalInput.key)
    }
    guard let byte = UInt8(exactly: code) else { return nil }
    if mode != .plain, seconds - began > Self.patience { mode = .plain }
    switch mode {
    case .plain: return plain(byte, at: seconds)
    case .escape: return afterEscape(byte, at: seconds)
    case .escapeTold:
      if byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") { return plain(byte, at: seconds) }
      return afterEscape(byte, at: seconds)
    case .control: return control(byte)
    case .single:
      mode = .plain
      return Self.keypad(byte).map(TerminalInput.key)
    case .string:
      if byte == 7 || byte == 27 { mode = byte == 27 ? .skip(1) : .plain }
    case .skip(let count): mode = count > 1 ? .skip(count - 1) : .plain
    case .scalar(let missing): return continuation(byte, missing: missing, at: seconds)
    }
    return nil
  }

  private mutating func plain(_ byte: UInt8, at seconds: Double) -> TerminalInput? {
    mode = .plain
    began = seconds
    switch byte {
    case 3: return .key(.controlC)
    case 8, 127: return .key(.backspace)
    case 9: return .key(.tab)
    case 10, 13: return .key(.enter)
    case 12: return .repaint
    case 27: mode = .escape
    case 32...126: return .key(.character(Character(Unicode.Scalar(byte))))
    case 0xC2...0xF4 where unicode:
      let missing = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
      scalar = UInt32(byte) & (0x3F >> UInt32(missing))
      mode = .scalar(missing: missing)
    default: break
    }
    return nil
  }

  private mutating func afterEscape(_ byte: UInt8, at seconds: Double) -> TerminalInput? {
    parameters.removeAll(keepingCapacity: true)
    switch byte {
    case 27: return .key(.escape)
    case UInt8(ascii: "["): mode = .control
    case UInt8(ascii: "O"): mode = .single
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"): mode = .string
    // Alt and a key: no key here has that meaning.
    default: mode = .plain
    }
    return nil
  }

  private mutating func control(_ byte: UInt8) -> TerminalInput? {
    if byte < 0x40 || byte > 0x7E {
      if parameters.count < 32 { parameters.append(byte) }
      return nil
    }
    // The oldest mouse report has three bytes behind its M.
    mode = byte == UInt8(ascii: "M") && parameters.isEmpty ? .skip(3) : .plain
    // The Linux console's F1 to F5 are ESC [ [ and a letter.
    if byte == UInt8(ascii: "["), parameters.isEmpty { mode = .skip(1) }
    if byte == UInt8(ascii: "~") { return Self.numbered(parameters).map(TerminalInput.key) }
    return parameters.isEmpty ? Self.arrow(byte).map(TerminalInput.key) : nil
  }

  private mutating func continuation(
    _ byte: UInt8, missing: Int, at seconds: Double
  ) -> TerminalInput? {
    guard byte & 0xC0 == 0x80 else { return plain(byte, at: seconds) }
    scalar = scalar << 6 | UInt32(byte & 0x3F)
    mode = missing > 1 ? .scalar(missing: missing - 1) : .plain
    guard missing == 1, let whole = Unicode.Scalar(scalar), scalar >= 160 else { return nil }
    return .key(.character(Character(whole)))
  }
}

extension KeyDecoder {
  private static func key(_ code: Int32) -> Key? {
    switch Int(code) {
    case curses_key_up: .up
    case curses_key_down: .down
    case curses_key_left: .left
    case curses_key_right: .right
    case curses_key_home: .home
    case curses_key_end: .end
    case curses_key_page_up: .pageUp
    case curses_key_page_down: .pageDown
    case curses_key_back_tab: .backTab
    case curses_key_backspace: .backspace
    case curses_key_enter: .enter
    case curses_key_function_0 + 1...curses_key_function_0 + 12:
      .function(Int(code) - curses_key_function_0)
    default: nil
    }
  }

  /// Keys as terminals send them whose description says otherwise.
  private static func arrow(_ final: UInt8) -> Key? {
    switch Unicode.Scalar(final) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "Z": .backTab
    default: nil
    }
  }

  private static func numbered(_ parameters: [UInt8]) -> Key? {
    switch String(decoding: parameters, as: UTF8.self) {
    case "1", "7": .home
    case "4", "8": .end
    case "5": .pageUp
    case "6": .pageDown
    case "11": .function(1)
    default: nil
    }
  }

  /// The numeric keypad in application mode.
  private static func keypad(_ final: UInt8) -> Key? {
    switch Unicode.Scalar(final) {
    case "M": .enter
    case "P": .function(1)
    case "j"..."y": .character(Character(Unicode.Scalar(final - 64)))
    default: arrow(final)
    }
  }
}
