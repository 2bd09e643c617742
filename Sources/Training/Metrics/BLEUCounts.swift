import Foundation

/// Corpus counts for BLEU (Papineni, Roukos, Ward, Zhu 2002), with one reference each, words split
/// by the rules of mteval-v13a, and missing n-grams smoothed as mteval does: the numbers are those
/// of sacrebleu (Post 2018) with its defaults.
package struct BLEUCounts: Sendable, Equatable {
  static let order = 4
  /// By n - 1: n-grams of the answers matched in the target, and all of them.
  private var correct = [Int](repeating: 0, count: order)
  private var total = [Int](repeating: 0, count: order)
  private var answerLength = 0
  private var targetLength = 0

  package init() {}

  package mutating func add(answer: String, target: String) {
    let (own, wanted) = (Self.words(answer), Self.words(target))
    answerLength += own.count
    targetLength += wanted.count
    for n in 1...Self.order {
      let there = NGrams.counts(wanted, n)
      for (gram, count) in NGrams.counts(own, n) {
        correct[n - 1] += min(count, there[gram] ?? 0)
        total[n - 1] += count
      }
    }
  }

  /// 0 to 100.
  package var score: Double {
    guard correct.contains(where: { $0 > 0 }), !total.contains(0) else { return 0 }
    var smooth = 1.0
    var sum = 0.0
    for (correct, total) in zip(correct, total) {
      if correct == 0 { smooth *= 2 }
      sum += log(correct == 0 ? 1 / (smooth * Double(total)) : Double(correct) / Double(total))
    }
    let brevity =
      answerLength < targetLength ? exp(1 - Double(targetLength) / Double(answerLength)) : 1
    return 100 * brevity * exp(sum / Double(Self.order))
  }

  // MARK: words

  /// A text split as in mteval-v13a: punctuation marks are separate words, points and commas only
  /// when not between digits, a dash only after a digit.
  package static func words(_ text: String) -> [String] {
    var text = text.replacing("<skipped>", with: "").replacing("-\n", with: "")
      .replacing("\n", with: " ")
    if text.contains("&") {
      for (entity, mark) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] {
        text = text.replacing(entity, with: mark)
      }
    }
    var scalars = Array((" " + text + " ").unicodeScalars)
    scalars = scalars.flatMap { isMark($0) ? [" ", $0, " "] : [$0] }
    scalars = replacingPairs(scalars) { !isDigit($0) && isPoint($1) ? [$0, " ", $1, " "] : nil }
    scalars = replacingPairs(scalars) { isPoint($0) && !isDigit($1) ? [" ", $0, " ", $1] : nil }
    scalars = replacingPairs(scalars) { isDigit($0) && $1 == "-" ? [$0, " ", $1, " "] : nil }
    return scalars.split { $0.properties.isWhitespace }.map { word in
      var text = ""
      text.unicodeScalars.append(contentsOf: word)
      return text
    }
  }

  /// From left to right, no scalar in two pairs.
  private static func replacingPairs(
    _ text: [Unicode.Scalar], _ replaced: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [Unicode.Scalar] {
    var out: [Unicode.Scalar] = []
    var place = 0
    while place < text.count {
      if place + 1 < text.count, let new = replaced(text[place], text[place + 1]) {
        out += new
        place += 2
      } else {
        out.append(text[place])
        place += 1
      }
    }
    return out
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    ("{"..."~").contains(scalar) || ("["..."`").contains(scalar) || (" "..."&").contains(scalar)
      || ("("..."+").contains(scalar) || (":"..."@").contains(scalar) || scalar == "/"
  }
}

/// Runs of n units, and how often each occurs.
enum NGrams {
  static func counts<Unit: Hashable>(_ units: [Unit], _ n: Int) -> [ArraySlice<Unit>: Int] {
    var counts: [ArraySlice<Unit>: Int] = [:]
    guard units.count >= n else { return counts }
    for first in 0...units.count - n { counts[units[first..<first + n], default: 0] += 1 }
    return counts
  }
}
