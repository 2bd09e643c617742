/// Sequences of steps of I numbers each, one after another in memory.
struct StepSequences: Sendable {
  let features: Int
  /// [steps of all, I]
  var values: [Float] = []
  private var ends: [Int] = []

  init(features: Int) { self.features = features }

  var count: Int { ends.count }

  /// The steps of a sequence among those of all.
  func range(_ sequence: Int) -> Range<Int> {
    (sequence == 0 ? 0 : ends[sequence - 1])..<ends[sequence]
  }

  /// Ends the sequence whose values were appended.
  mutating func endSequence() { ends.append(values.count / features) }
}

/// The sources of pairs: texts, or sequences of numbers.
enum PairSources: Sendable {
  case texts(TokenizedTexts)
  case steps(StepSequences)

  var count: Int {
    switch self {
    case .texts(let texts): texts.count
    case .steps(let steps): steps.count
    }
  }

  /// Tokens, or steps, of a source.
  func length(_ source: Int) -> Int {
    switch self {
    case .texts(let texts): texts.range(source).count
    case .steps(let steps): steps.range(source).count
    }
  }

  /// Writes a source as a column of a batch.
  func write(_ source: Int, to batch: BatchPointers, column: Int) {
    switch self {
    case .texts(let texts):
      guard let tokens = batch.tokens else { return }
      texts.tokens.withUnsafeBufferPointer { text in
        for (step, place) in texts.range(source).enumerated() {
          tokens[step * batch.batch + column] = text[place]
        }
      }
    case .steps(let steps):
      guard let inputs = batch.inputs else { return }
      let features = steps.features
      steps.values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        for (step, place) in steps.range(source).enumerated() {
          (inputs + (step * batch.batch + column) * features).update(
            from: values + place * features, count: features)
        }
      }
    }
  }
}
