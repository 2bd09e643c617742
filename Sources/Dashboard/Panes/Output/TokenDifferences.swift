/// Tokens in which an answer and its target differ, by the fewest insertions, deletions and changes
/// that turn one into the other.
package struct TokenDifferences: Equatable {
  /// By token: true if it has no equal counterpart.
  package private(set) var answer: [Bool]
  package private(set) var target: [Bool]

  /// The most tokens of an answer and of a target that are compared; later ones count as different
  /// unless all are equal.
  private static let most = 500

  package init(_ answer: [String], _ target: [String]) {
    self.answer = answer.map { _ in true }
    self.target = target.map { _ in true }
    // A common beginning needs no table.
    let same = zip(answer, target).prefix { $0 == $1 }.count
    for place in 0..<same { (self.answer[place], self.target[place]) = (false, false) }
    let (answer, target) = (answer.dropFirst(same), target.dropFirst(same))
    let (n, m) = (min(answer.count, Self.most), min(target.count, Self.most))
    let width = m + 1
    // Edits from the end: of answer[i...] and target[j...].
    var edits = [Int](repeating: 0, count: (n + 1) * width)
    for i in stride(from: n, through: 0, by: -1) {
      for j in stride(from: m, through: 0, by: -1) where i < n || j < m {
        var best = Int.max
        if i < n, j < m {
          best = edits[(i + 1) * width + j + 1] + (answer[same + i] == target[same + j] ? 0 : 1)
        }
        if i < n { best = min(best, edits[(i + 1) * width + j] + 1) }
        if j < m { best = min(best, edits[i * width + j + 1] + 1) }
        edits[i * width + j] = best
      }
    }
    var (i, j) = (0, 0)
    while i < n, j < m {
      let isSame = answer[same + i] == target[same + j]
      if edits[i * width + j] == edits[(i + 1) * width + j + 1] + (isSame ? 0 : 1) {
        (self.answer[same + i], self.target[same + j]) = (!isSame, !isSame)
        (i, j) = (i + 1, j + 1)
      } else if edits[i * width + j] == edits[(i + 1) * width + j] + 1 {
        i += 1
      } else {
        j += 1
      }
    }
  }
}
