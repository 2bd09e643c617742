/// Which columns of a table hold label and text, as its first rows show.
struct LabelledColumns: Equatable {
  var label: Int
  var text: Int
  var hasHeader: Bool
  /// The columns' names; "column 1" if there are none.
  var names: [String]
  /// Other columns that could be the label.
  var alternatives: [Int] = []
  /// True if the columns look like nothing else: not named by the user, but found.
  var isConvincing = true
  /// The label was not named by the user, and its own name does not show that it is one.
  var isLabelGuessed = false

  /// More kinds are a label only where they are called so: of products, persons, songs there are many.
  static let mostKindsUnnamed = 40

  /// Finds them among `rows`.
  ///
  /// - Parameter label, text: names or numbers from 1, where the user gave them.
  init(
    _ rows: LabelledRows, label: String?, text: String?, file: String
  ) throws(DatasetError) {
    let first = rows.names
    let body = rows.body.isEmpty ? [rows.first] : rows.body
    let cells = first.count
    let profiles = (0..<cells).map { column in LabelledProfile(body.map { $0[column] }) }
    let lookUp = ColumnNames(first, file: file, areNames: rows.hasHeader)
    /// A user's column, and whether the first row has its name.
    func given(_ reference: String?) throws(DatasetError) -> (column: Int, isNamed: Bool)? {
      guard let reference else { return nil }
      let named = try lookUp.named(reference)
      if let named { return (named, true) }
      return (try lookUp.column(reference), false)
    }
    let givenLabel = try given(label)
    let givenText = try given(text)

    let textColumn =
      givenText?.column
      ?? (0..<cells).filter {
        $0 != givenLabel?.column && Self.isText(profiles[$0], of: body.count)
      }
      .max { profiles[$0].variety < profiles[$1].variety }
    guard let textColumn else {
      let words = (0..<cells).filter {
        $0 != givenLabel?.column && profiles[$0].letters >= 0.4 && !profiles[$0].isNumeric
      }
      let names = Self.names(rows, body)
      throw .labelledText(
        file: file, .noText(columns: names, words: words.map { names[$0] }))
    }
    let candidates = (0..<cells).filter {
      $0 != textColumn && Self.isLabel(profiles[$0], of: body.count)
    }
    let ranked = candidates.sorted { one, other in
      let (first, second) = (
        Self.rank(profiles[one], first[one]), Self.rank(profiles[other], first[other])
      )
      return (first, profiles[one].distinct, one) < (second, profiles[other].distinct, other)
    }
    let likely = ranked.filter { Self.rank(profiles[$0], first[$0]) != Self.idRank }
    guard let labelColumn = givenLabel?.column ?? likely.first else {
      let names = Self.names(rows, body)
      throw .labelledText(
        file: file, .noLabels(columns: names, ids: ranked.map { names[$0] }))
    }
    if labelColumn == textColumn {
      throw .labelledText(file: file, .sameColumn(first[labelColumn]))
    }
    self.label = labelColumn
    self.text = textColumn
    let isNamed = givenLabel?.isNamed ?? false || givenText?.isNamed ?? false
    hasHeader =
      rows.isHeaderOpen
      ? isNamed || Self.isHeader(rows.first, before: body, label: labelColumn, text: textColumn)
      : rows.hasHeader
    names = hasHeader ? first : (1...cells).map { "column \($0)" }
    alternatives = likely.filter { $0 != labelColumn && profiles[$0].distinct > 1 }
    isLabelGuessed =
      givenLabel == nil && !(hasHeader && Self.isLabelName(first[labelColumn]))
    let others = (0..<cells).filter {
      $0 != labelColumn && $0 != textColumn && profiles[$0].isNumeric && !candidates.contains($0)
    }
    let profile = profiles[textColumn]
    let isEnough =
      profile.meanWords >= 2 || profile.isCode
      || others.isEmpty && !profiles[labelColumn].isNumeric && cells == 2
    isConvincing =
      body.count >= 3 && others.count <= (profile.meanWords >= 5 ? 3 : 1) && isEnough
  }

  /// The names to tell a user, where label or text was not found: the first row's unless a cell of it
  /// comes again below, or looks like a text.
  private static func names(_ rows: LabelledRows, _ body: [[String]]) -> [String] {
    let first = rows.names
    let isHeader = first.indices.allSatisfy { column in
      first[column].utf8.count <= 40 && first[column].split(separator: " ").count <= 3
        && !(rows.isHeaderOpen && body.contains { $0[column] == first[column] })
    }
    return isHeader ? first : first.indices.map { "column \($0 + 1)" }
  }

  /// Mostly different, mostly letters.
  private static func isText(_ profile: LabelledProfile, of rows: Int) -> Bool {
    // Sentences may repeat.
    let isVaried =
      profile.distinct * 2 >= rows
      || profile.meanWords >= 3 && profile.distinct >= 8 && profile.distinct * 10 >= rows
    return isVaried && profile.letters >= 0.4 && !profile.isNumeric && profile.longest > 1
  }

  /// A few short values that repeat; one alone where the rows may be sorted by class.
  static func isLabel(_ profile: LabelledProfile, of rows: Int) -> Bool {
    profile.distinct >= 1 && profile.distinct * 2 <= rows + 1 && profile.longest <= 64
      && profile.meanWords <= 3
  }

  private static let labelNames = [
    "label", "class", "categor", "target", "sentiment", "spam", "topic", "intent", "rating", "type",
    "polarity", "score", "stars", "emotion", "stance", "verdict", "toxic", "positive", "recommend",
  ]

  private static func isLabelName(_ name: String) -> Bool {
    let small = name.lowercased()
    return labelNames.contains(where: small.contains)
  }

  /// Columns that are not a label unless named.
  private static let idRank = 6

  /// The lower the likelier.
  private static func rank(_ profile: LabelledProfile, _ name: String) -> Int {
    if profile.distinct < 2 { return 5 }
    let small = name.lowercased()
    // A name of many values, as of a product or a person, is not a class.
    let isId =
      small == "id" || small.hasSuffix("_id") || name.hasSuffix("Id") || name.hasSuffix("ID")
    if isId { return idRank }
    if isLabelName(name) { return 0 }
    if profile.distinct > mostKindsUnnamed { return idRank }
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
