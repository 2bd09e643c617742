/// Pairs of sequences: tokens of the source in, tokens of the target out, then the one that ends it.
struct PairExamples: Examples {
  /// Token 0 stands in no text: it is fed before the first token of a target and follows the last.
  static let border = TokenVocabulary.padding

  /// Of all parts, by pair.
  let sources: TokenizedTexts
  let targets: TokenizedTexts
  /// The pairs of this part.
  let members: [Int32]
  /// False: the targets are not known, and the pairs are there to be answered only.
  var hasTargets = true

  var count: Int { members.count }

  func steps(of index: Int) -> Int? { sources.range(Int(members[index])).count }

  func hasTarget(_ index: Int) -> Bool { hasTargets }

  /// Of a target, with its end.
  func targetSteps(_ index: Int) -> Int {
    hasTargets ? targets.range(Int(members[index])).count + 1 : 1
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let pair = Int(members[index])
    let source = sources.range(pair)
    if let tokens = batch.tokens {
      sources.tokens.withUnsafeBufferPointer { text in
        for (step, place) in source.enumerated() {
          tokens[step * batch.batch + column] = text[place]
        }
      }
    }
    batch.lengths[column] = Int32(source.count)
    batch.targetLengths?[column] = Int32(targetSteps(index))
    guard let classes = batch.targetClasses else { return }
    guard hasTargets else {
      classes[column] = -1
      return
    }
    let target = targets.range(pair)
    targets.tokens.withUnsafeBufferPointer { text in
      for (step, place) in target.enumerated() {
        classes[step * batch.batch + column] = text[place]
      }
    }
    classes[target.count * batch.batch + column] = Self.border
  }

  /// The tokens of a target, with its end.
  func target(_ index: Int) -> [Int32] {
    Array(targets.tokens[targets.range(Int(members[index]))]) + [Self.border]
  }
}
