/// How the targets of pairs are written and read back; what `DatasetDescription` says of tokens and
/// text is about the sources.
package struct PairDescription: Sendable, Equatable, Codable {
  /// The target's tokens by number, and the one of what is not among them.
  package var vocabulary: [String]
  package var unknown: Int?
  /// How text becomes tokens of the target.
  package var text: TextDescription
  /// U, the steps of the longest target with its end.
  package var length: Int
  /// The token that is fed before a target's first, and the one that follows its last.
  package var begin: Int
  package var end: Int
  /// The places of source and target in a table; nil for generated pairs.
  package var columns: Columns?
  /// The numbers that are fed at each step; nil: the source is tokens.
  package var inputs: [String]?
  /// How sounds became these numbers; nil elsewhere.
  package var sounds: SoundSources?

  package struct Columns: Sendable, Equatable, Codable {
    /// By name, or by number from 1 where the table has no names.
    package var source: String
    package var target: String
    /// The mark between the cells by its name; nil if the format has none, and in older files.
    package var delimiter: String?
  }

  /// V of the target.
  var tokenKinds: Int { max(vocabulary.count, unknown.map { $0 + 1 } ?? 0) }

  func shape(timeSteps: Int, vocabulary: Int, targetSteps: Int) -> SequenceShape {
    SequenceShape(
      timeSteps: timeSteps, features: inputs?.count ?? 0, vocabulary: vocabulary,
      outputs: tokenKinds,
      target: .tokens, everyStep: true,
      targetSequence: SequenceShape.TargetSequence(timeSteps: targetSteps, begin: begin, end: end))
  }

  func check() throws(DescriptionFault) {
    if let inputs {
      if inputs.isEmpty { throw DescriptionFault(key: "pairs.inputs", reason: "is empty") }
      try DescriptionCheck.requireDifferent(inputs, "pairs.inputs")
      try sounds?.check(inputs: inputs.count)
    }
    if vocabulary.isEmpty { throw DescriptionFault(key: "pairs.vocabulary", reason: "is empty") }
    try DescriptionCheck.require(unknown, in: 0...vocabulary.count, "pairs.unknown")
    let own = vocabulary.enumerated().filter {
      !($0.offset == TokenVocabulary.kerasUnknown && $0.element == TokenVocabulary.unknownText)
    }
    try DescriptionCheck.requireDifferent(own.lazy.map(\.element), "pairs.vocabulary")
    if text.unit == .bytes {
      try DescriptionCheck.require(count: vocabulary.count, 256, "bytes are", "pairs.vocabulary")
    } else {
      _ = try DescriptionCheck.require(unknown, "pairs.unknown")
    }
    try DescriptionCheck.require(length, in: DataKey.sizes, "pairs.length")
    try DescriptionCheck.require(begin, in: 0...tokenKinds - 1, "pairs.begin")
    try DescriptionCheck.require(end, in: 0...tokenKinds - 1, "pairs.end")
  }
}

extension TokenVocabulary {
  /// The target's of a model of pairs. Throws `.unusableDescription`.
  package init(targetsOf pairs: PairDescription) throws(DatasetError) {
    try self.init(
      DatasetDescription(
        source: PairsSource.name, vocabulary: pairs.vocabulary, unknown: pairs.unknown,
        text: pairs.text))
  }
}
