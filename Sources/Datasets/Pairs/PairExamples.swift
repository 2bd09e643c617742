/// Pairs of sequences: tokens or numbers of the source in, tokens of the target out, then the one
/// that ends it.
struct PairExamples: Examples {
  /// Token 0 occurs in no text: it is fed before the first token of a target and follows the last;
  /// of a loss that lays labels along the steps it is blank.
  static let border = TokenVocabulary.padding

  /// For all parts, by pair.
  let sources: PairSources
  let targets: TokenizedTexts
  /// The pairs of this part.
  let members: [Int32]
  /// By pair: false if there is no target, and the source is there to be answered only; empty: all
  /// have one.
  var isKnown: [Bool] = []
  /// By pair: targets with words that have no token, as they are written.
  var texts: [Int32: String] = [:]

  var count: Int { members.count }

  func steps(of index: Int) -> Int? { sources.length(Int(members[index])) }

  func hasTarget(_ index: Int) -> Bool { isKnown.isEmpty || isKnown[Int(members[index])] }

  func targetTokens(of index: Int) -> ArraySlice<Int32>? {
    hasTarget(index) ? targets.tokens[targets.range(Int(members[index]))] : nil
  }

  func targetText(of index: Int) -> String? { texts[members[index]] }

  /// Length of a target, with its end.
  func targetSteps(_ index: Int) -> Int {
    hasTarget(index) ? targets.range(Int(members[index])).count + 1 : 1
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let pair = Int(members[index])
    sources.write(pair, to: batch, column: column)
    batch.lengths[column] = Int32(sources.length(pair))
    batch.targetLengths?[column] = Int32(targetSteps(index))
    guard let classes = batch.targetClasses else { return }
    guard hasTarget(index) else {
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
