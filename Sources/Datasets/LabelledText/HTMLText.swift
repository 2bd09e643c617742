/// Text with the markup of HTML in it, as reviews copied from pages have: `<br />`, `&amp;`, `&#39;`.
///
/// Only what is surely markup counts: tags of HTML by their names, and entities that end in a
/// semicolon. `<3`, `a < b` and `<user>` are text.
package enum HTMLText {
  struct Found: Equatable {
    var tags = 0
    var entities = 0
  }

  /// `text` without it.
  package static func clean(_ text: String) -> String {
    var text = text
    let clean = text.withUTF8 { stripped($0) }
    return clean.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The markup found in `text`.
  static func found(in text: UnsafeBufferPointer<UInt8>) -> Found {
    var found = Found()
    scan(text) { (piece) in
      switch piece {
      case .text: break
      case .tag: found.tags += 1
      case .entity: found.entities += 1
      }
    }
    return found
  }

  /// `text` without it: tags left out, a space in place of those that part words, entities as the
  /// characters that they stand for. Nil if it has none. Never longer than `text`.
  static func stripped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard found(in: text) != Found() else { return nil }
    var clean: [UInt8] = []
    clean.reserveCapacity(text.count)
    var owesSpace = false
    func append(_ bytes: some Sequence<UInt8>) {
      for byte in bytes {
        if owesSpace {
          owesSpace = false
          if let last = clean.last, !isSpace(last), last != 0x0A, !isSpace(byte), byte != 0x0A {
            clean.append(0x20)
          }
        }
        clean.append(byte)
      }
    }
    scan(text) { piece in
      switch piece {
      case .text(let bytes): append(bytes)
      case .tag(let parts): if parts { owesSpace = true }
      case .entity(let scalar): append(String(Character(scalar)).utf8)
      }
    }
    return clean
  }

  private enum Piece {
    case text(Slice<UnsafeBufferPointer<UInt8>>)
    case tag(partsWords: Bool)
    case entity(Unicode.Scalar)
  }

  private static func scan(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (Piece) -> Void
  ) {
    var start = 0
    var place = 0
    while place < text.count {
      let byte = text[place]
      guard byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") else {
        place += 1
        continue
      }
      var piece: Piece?
      var end = place
      if byte == UInt8(ascii: "<"), let tag = HTMLTag(text, at: place) {
        (piece, end) = (.tag(partsWords: tag.partsWords), tag.end)
      } else if byte == UInt8(ascii: "&"), let entity = HTMLEntity(text, at: place) {
        (piece, end) = (.entity(entity.scalar), entity.end)
      }
      guard let piece else {
        place += 1
        continue
      }
      if start < place { body(.text(text[start..<place])) }
      body(piece)
      (place, start) = (end, end)
    }
    if start < text.count { body(.text(text[start...])) }
  }
}

/// How many texts have markup.
struct MarkupCount: Equatable {
  private(set) var texts = 0
  private(set) var marked = 0
  private(set) var tags = 0
  private(set) var entities = 0

  mutating func add(_ found: HTMLText.Found) {
    texts += 1
    if found != HTMLText.Found() { marked += 1 }
    tags += found.tags
    entities += found.entities
  }

  /// The texts are from pages: one of a hundred shows it.
  var isEvidence: Bool { marked > 0 && marked * 100 >= texts }
}

/// A tag, or a comment.
struct HTMLTag {
  /// Words on both sides of it are two: `one<br>two`, but not `b<b>ol</b>d`.
  let partsWords: Bool
  /// After it.
  let end: Int

  /// Longer ones are none.
  private static let longest = 2000

  init?(_ text: UnsafeBufferPointer<UInt8>, at start: Int) {
    let limit = min(text.count, start + Self.longest)
    var place = start + 1
    func byte() -> UInt8 { place < limit ? text[place] : 0 }
    if text[start...].starts(with: "<!--".utf8) {
      place = start + 4
      while place + 2 < limit {
        if text[place...].starts(with: "-->".utf8) {
          (partsWords, end) = (true, place + 3)
          return
        }
        place += 1
      }
      return nil
    }
    if byte() == UInt8(ascii: "/") { place += 1 }
    let nameStart = place
    while Self.isLetter(byte()) || (place > nameStart && byte() &- 0x30 < 10) { place += 1 }
    guard place > nameStart, place - nameStart <= 10 else { return nil }
    let name = String(decoding: text[nameStart..<place], as: UTF8.self).lowercased()
    let isInline = Self.inline.contains(name)
    guard isInline || Self.parting.contains(name) else { return nil }
    // Attributes, each with a value; a word alone might be one of a text.
    while true {
      let before = place
      while isSpace(byte()) || byte() == 0x0A || byte() == 0x0D { place += 1 }
      if byte() == UInt8(ascii: "/"), place + 1 < limit, text[place + 1] == UInt8(ascii: ">") {
        place += 1
      }
      if byte() == UInt8(ascii: ">") {
        (partsWords, end) = (!isInline, place + 1)
        return
      }
      guard place > before, Self.passAttribute(text, &place, limit) else { return nil }
    }
  }

  /// `name=value`, `name="value"`, `name='value'`; false if there is none.
  private static func passAttribute(
    _ text: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ limit: Int
  ) -> Bool {
    let start = place
    while place < limit, isLetter(text[place]) || "-_:0123456789".utf8.contains(text[place]) {
      place += 1
    }
    guard place > start else { return false }
    while place < limit, isSpace(text[place]) { place += 1 }
    guard place < limit, text[place] == UInt8(ascii: "=") else { return false }
    place += 1
    while place < limit, isSpace(text[place]) { place += 1 }
    guard place < limit else { return false }
    let quote = text[place]
    if quote == 0x22 || quote == 0x27 {
      guard let close = text[(place + 1)..<limit].firstIndex(of: quote) else { return false }
      place = close + 1
      // Quotes of a CSV file that were doubled twice.
      while place < limit, text[place] == quote { place += 1 }
      return true
    }
    while place < limit, !isSpace(text[place]), text[place] != UInt8(ascii: ">"),
      text[place] != 0x0A
    {
      place += 1
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static let inline: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub",
    "sup", "tt", "u", "var", "wbr",
  ]
  private static let parting: Set<String> = [
    "address", "article", "aside", "audio", "blockquote", "body", "br", "button", "caption",
    "center", "dd", "details", "div", "dl", "dt", "embed", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "img", "input",
    "li", "link", "main", "meta", "nav", "object", "ol", "option", "p", "param", "picture", "pre",
    "script", "section", "select", "source", "style", "summary", "svg", "table", "tbody", "td",
    "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video",
  ]
}
