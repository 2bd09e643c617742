import Testing
import rnn_tui

/// Text on its way to a terminal or a pipe.
@Suite struct TextStreamOutputTests {
  private func shown(_ pieces: [[UInt8]], isTerminal: Bool) -> [UInt8] {
    var output = TextStreamOutput(isTerminal: isTerminal)
    return pieces.flatMap { output.shown($0) } + output.end()
  }

  @Test(arguments: [
    ([Array("a\u{1B}[31mb\n".utf8)], "a\\u{1B}[31mb\n"),
    ([Array("tab\tline\nend".utf8)], "tab\tline\nend\n"),
    // A character that comes in two pieces; bytes that are none; one that is cut off at the end.
    ([[0xE4, 0xB8], [0x96]], "\u{4E16}\n"),
    ([[0xFF, 0x61], [0xC3]], "\\xFFa\\xC3\n"),
    ([[0xE4, 0x61]], "\\xE4a\n"),
    ([Array("\u{9B}2J".utf8)], "\\u{9B}2J\n"),
    ([], ""),
  ])
  func onATerminal(_ pieces: [[UInt8]], _ text: String) {
    #expect(String(decoding: shown(pieces, isTerminal: true), as: UTF8.self) == text)
  }

  @Test func elsewhereItPasses() {
    let bytes: [[UInt8]] = [[0x1B, 0xFF], [0xE4], Array("x".utf8)]
    #expect(shown(bytes, isTerminal: false) == bytes.flatMap { $0 })
  }
}
