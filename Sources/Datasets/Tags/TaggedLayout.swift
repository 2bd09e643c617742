/// How lines of words and tags are written, as the first of them show.
struct TaggedLayout: Equatable {
  /// A single tab is between cells; else any white space.
  private(set) var isTabbed = false
  private(set) var cells = 1
  /// The cells' names, where the first line has them.
  private(set) var names: [String]?
  /// Columns from 0.
  var word = 0
  var tag: Int?
  /// Other columns that could be the tag.
  private(set) var otherTags: [Int] = []
  /// CoNLL-U: compound words are passed over.
  private(set) var isUniversal = false

  /// "column 1" if there are no names.
  var titles: [String] { names ?? (1...cells).map { "column \($0)" } }

  /// - Parameter header: nil: recognised.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isCut: Bool, header: HeaderLines? = nil) {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(Dialect.sample))
    let lines = Self.lines(head, isCut: isCut || head.count < bytes.count)
    let plain = lines.filter { head[$0.lowerBound] != UInt8(ascii: "#") }
    let tabbed = Self.width(plain.isEmpty ? lines : plain, head, isTabbed: true)
    let spaced = Self.width(plain.isEmpty ? lines : plain, head, isTabbed: false)
    isTabbed = tabbed.cells > 1 && (tabbed.share >= 0.9 || tabbed.share >= spaced.share)
    cells = isTabbed ? tabbed.cells : spaced.cells
    var rows: [[Range<Int>]] = []
    var own: [Range<Int>] = []
    for line in lines where !isComment(head, line) {
      split(head, line, into: &own)
      if own.count == cells { rows.append(own) }
    }
    func text(_ cell: Range<Int>) -> String { String(decoding: head[cell], as: UTF8.self) }
    if let first = rows.first?.map(text), header.map({ $0 != .off }) ?? Self.areNames(first) {
      names = first
      rows.removeFirst()
    }
    isUniversal =
      isTabbed && cells == 10
      && rows.first.map { row in
        head[row[0]].allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E }
      } ?? false
    choose((0..<cells).map { column in Profile(head, rows.map { $0[column] }) }, rows.count)
  }

  private mutating func choose(_ profiles: [Profile], _ rows: Int) {
    let words = profiles.indices.filter { !profiles[$0].isNumeric && !profiles[$0].isIndex }
    let most = words.map { profiles[$0].kinds }.max() ?? 0
    word = words.first { profiles[$0].kinds == most } ?? 0
    if isUniversal { word = 1 }
    if let names, let named = SequenceNames.first(SequenceNames.text, in: names) { word = named }
    let tags = profiles.indices.filter {
      $0 != word && !profiles[$0].isNumeric && profiles[$0].kinds > 1
        && profiles[$0].kinds * 3 <= max(rows, 12)
    }
    // The last one, or the one that names declare.
    tag = tags.last ?? (cells > 1 ? (word == cells - 1 ? 0 : cells - 1) : nil)
    if isUniversal, tags.contains(3) { tag = 3 }
    if let names, let named = tags.last(where: { SequenceNames.isTag(names[$0]) }) { tag = named }
    otherTags = tags.filter { $0 != tag }
  }

  /// The kind of cells in a column.
  private struct Profile {
    private(set) var kinds = 0
    private(set) var isNumeric = false
    /// A digit in nearly every cell, and hardly one twice.
    private(set) var isIndex = false

    init(_ head: UnsafeBufferPointer<UInt8>, _ cells: [Range<Int>]) {
      var seen = ByteKinds()
      var numbers = 0
      var withDigits = 0
      for range in cells {
        let cell = UnsafeBufferPointer(rebasing: head[range])
        _ = seen.number(of: cell)
        if case .number = NumberText(cell) { numbers += 1 }
        if cell.contains(where: { $0 &- 0x30 < 10 }) { withDigits += 1 }
      }
      kinds = seen.count
      isNumeric = !cells.isEmpty && numbers * 2 >= cells.count
      isIndex =
        cells.count >= 12 && withDigits * 10 >= cells.count * 9 && kinds * 10 >= cells.count * 9
    }
  }

  // MARK: lines

  /// The lines that are not blank.
  private static func lines(
    _ head: UnsafeBufferPointer<UInt8>, isCut: Bool
  ) -> [Range<Int>] {
    var lines = TextLines(head)
    var all: [Range<Int>] = []
    while let line = lines.next() {
      if isCut, line.upperBound == head.count, all.count > 1 { break }
      if !isBlank(head, line), !isDocumentMark(head, line) { all.append(line) }
    }
    return all
  }

  static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
    bytes[line].allSatisfy(isSpace)
  }

  /// The number of cells that most lines have, and their share.
  private static func width(
    _ lines: [Range<Int>], _ head: UnsafeBufferPointer<UInt8>, isTabbed: Bool
  ) -> (cells: Int, share: Double) {
    var counts: [Int: Int] = [:]
    var cells: [Range<Int>] = []
    for line in lines {
      split(head, line, isTabbed: isTabbed, into: &cells)
      counts[cells.count, default: 0] += 1
    }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let most else { return (1, 0) }
    return (most.key, Double(most.value) / Double(max(1, lines.count)))
  }

  /// Where a document begins, in any number of cells.
  static func isDocumentMark(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
    bytes[line].starts(with: "-DOCSTART-".utf8)
  }

  /// A line that begins with # and is not a word: `# id = 7`, `#begin document`, or any of CoNLL-U;
  /// the words of a text have as many cells as its other lines.
  func isComment(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
    guard bytes[line].first == UInt8(ascii: "#") else { return false }
    if isUniversal { return true }
    let rest = bytes[line].dropFirst()
    let isSpaced = rest.first.map(isSpace) ?? true
    guard isSpaced || rest.starts(with: "begin ".utf8) || rest.starts(with: "end ".utf8) else {
      return false
    }
    var own: [Range<Int>] = []
    split(bytes, line, into: &own)
    if own.count != cells { return true }
    Self.split(bytes, line, isTabbed: false, into: &own)
    return own.count >= 4 && bytes[own[2]].elementsEqual("=".utf8)
  }

  /// Names of words and tags.
  private static func areNames(_ cells: [String]) -> Bool {
    guard cells.count > 1, Set(cells).count == cells.count,
      let text = SequenceNames.first(SequenceNames.text, in: cells)
    else { return false }
    return cells.indices.contains { $0 != text && SequenceNames.isTag(cells[$0]) }
  }

  func split(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, into cells: inout [Range<Int>]
  ) {
    Self.split(bytes, line, isTabbed: isTabbed, into: &cells)
  }

  private static func split(
    _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, isTabbed: Bool,
    into cells: inout [Range<Int>]
  ) {
    cells.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    for place in line where isTabbed ? bytes[place] == 0x09 : isSpace(bytes[place]) {
      // Several spaces are one; two tabs have an empty cell between them.
      if isTabbed || place > start { cells.append(trimmed(bytes, start..<place)) }
      start = place + 1
    }
    if isTabbed || start < line.upperBound {
      cells.append(trimmed(bytes, start..<line.upperBound))
    }
  }

  /// Without spaces at both ends.
  private static func trimmed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ cell: Range<Int>
  ) -> Range<Int> {
    var (start, end) = (cell.lowerBound, cell.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}
