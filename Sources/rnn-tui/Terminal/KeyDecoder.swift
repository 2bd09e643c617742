import Dashboard

/// Input from the keyboard.
package enum TerminalInput: Equatable {
  case key(Key)
  /// Ctrl-L: something else wrote over the screen.
  case repaint
  /// The terminal's answer: the colour of its background.
  case background(TerminalColor)
  /// The terminal's identity (DA1).
  case identity
}

/// Turns the bytes that a terminal sends into keys. Mouse and focus reports, and unknown keys, must
/// not break up into letters that are commands; and a pasted megabyte must not hold up the screen.
/// This is why ncurses does not read the keyboard.
package struct KeyDecoder {
  private enum Mode: Equatable {
    case plain
    case escape
    /// A lone Escape was reported; the rest of a sequence may still come over a slow line.
    case escapeTold
    /// After ESC [, until a final byte.
    case control
    /// After ESC O: one byte.
    case single
    /// The terminal's answer to a question: until BEL or ESC \\.
    case string
    case skip(Int)
    case scalar(missing: Int)
  }

  /// Seconds after which an Escape with nothing after it is the key itself.
  private static let escapeDelay = 0.025
  /// The same while an answer, which begins with Escape, is expected.
  private static let escapeDelayOfAnswer = 0.1
  /// Seconds after which the rest of a sequence is no longer waited for.
  private static let patience = 0.05
  /// The same for an expected answer, after its last byte: no key takes that long.
  private static let answerPatience = 1.0
  /// Bytes of an answer that are kept.
  private static let longestAnswer = 64

  private var mode = Mode.plain
  private var began = 0.0
  private var parameters: [UInt8] = []
  private var scalar: UInt32 = 0
  private var answerDeadline = -Double.infinity
  private let unicode: Bool

  /// - Parameter unicode: whether the terminal sends UTF-8; other bytes over 127 mean nothing.
  package init(unicode: Bool) { self.unicode = unicode }

  /// The terminal was asked something: its answer may arrive until then, in pieces.
  package mutating func expectAnswer(until seconds: Double) { answerDeadline = seconds }

  /// When `pause` will return a key if no byte arrives before.
  package var deadline: Double? {
    guard mode == .escape else { return nil }
    return began + (began < answerDeadline ? Self.escapeDelayOfAnswer : Self.escapeDelay)
  }

  /// Called when no more input is available at this time.
  package mutating func pause(at seconds: Double) -> TerminalInput? {
    guard let deadline, seconds >= deadline else { return nil }
    mode = .escapeTold
    return .key(.escape)
  }

  /// - Parameter seconds: on a monotonic clock.
  package mutating func feed(_ byte: UInt8, at seconds: Double) -> TerminalInput? {
    if mode != .plain, seconds - began > patience(for: byte, at: seconds) { mode = .plain }
    if seconds < answerDeadline, mode == .string || mode == .control { began = seconds }
    switch mode {
    case .plain: return plain(byte, at: seconds)
    case .escape: return afterEscape(byte, at: seconds)
    case .escapeTold:
      let isAnswer = byte == UInt8(ascii: "]") && seconds < answerDeadline
      guard isAnswer || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") else {
        return plain(byte, at: seconds)
      }
      return afterEscape(byte, at: seconds)
    case .control: return control(byte)
    case .single:
      mode = .plain
      return Self.keypad(byte).map(TerminalInput.key)
    case .string: return string(byte)
    case .skip(let count): mode = count > 1 ? .skip(count - 1) : .plain
    case .scalar(let missing): return continuation(byte, missing: missing, at: seconds)
    }
    return nil
  }

  private mutating func plain(_ byte: UInt8, at seconds: Double) -> TerminalInput? {
    mode = .plain
    began = seconds
    switch byte {
    case 8, 127: return .key(.backspace)
    case 9: return .key(.tab)
    case 10, 13: return .key(.enter)
    case 12: return .repaint
    case 27: mode = .escape
    case 1...25: return .key(.control(Character(Unicode.Scalar(byte + 96))))
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
    case 27:
      began = seconds
      return .key(.escape)
    case UInt8(ascii: "["): mode = .control
    case UInt8(ascii: "O"): mode = .single
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      mode = .string
      parameters.append(byte)
    // Alt and a key: no key here has that meaning.
    default: mode = .plain
    }
    return nil
  }

  private func patience(for byte: UInt8, at seconds: Double) -> Double {
    guard seconds < answerDeadline else { return Self.patience }
    switch mode {
    case .escape, .string, .control: return Self.answerPatience
    case .escapeTold where byte == UInt8(ascii: "]") || byte == UInt8(ascii: "["):
      return Self.answerPatience
    default: return Self.patience
    }
  }

  private mutating func string(_ byte: UInt8) -> TerminalInput? {
    guard byte == 7 || byte == 27 else {
      if parameters.count < Self.longestAnswer { parameters.append(byte) }
      return nil
    }
    mode = byte == 27 ? .skip(1) : .plain
    let answer = String(decoding: parameters, as: UTF8.self)
    let prefix = "]11;"
    guard answer.hasPrefix(prefix) else { return nil }
    return TerminalColor(answer.dropFirst(prefix.count)).map(TerminalInput.background)
  }

  private mutating func control(_ byte: UInt8) -> TerminalInput? {
    let isFirst = parameters.isEmpty
    // The Linux console sends F1 to F5 as ESC [ [ and a letter.
    if byte < 0x40 || byte > 0x7E || (isFirst && byte == UInt8(ascii: "[")) {
      if parameters.count < 32 { parameters.append(byte) }
      return nil
    }
    // The oldest mouse report has three bytes after its M.
    mode = isFirst && byte == UInt8(ascii: "M") ? .skip(3) : .plain
    if isFirst { return Self.cursorKey(byte).map(TerminalInput.key) }
    if byte == UInt8(ascii: "c"), parameters.first == UInt8(ascii: "?") {
      // The last of the answers.
      answerDeadline = -.infinity
      return .identity
    }
    if byte == UInt8(ascii: "~") { return Self.numbered(parameters).map(TerminalInput.key) }
    if parameters == [UInt8(ascii: "[")], (65...69).contains(byte) {
      return .key(.function(Int(byte) - 64))
    }
    return nil
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
  /// The last byte of a key after ESC [ or ESC O, whichever the terminal sends.
  private static func cursorKey(_ final: UInt8) -> Key? {
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

  /// The number between ESC [ and ~, as xterm, rxvt, tmux and the Linux console send it.
  private static func numbered(_ parameters: [UInt8]) -> Key? {
    switch Int(String(decoding: parameters, as: UTF8.self)) {
    case 1, 7: .home
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case let number? where (11...15).contains(number): .function(number - 10)
    case let number? where (17...21).contains(number): .function(number - 11)
    case let number? where (23...24).contains(number): .function(number - 12)
    default: nil
    }
  }

  /// The numeric keypad in application mode, and F1 to F4.
  private static func keypad(_ final: UInt8) -> Key? {
    switch Unicode.Scalar(final) {
    case "M": .enter
    case "P"..."S": .function(Int(final) - 79)
    case "j"..."y": .character(Character(Unicode.Scalar(final - 64)))
    default: cursorKey(final)
    }
  }
}
