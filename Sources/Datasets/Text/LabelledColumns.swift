/// Which columns of a table hold label and text, as its first rows show.
struct LabelledColumns: Equatable {
  var label: Int
  var text: Int
  var hasHeader: Bool
  /// The columns' names; "column 1" where there are none.
  var names: [String]
  /// Other columns that could be the label.
  var alternatives: [Int] = []
  /// True where the columns look like nothing else: not named by the user, but found.
  var isConvincing = true

  /// What a column of the first rows holds.
  struct Profile {
    var distinct: Int
    var longest: Int
    var meanLength: Double
    var meanWords: Double
    /// Of the bytes that are no spaces: letters, or parts of characters beyond ASCII.
    var letters: Double
    var isNumeric: Bool
    /// Whole numbers of few kinds as classes have them: 0 and 1, 1 to 5, -1 to 1.
    var areGrades: Bool

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
        if case .number = NumberText(cell.utf8) { numbers += 1 }
      }
      meanLength = Double(bytes) / count
      meanWords = Double(words) / count
      self.letters = Double(letters) / Double(max(1, bytes - spaces))
      isNumeric = !present.isEmpty && numbers * 10 >= present.count * 9
      let kinds = Set(present.prefix(5000)).map { Double($0) ?? .nan }.sorted()
      areGrades =
        distinct >= 2 && distinct <= 6
        && [[0, 1], [1, 2], [-1, 0, 1], [-1, 1], [0, 1, 2], [0, 4], [0, 2, 4]].contains(kinds)
        || (3...10).contains(kinds.count)
          && kinds.indices.allSatisfy { kinds[$0] == Double($0 + 1) }
    }
  }

  /// Finds them among `rows`, of which those with the usual number of cells count.
  ///
  /// - Parameter label, text: names or numbers from 1, where the user gave them.
  init(
    _ rows: [[String]], cells: Int, options: TableOptions, label: String?, text: String?,
    file: String
  ) throws(DatasetError) {
    let rows = rows.filter { $0.count == cells }
    guard let first = rows.first, cells > 1 else { throw .labelledText(file: file, .noTable) }
    let body = rows.count > 1 ? Array(rows.dropFirst()) : rows
    let profiles = (0..<cells).map { column in Profile(body.map { $0[column] }) }
    let unnamed = (1...cells).map { "column \($0)" }
    /// A user's column, before it is known whether the first row has names.
    func given(_ reference: String?) throws(DatasetError) -> Int? {
      guard let reference else { return nil }
      let named = first.indices.filter { first[$0] == reference }
      if options.header != .off, named.count == 1 { return named[0] }
      if options.header != .off, named.count > 1 {
        throw .columnTwice(file: file, name: reference, numbers: named.map { $0 + 1 })
      }
      if let number = Int(reference), (1...cells).contains(number) { return number - 1 }
      throw .unknownColumn(
        file: file, name: reference, columns: options.header == .off ? unnamed : first)
    }
    let givenLabel = try given(label)
    let givenText = try given(text)
    let isNamed =
      givenLabel.map { first[$0] == label } ?? false || givenText.map { first[$0] == text } ?? false

    let textColumn =
      givenText
      ?? (0..<cells).filter { $0 != givenLabel && Self.isText(profiles[$0], of: body.count) }
      .max { profiles[$0].variety < profiles[$1].variety }
    guard let textColumn else { throw .labelledText(file: file, .noText(columns: first)) }
    let candidates = (0..<cells).filter {
      $0 != textColumn && Self.isLabel(profiles[$0], of: body.count)
    }
    let ranked = candidates.sorted { one, other in
      let (first, second) = (
        Self.rank(profiles[one], first[one]), Self.rank(profiles[other], first[other])
      )
      return (first, profiles[one].distinct, one) < (second, profiles[other].distinct, other)
    }
    guard let labelColumn = givenLabel ?? ranked.first else {
      throw .labelledText(file: file, .noLabels(columns: first))
    }
    if labelColumn == textColumn {
      throw .labelledText(file: file, .sameColumn(first[labelColumn]))
    }
    self.label = labelColumn
    self.text = textColumn
    hasHeader =
      options.header.map { $0 != .off }
      ?? (isNamed || Self.isHeader(first, before: body, label: labelColumn, text: textColumn))
    names = hasHeader ? zip(first, unnamed).map { $0.isEmpty ? $1 : $0 } : unnamed
    alternatives = ranked.filter { $0 != labelColumn && profiles[$0].distinct > 1 }
    let others = (0..<cells).filter {
      $0 != labelColumn && $0 != textColumn && profiles[$0].isNumeric && !candidates.contains($0)
    }
    let isProse = profiles[textColumn].meanWords >= 2
    isConvincing =
      rows.count >= 4 && others.count <= (profiles[textColumn].meanWords >= 5 ? 3 : 1)
      && (isProse || others.isEmpty && !profiles[labelColumn].isNumeric && cells == 2)
  }

  /// Mostly different, mostly letters.
  private static func isText(_ profile: Profile, of rows: Int) -> Bool {
    profile.distinct * 2 >= rows && profile.letters >= 0.4 && !profile.isNumeric
      && profile.longest > 1
  }

  /// A few short values that repeat; one alone where the rows may stand in the order of classes.
  private static func isLabel(_ profile: Profile, of rows: Int) -> Bool {
    profile.distinct >= 1 && profile.distinct * 2 <= rows + 1 && profile.longest <= 64
      && profile.meanWords <= 3
  }

  private static let labelNames = [
    "label", "class", "categor", "target", "sentiment", "spam", "topic", "intent", "rating", "type",
    "polarity", "score", "stars", "emotion", "stance", "verdict", "toxic", "positive", "recommend",
  ]

  /// The lower the likelier.
  private static func rank(_ profile: Profile, _ name: String) -> Int {
    if profile.distinct < 2 { return 5 }
    let small = name.lowercased()
    // A name of many values, as of a product or a person, is no class.
    let isId =
      small == "id" || small.hasSuffix("_id") || name.hasSuffix("Id") || name.hasSuffix("ID")
    if isId || profile.distinct > 50 { return 4 }
    if labelNames.contains(where: small.contains) { return 0 }
    if profile.areGrades { return 1 }
    if !profile.isNumeric { return profile.distinct <= 20 ? 2 : 3 }
    return 3
  }

  private static let textNames: Set<String> = [
    "text", "message", "sms", "body", "content", "review", "comment", "sentence", "tweet", "title",
    "description", "headline", "question",
  ]

  /// The first row has names where its text is a usual name of such a column; or its label is none of
  /// the others', and its text is a word or two.
  private static func isHeader(
    _ first: [String], before body: [[String]], label: Int, text: Int
  ) -> Bool {
    if textNames.contains(first[text].lowercased()) { return true }
    let words = first[text].split(separator: " ").count
    let isNumber = NumberText(first[label].utf8) != .other
    return words <= 3 && first[text].utf8.count <= 40 && !first[label].isEmpty && !isNumber
      && !body.contains { $0[label] == first[label] }
  }
}
