import Datasets
import Testing

struct HTMLTextTests {
  static let cleaned: [(String, String)] = [
    ("One.<br /><br />Two", "One. Two"), ("One.<br>Two<BR/>Three", "One. Two Three"),
    ("<p>Hello</p><p>you</p>", "Hello you"),
    ("A <b>bold</b> un<i>believ</i>able", "A bold unbelievable"),
    ("see <a href=\"http://x.y/?a=1&b=2\">this</a>!", "see this!"),
    ("<a href='x' class=\"y z\" >in</a>side", "inside"), ("<img src=x.png/>after", "after"),
    ("a<!-- no\nword -->b", "a b"), ("Tom &amp; Jerry&#39;s &#x27;x&#X27;", "Tom & Jerry's 'x'"),
    ("&quot;Yes&quot;&nbsp;&lt;3 caf&eacute; &#8217;", "\"Yes\" <3 café ’"), ("it&#146;s", "it’s"),
    ("&amp;lt;", "&lt;"), ("x <br", "x <br"),
  ]

  @Test(arguments: cleaned.indices) func markupIsTakenOut(_ index: Int) {
    #expect(HTMLText.clean(Self.cleaned[index].0) == Self.cleaned[index].1)
  }

  /// What only looks like it.
  @Test(arguments: [
    "I <3 you", "a < b and c > d", "if a <b and c> d", "<user> said <url>", "<>", "</>", "a<b",
    "<3 <3 <",
    "AT&T & co;", "&;", "&#;", "&#x;", "&#0;", "&#-5;", "&#55296;", "&#1114112;", "&nosuch;",
    "fish & chips;",
    "<!-- without end", "<p", "<p class=", "<p class='x>", "<i think so>",
  ])
  func textStays(_ text: String) {
    #expect(HTMLText.clean(text) == text)
  }

  /// Whatever stands there, the end is as well-formed and no longer than the text.
  @Test func anyTextEnds() {
    var random = SeededRandom(seed: 11)
    let pieces = [
      "<", ">", "&", ";", "#", "x", "br", "/", " ", "=", "\"", "'", "a", "39", "amp", "<!--", "-->",
      "世",
      "\n", "p",
    ]
    for _ in 0..<3000 {
      let text = (0..<random.index(below: 30)).map { _ in
        pieces[random.index(below: pieces.count)]
      }.joined()
      #expect(HTMLText.clean(text).utf8.count <= text.utf8.count)
    }
  }

  private static let rows = (0..<60).map { index in
    index % 3 == 2
      ? "neg\tBad film \(index).<br /><br />Really &quot;bad&quot;, I&#39;d say"
      : "pos\tGood film \(index), I <3 it"
  }

  @Test func whereTextsHaveItItIsTakenOut() throws {
    let scratch = try Scratch()
    try scratch.write("f", Self.rows.joined(separator: "\n"))
    var configuration = DataConfiguration(file: "f")
    configuration.tokens.unit = .characters
    let data = try scratch.load(configuration)
    let vocabulary = try #require(data.vocabulary)
    let texts = data.all.joined().map { vocabulary.decode($0.tokens) }
    #expect(texts.contains { $0.hasSuffix("I <3 it") })
    #expect(texts.contains { $0.hasSuffix(". Really \"bad\", I'd say") })
    #expect(!texts.contains { $0.contains("br") || $0.contains("&") })
    #expect(
      data.notes.contains(
        "HTML: 40 tags left out and 60 entities read as characters, in 20 of 60 texts (--set "
          + "data.html=keep keeps them)"))
    #expect(data.description.text?.html == .strip)

    // New texts are cleaned alike.
    try scratch.write("n", "Bad<br />film, I&#39;d say\n")
    let prepared = try LabelledTextSource.prepare(
      "n", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    let example = WrittenExample(prepared.examples, 0, shape: prepared.shape)
    #expect(vocabulary.decode(example.tokens) == "Bad film, I'd say")

    configuration.html = .keep
    let kept = try scratch.load(configuration)
    #expect(kept.description.text?.html == nil && kept.notes.allSatisfy { !$0.contains("HTML") })
    #expect(
      kept.all.joined().contains { kept.vocabulary?.decode($0.tokens).contains("<br />") == true })
  }

  /// One text of a hundred is evidence; less is reported.
  @Test func oneOddTextIsLeft() throws {
    let scratch = try Scratch()
    let plain = (0..<240).map { "\($0 % 2 == 0 ? "a" : "b")\tSome text \($0) of words" }
    try scratch.write("f", (plain + ["a\tA tag <br> here"]).joined(separator: "\n"))
    let data = try scratch.load(DataConfiguration(file: "f"))
    #expect(data.description.text?.html == nil)
    #expect(
      data.notes.contains(
        "HTML: 1 text of 241 with tags or entities, kept (--set data.html=strip removes them)"))
    var configuration = DataConfiguration(file: "f")
    configuration.html = .strip
    #expect(try scratch.load(configuration).description.text?.html == .strip)
  }
}
