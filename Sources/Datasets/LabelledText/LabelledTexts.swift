/// Texts with one class each: tokens in, the class asked at the last step.
///
/// Only a text's own tokens are steps, so what is padded in front elsewhere starts here at its first
/// token with the initial state, and its last step is its last token.
struct LabelledTexts: Examples {
  /// All texts of all parts, as tokens.
  let texts: TokenizedTexts
  /// The texts of this part, and the class of every text; -1 where it is not known.
  let members: [Int32]
  let classes: [Int32]
  /// Longer texts are cut, at this end.
  let most: Int
  let truncate: LengthOptions.Side

  var count: Int { members.count }

  func steps(of index: Int) -> Int? { min(most, texts.range(Int(members[index])).count) }

  func hasTarget(_ index: Int) -> Bool { classes[Int(members[index])] >= 0 }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let text = Int(members[index])
    let range = texts.range(text)
    let steps = min(most, range.count)
    let start = truncate == .front ? range.upperBound - steps : range.lowerBound
    if let tokens = batch.tokens {
      texts.tokens.withUnsafeBufferPointer { text in
        for step in 0..<steps { tokens[step * batch.batch + column] = text[start + step] }
      }
    }
    batch.targetClasses?[column] = classes[text]
    batch.lengths[column] = Int32(steps)
  }
}

/// Texts as tokens, one after another.
struct TokenizedTexts: Sendable {
  var tokens: [Int32] = []
  private var ends: [Int] = []
  /// Texts that had no token, and got the unknown one.
  private(set) var empty = 0

  var count: Int { ends.count }

  func range(_ text: Int) -> Range<Int> { (text == 0 ? 0 : ends[text - 1])..<ends[text] }

  /// Some of the texts by themselves.
  func part(_ texts: Range<Int>) -> TokenizedTexts {
    var part = TokenizedTexts()
    for text in texts {
      part.tokens += tokens[range(text)]
      part.ends.append(part.tokens.count)
    }
    return part
  }

  /// Ends the text whose tokens were appended; one without any gets `unknown`.
  mutating func endText(unknown: Int32) {
    if tokens.count == ends.last ?? 0 {
      tokens.append(unknown)
      empty += 1
    }
    ends.append(tokens.count)
  }
}
