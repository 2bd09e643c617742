import Datasets
import Testing

struct WordCutterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    /// With capitals made small and marks dropped, as Keras's `text_to_word_sequence` does.
    var dropped: [String]
    /// With capitals, marks and line ends as they stand.
    var split: [String]
    var testDescription: String { text }

    init(_ text: String, _ dropped: [String], _ split: [String]) {
      (self.text, self.dropped, self.split) = (text, dropped, split)
    }
  }

  static let cases: [Case] = [
    Case("", [], []),
    Case(" \t\u{A0}\u{3000} ", [], []),
    Case("The cat sat.", ["the", "cat", "sat"], ["The", "cat", "sat", "."]),
    Case(
      "Don't stop!!", ["don't", "stop"], ["Don't", "stop", "!", "!"]),
    Case(
      "a-b_c/d \"e\" (f) [g] {h}", ["a", "b", "c", "d", "e", "f", "g", "h"],
      [
        "a", "-", "b", "_", "c", "/", "d", "\"", "e", "\"", "(", "f", ")", "[", "g", "]", "{", "h",
        "}",
      ]),
    Case(
      "#$%&*+,:;<=>?@\\^`|~ x", ["x"],
      ["#", "$", "%", "&", "*", "+", ",", ":", ";", "<", "=", ">", "?", "@"]
        + ["\\", "^", "`", "|", "~", "x"]),
    Case("£1500 pounds", ["£1500", "pounds"], ["£", "1500", "pounds"]),
    Case(
      "one\r\n\ntwo\rthree", ["one", "two", "three"], ["one", "\n", "\n", "two", "\n", "three"]),
    Case(
      "ΣΑΣ Straße ЖУК É", ["σασ", "straße", "жук", "é"], ["ΣΑΣ", "Straße", "ЖУК", "É"]),
    Case("İstanbul", ["istanbul"], ["İstanbul"]),
    Case("“Yes” – it’s… ok", ["yes", "it’s", "ok"], ["“", "Yes", "”", "–", "it’s", "…", "ok"]),
    Case("我去。Go", ["我", "去", "go"], ["我", "去", "。", "Go"]),
    Case("สวย", ["ส", "ว", "ย"], ["ส", "ว", "ย"]),
    Case("hi😀 you", ["hi😀", "you"], ["hi", "😀", "you"]),
    Case("a\u{0}b\u{1B}c", ["a", "b", "c"], ["a", "b", "c"]),
  ]

  @Test(arguments: cases) func wordsAreCut(_ example: Case) {
    let dropped = WordCutter(WordRules(lowercase: true, punctuation: .drop, newlines: false))
    #expect(dropped.words(of: example.text) == example.dropped)
    let split = WordCutter(WordRules(lowercase: false, punctuation: .split, newlines: true))
    #expect(split.words(of: example.text) == example.split)
  }

  @Test func keptMarksStayInTheirWords() {
    let cutter = WordCutter(WordRules(lowercase: false, punctuation: .keep, newlines: false))
    #expect(cutter.words(of: "Well, (\"so\")…\nend.") == ["Well,", "(\"so\")…", "end."])
  }

  /// A file without spaces is not one word of its size.
  @Test(arguments: ["x", "é", "😀"]) func longWordsAreCut(_ letter: String) {
    let cutter = WordCutter(WordRules(lowercase: false, punctuation: .keep, newlines: false))
    let text = String(repeating: letter, count: 1000)
    let words = cutter.words(of: text)
    #expect(words.joined() == text)
    #expect(words.count > 3 && words.allSatisfy { $0.utf8.count <= WordCutter.longest })
  }
}
