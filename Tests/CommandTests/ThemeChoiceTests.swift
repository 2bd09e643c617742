import Dashboard
import Testing
import rnn_tui

@Suite struct ThemeChoiceTests {
  private static let white = TerminalColor(red: 1, green: 1, blue: 1)

  @Test func theUserComesFirstThenTheTerminalThenTheEnvironment() {
    let all = ThemeChoice(requested: .dark, background: Self.white, environment: "0;15")
    #expect(all.theme == .dark && all.reason == .requested)
    let told = ThemeChoice(requested: nil, background: Self.white, environment: "15;0")
    #expect(told.theme == .light && told.reason == .background(Self.white))
    let named = ThemeChoice(requested: nil, background: nil, environment: "0;15")
    #expect(named.theme == .light && named.reason == .environment("0;15"))
    let nothing = ThemeChoice(requested: nil, background: nil, environment: nil)
    #expect(nothing.theme == .dark && nothing.reason == .unknown)
  }

  @Test(arguments: [
    ("15;0", Theme.dark), ("15;default;0", .dark), ("12;8", .dark), ("0;7", .light),
    ("0;default;15", .light), ("0;11", .light),
  ])
  func backgroundsOfTheEnvironment(_ text: String, _ theme: Theme) {
    let choice = ThemeChoice(requested: nil, background: nil, environment: text)
    #expect(choice.theme == theme && choice.reason == .environment(text))
  }

  @Test(arguments: ["", ";", "0;default", "0;16", "0;-1", "white"])
  func whatIsNoColourIsNotHeeded(_ text: String) {
    let choice = ThemeChoice(requested: nil, background: nil, environment: text)
    #expect(choice.theme == .dark && choice.reason == .unknown)
  }

  @Test(arguments: [
    ("rgb:1e1e/1e1e/1e1e", "#1e1e1e"), ("rgb:f/0/8", "#ff0088"), ("rgba:fd/f6/e3/ff", "#fdf6e3"),
    ("#fff", "#ffffff"), ("#fdf6e3", "#fdf6e3"), ("#ffff00000000", "#ff0000"),
  ])
  func coloursAreRead(_ text: String, _ color: String) {
    #expect(TerminalColor(text)?.text == color)
  }

  @Test(arguments: [
    "", "rgb:", "rgb:1/2", "rgb:1/2/3/4", "rgb:1/2/g", "rgb:12345/1/1", "rgb:1//3", "#12", "#",
    "red",
    "rgb:-1/2/3", "#é11111",
  ])
  func whatIsNoColour(_ text: String) { #expect(TerminalColor(text) == nil) }

  /// The theme whose text has the greater contrast.
  @Test(arguments: [
    ("#000000", Theme.dark), ("#1e1e1e", .dark), ("#002b36", .dark), ("#5f5f5f", .dark),
    ("#0000ff", .dark), ("#808080", .light), ("#fdf6e3", .light), ("#ffffff", .light),
  ])
  func themesOfBackgrounds(_ color: String, _ theme: Theme) {
    #expect(TerminalColor(color)?.theme == theme)
  }
}
