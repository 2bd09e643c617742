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
    // Distances from the start of `one` so far to each start of `other`.
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
