import Datasets

/// Sums over answers written token by token, compared with their targets.
package struct AnswerSums: Sendable, Equatable {
  package private(set) var exact = ExactByLength()
  package private(set) var characters = EditCount()
  package private(set) var words = EditCount()
  /// Token counts.
  package private(set) var labels = EditCount()
  package private(set) var bleu = BLEUCounts()
  package private(set) var chrF = ChrFCounts()

  package init() {}

  /// - Parameters:
  ///   - sourceLength: tokens of the source.
  ///   - labels: the tokens.
  ///   - isExact: the tokens are the same.
  package mutating func add(
    sourceLength: Int = 0, answer: String, target: String,
    labels: (answer: [Int32], target: [Int32]) = ([], []), isExact: Bool
  ) {
    self.labels.add(labels.answer, target: labels.target)
    exact.add(length: sourceLength, isExact: isExact)
    characters.add(Array(answer.unicodeScalars), target: Array(target.unicodeScalars))
    words.add(
      answer.split(whereSeparator: \.isWhitespace),
      target: target.split(whereSeparator: \.isWhitespace))
    bleu.add(answer: answer, target: target)
    chrF.add(answer: answer, target: target)
  }
}

/// Answers that are right to the last token, by the length of their sources.
package struct ExactByLength: Sendable, Equatable {
  private var counts: [Int: Share] = [:]

  package struct Share: Sendable, Equatable {
    package var exact = 0
    package var count = 0

    /// NaN if there are none.
    package var share: Double { Double(exact) / Double(count) }

    static func += (sum: inout Share, more: Share) {
      sum.exact += more.exact
      sum.count += more.count
    }
  }

  package init() {}

  mutating func add(length: Int, isExact: Bool) {
    counts[length, default: Share()] += Share(exact: isExact ? 1 : 0, count: 1)
  }

  package var all: Share { counts.values.reduce(into: Share(), +=) }

  /// Ranges of lengths with about equally many answers each, shortest first; each length is in one
  /// range.
  package func ranges(_ most: Int) -> [(lengths: ClosedRange<Int>, share: Share)] {
    let total = all.count
    var ranges: [(lengths: ClosedRange<Int>, share: Share)] = []
    var (before, rangePlace) = (0, -1)
    for (length, share) in counts.sorted(by: { $0.key < $1.key }) {
      // The position of the middle of this length's answers.
      let place = min(most - 1, (2 * before + share.count) * most / max(1, 2 * total))
      before += share.count
      if let last = ranges.last, rangePlace == place {
        ranges[ranges.count - 1].lengths = last.lengths.lowerBound...length
        ranges[ranges.count - 1].share += share
      } else {
        ranges.append((length...length, share))
      }
      rangePlace = place
    }
    return ranges
  }
}
