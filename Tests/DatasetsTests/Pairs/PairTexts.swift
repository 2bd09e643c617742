import Datasets

/// The texts of a part of pairs, read back from what is fed and asked.
extension Dataset {
  func pairs(_ part: any Examples) throws -> [(source: String, target: String)] {
    guard let vocabulary, let targetVocabulary, let targets = shape.targetSequence else {
      return []
    }
    return (0..<part.count).map { index in
      let written = example(part, index)
      precondition(written.classes.last == Int32(targets.end))
      return (
        vocabulary.decode(written.tokens), targetVocabulary.decode(written.classes.dropLast())
      )
    }
  }
}
