import Datasets
import Testing

struct EscapedTextTests {
  @Test(arguments: [
    ("plain \u{E9} \u{6F22}", "plain \u{E9} \u{6F22}"), ("\u{1B}[2J", "\\u{1B}[2J"),
    ("a\r\nb\t", "a\\u{D}\\u{A}b\\u{9}"), ("\u{7F}\u{9B}", "\\u{7F}\\u{9B}"),
    ("\u{202E}x\u{2069}", "\\u{202E}x\\u{2069}"), ("\u{2028}", "\\u{2028}"), ("", ""),
    (String(repeating: "x", count: 70), String(repeating: "x", count: 60) + "..."),
  ])
  func nothingDrivesATerminal(_ text: String, _ shown: String) {
    #expect(escaped(text) == shown)
  }
}
