/// The contents of a column in the first rows of a table.
struct LabelledProfile {
  private(set) var distinct: Int
  private(set) var longest: Int
  private(set) var meanLength: Double
  private(set) var meanWords: Double
  /// Of the bytes that are not spaces: letters, or parts of characters beyond ASCII.
  private(set) var letters: Double
  private(set) var isNumeric: Bool
  /// Whole numbers of few kinds as classes have them: 0 and 1, 1 to 5, -1 to 1.
  private(set) var areGrades: Bool
  /// One long word of few kinds of letters in each cell: bases, amino acids.
  private(set) var isCode: Bool

  /// Long and always different.
  var variety: Double { meanLength * Double(distinct) }

  init(_ cells: [String]) {
    let present = cells.filter { !$0.isEmpty }
    distinct = Set(present).count
    longest = present.map(\.utf8.count).max() ?? 0
    let count = Double(max(1, present.count))
    var bytes = 0
    var words = 0
    var letters = 0
    var spaces = 0
    var numbers = 0
    var kinds = Set<UInt8>()
    for cell in present {
      bytes += cell.utf8.count
      var isInside = false
      for byte in cell.utf8 {
        if isSpace(byte) || byte == 0x0A { spaces += 1 }
        if (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 { letters += 1 }
        let isWord = !isSpace(byte)
        if isWord, !isInside { words += 1 }
        isInside = isWord
      }
      if kinds.count <= Self.mostCodeLetters { kinds.formUnion(cell.utf8) }
      if case .number = NumberText(cell.utf8) { numbers += 1 }
    }
    meanLength = Double(bytes) / count
    meanWords = Double(words) / count
    self.letters = Double(letters) / Double(max(1, bytes - spaces))
    isNumeric = !present.isEmpty && numbers * 10 >= present.count * 9
    areGrades = Self.areGrades(present)
    isCode =
      words == present.count && !present.isEmpty && kinds.count <= Self.mostCodeLetters
      && self.letters >= 0.95 && meanLength >= 16
  }

  /// Letters of an alphabet of amino acids, and a gap.
  private static let mostCodeLetters = 27

  private static func areGrades(_ cells: [String]) -> Bool {
    let kinds = Set(cells.prefix(5000)).map { Double($0) ?? .nan }.sorted()
    if [[0, 1], [1, 2], [-1, 0, 1], [-1, 1], [0, 1, 2], [0, 4], [0, 2, 4]].contains(kinds) {
      return true
    }
    guard (3...10).contains(kinds.count), let first = kinds.first, first == 0 || first == 1 else {
      return false
    }
    return kinds.indices.allSatisfy { kinds[$0] == first + Double($0) }
  }
}
