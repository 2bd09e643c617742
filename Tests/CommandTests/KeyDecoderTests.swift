import Dashboard
import Testing
import rnn_tui

@Suite struct KeyDecoderTests {
  /// What a terminal's bytes mean when they come at once and nothing follows.
  static func inputs(_ bytes: [UInt8], unicode: Bool = true) -> [TerminalInput] {
    var decoder = KeyDecoder(unicode: unicode)
    let told = bytes.compactMap { decoder.feed($0, at: 0) }
    return told + [decoder.pause(at: 0.03)].compactMap(\.self)
  }

  static func keys(_ text: String) -> [TerminalInput] { inputs(Array(text.utf8)) }

  @Test(arguments: [
    ("q", Key.character("q")), (" ", .character(" ")), ("\r", .enter), ("\t", .tab),
    ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{3}", .control("c")), ("é", .character("é")),
    ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}OD", .left),
    ("\u{1B}[H", .home), ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown),
    ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)),
    ("\u{1B}[[A", .function(1)), ("\u{1B}[24~", .function(12)), ("\u{1B}Op", .character("0")),
    ("\u{1B}", .escape),
  ])
  func aKeyIsItself(text: String, key: Key) {
    #expect(Self.keys(text) == [.key(key)])
    #expect(Self.keys(text + "q") == (key == .escape ? [] : [.key(key), .key(.character("q"))]))
  }

  @Test(arguments: [
    "\u{1B}[Mqqq", "\u{1B}[<0;3;4M", "\u{1B}[<0;3;4m", "\u{1B}[99;9~", "\u{1B}[1;5A",
    "\u{1B}[I", "\u{1B}]11;rgb:0/q/1\u{7}", "\u{1B}]11;q\u{1B}\\", "\u{1B}Pq\u{1B}\\", "\u{1B}x",
    "\u{0}", "\u{1A}",
  ])
  func whatIsNoKeyDoesNothing(text: String) {
    #expect(Self.keys(text) == [])
    #expect(Self.keys(text + "q") == [.key(.character("q"))])
  }

  @Test func brokenTextLosesOnlyItself() {
    #expect(
      Self.inputs([0xFF, 0xC3, 97, 0xE2, 0x82, 98, 0x80, 99])
        == ["a", "b", "c"].map { .key(.character($0)) })
    #expect(Self.inputs([0xC3, 0xA9, 97], unicode: false) == [.key(.character("a"))])
  }

  @Test func anEscapeWaitsForTheRestOfItsSequence() {
    var decoder = KeyDecoder(unicode: true)
    #expect(decoder.deadline == nil)
    #expect(decoder.feed(27, at: 1) == nil)
    #expect(decoder.deadline == 1.025)
    #expect(decoder.pause(at: 1.01) == nil)
    #expect(decoder.pause(at: 1.025) == .key(.escape))
    // Late, but a sequence all the same.
    #expect(decoder.feed(UInt8(ascii: "["), at: 1.04) == nil)
    #expect(decoder.feed(UInt8(ascii: "A"), at: 1.04) == .key(.up))
    // Typed by hand.
    #expect(decoder.feed(27, at: 2) == nil)
    #expect(decoder.pause(at: 2.03) == .key(.escape))
    #expect(decoder.feed(UInt8(ascii: "["), at: 2.3) == .key(.character("[")))
  }

  @Test(arguments: [
    ("rgb:1e1e/1e1e/1e1e", Theme.dark), ("rgb:fd/f6/e3", .light),
    ("rgba:ffff/ffff/ffff/0000", .light),
    ("#000000", .dark), ("rgb:0/0/0", .dark),
  ])
  func theBackgroundIsNoKey(_ color: String, _ theme: Theme) throws {
    for end in ["\u{7}", "\u{1B}\\"] {
      let told = Self.keys("a\u{1B}]11;\(color)\(end)b")
      try #require(told.count == 3)
      #expect(told[0] == .key(.character("a")) && told[2] == .key(.character("b")))
      guard case .background(let found) = told[1] else {
        Issue.record("\(told[1])")
        continue
      }
      #expect(found.theme == theme)
    }
    #expect(Self.keys("\u{1B}[?62;22cq") == [.identity, .key(.character("q"))])
  }

  /// Over a slow line an answer comes late, and in pieces.
  @Test(arguments: [0.0, 0.04, 0.09, 0.3])
  func aLateAnswerDoesNotLeak(_ pause: Double) {
    var decoder = KeyDecoder(unicode: true)
    decoder.expectAnswer(until: 60)
    var told: [TerminalInput] = []
    var time = 1.0
    for byte in "\u{1B}]11;rgb:ffff/ffff/ffff\u{7}\u{1B}[?62;22cq".utf8 {
      if let input = decoder.pause(at: time) { told.append(input) }
      if let input = decoder.feed(byte, at: time) { told.append(input) }
      time += pause
    }
    // Only a lone Escape, which closes what is open, can be told too early.
    let isSlow = pause > 0.1
    let escape = isSlow ? [TerminalInput.key(.escape)] : []
    let white = TerminalColor(red: 1, green: 1, blue: 1)
    #expect(
      told == escape + [.background(white)] + escape + [.identity, .key(.character("q"))])
    #expect(decoder.feed(27, at: 20) == nil && decoder.deadline == 20.025)
  }

  /// Once nothing is expected any more, a sequence that breaks off does not hold keys for long.
  @Test func anAnswerIsNotWaitedForForEver() {
    var decoder = KeyDecoder(unicode: true)
    decoder.expectAnswer(until: 6)
    for byte in "\u{1B}]11;r".utf8 { #expect(decoder.feed(byte, at: 5) == nil) }
    #expect(decoder.feed(UInt8(ascii: "q"), at: 6.5) == .key(.character("q")))
  }

  @Test func halfASequenceDoesNotHoldTheNextKey() {
    var decoder = KeyDecoder(unicode: true)
    for byte in [27, UInt8(ascii: "["), UInt8(ascii: "1")] { _ = decoder.feed(byte, at: 0) }
    #expect(decoder.feed(UInt8(ascii: "q"), at: 0.2) == .key(.character("q")))
  }
}
