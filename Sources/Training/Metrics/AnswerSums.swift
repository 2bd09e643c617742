/// Sums over answers that were written token by token, beside what should have been written.
package struct AnswerSums: Sendable, Equatable {
  package private(set) var count = 0
  /// Answers that are right to the last token.
  package private(set) var exact = 0
  package private(set) var characters = EditCount()
  package private(set) var words = EditCount()
  package private(set) var bleu = BLEUCounts()
  package private(set) var chrF = ChrFCounts()
  /// The first of them, for the Output pane.
  package private(set) var shown: [Shown] = []

  package struct Shown: Sendable, Equatable {
    package var source: String
    package var target: String
    package var answer: String
  }
  private static let mostShown = 8

  package init() {}

  /// - Parameter isExact: the tokens are the same.
  package mutating func add(source: String = "", answer: String, target: String, isExact: Bool) {
    count += 1
    exact += isExact ? 1 : 0
    characters.add(Array(answer.unicodeScalars), target: Array(target.unicodeScalars))
    words.add(
      answer.split(whereSeparator: \.isWhitespace),
      target: target.split(whereSeparator: \.isWhitespace))
    bleu.add(answer: answer, target: target)
    chrF.add(answer: answer, target: target)
    if shown.count < Self.mostShown {
      shown.append(Shown(source: source, target: target, answer: answer))
    }
  }
}

/// Edits that make answers what they should be, over the length of that.
package struct EditCount: Sendable, Equatable {
  package private(set) var edits = 0
  package private(set) var length = 0

  package init() {}

  package mutating func add<Unit: Equatable>(_ answer: [Unit], target: [Unit]) {
    edits += Self.distance(answer, target)
    length += target.count
  }

  /// NaN of nothing.
  package var rate: Double { Double(edits) / Double(length) }

  /// The fewest insertions, deletions and substitutions that make one of the other (Levenshtein 1966).
  package static func distance<Unit: Equatable>(_ one: [Unit], _ other: [Unit]) -> Int {
    // Of the beginnings of `other`, from that of `one` so far.
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let substituted = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[other.count]
  }
}
