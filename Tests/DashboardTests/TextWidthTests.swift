import Dashboard
import Testing

@Suite struct TextWidthTests {
  @Test func widths() {
    #expect(TextWidth.of("abc") == 3)
    #expect(TextWidth.of("世界") == 4)
    #expect(TextWidth.of("e\u{301}") == 1)
    #expect(TextWidth.of("a\u{200B}\u{202E}b") == 2)
    #expect(TextWidth.of("\n\u{1b}\u{7f}") == 2 + 2 + 4)
  }

  private func draw(_ text: String, width: Int, unicode: Bool = true) -> String {
    var canvas = Canvas(
      size: Size(columns: 12, rows: 1), capabilities: Capabilities(colors: .none, unicode: unicode))
    canvas.text(text, 0, 0, width: width)
    return String(
      String.UnicodeScalarView(canvas.screen.cells.map(\.scalar).filter { $0.value != 0 }))
  }

  @Test func cutsOnWidth() {
    #expect(draw("世界世界", width: 5) == "世界…       ")
    #expect(draw("a\u{1b}[0m", width: 12) == "a\\e[0m      ")
    #expect(draw("cafe\u{301}s", width: 12) == "cafes       ")
  }

  @Test func wideScalarNeverHangsOverTheEdge() {
    let canvas = draw("aaaaaaaaaaa世", width: 100)
    #expect(!canvas.contains("世"))
  }

  @Test func asciiStandsForEverything() {
    #expect(draw("●─世é", width: 12, unicode: false) == "o-??        ")
  }

  @Test func wrapping() {
    #expect(Wrapping.lines("one two three", width: 7) == ["one two", "three"])
    #expect(Wrapping.lines("abcdefgh", width: 3) == ["abc", "def", "gh"])
    #expect(Wrapping.lines("a\n\nb", width: 5) == ["a", "", "b"])
    #expect(Wrapping.lines("世界世界", width: 5) == ["世界", "世界"])
    #expect(Wrapping.lines("x", width: 0).isEmpty)
  }
}
