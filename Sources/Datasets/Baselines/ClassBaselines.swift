/// Trivial predictors of classes, from the training part alone; one is added to each count.
struct ClassBaselines {
  private let classes: Int
  private let scheme: TagScheme?
  /// Share of each class in the training part.
  let shares: [Double]
  private let mostFrequent: Int
  /// Where words are fed: how often each tag of each word, at word * classes + tag.
  private var ofWords: [Int: Int] = [:]
  private var bestOfWord: [Int: (count: Int, tag: Int)] = [:]
  private var wordCounts: [Int: Int] = [:]

  /// - Parameter scheme: of tags that mark spans.
  init(_ training: SequenceExamples, classes: Int, scheme: TagScheme?) {
    self.scheme = scheme
    let counts = training.classCounts(classes)
    let total = Double(counts.reduce(0, +) + classes)
    self.classes = classes
    shares = counts.map { (Double($0) + 1) / total }
    // Of equally frequent ones the first.
    mostFrequent = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    let store = training.store
    guard store.everyStep, !store.tokens.isEmpty else { return }
    for sequence in training.part {
      for row in store.range(sequence) where store.classes[row] >= 0 {
        let word = Int(store.tokens[row])
        let tag = Int(store.classes[row])
        let count = ofWords[word * classes + tag, default: 0] + 1
        ofWords[word * classes + tag] = count
        wordCounts[word, default: 0] += 1
        if let best = bestOfWord[word], (best.count, tag) >= (count, best.tag) { continue }
        bestOfWord[word] = (count, tag)
      }
    }
  }

  /// As a model file has them.
  init(shares: [Double], scheme: TagScheme?) {
    self.scheme = scheme
    classes = shares.count
    self.shares = shares
    mostFrequent = shares.indices.max { (shares[$0], $1) < (shares[$1], $0) } ?? 0
  }

  func all(validation: SequenceExamples, test: SequenceExamples) -> [Baseline] {
    var baselines: [Baseline] = []
    func add(_ name: String, _ scores: (SequenceExamples) -> ClassScores) {
      let onValidation = scores(validation)
      let onTest = scores(test)
      baselines.append(
        Baseline(
          name: name, inSentence: "the \(name)", validationLoss: Float(onValidation.loss),
          testLoss: Float(onTest.loss),
          validationMetrics: onValidation.metrics, testMetrics: onTest.metrics))
    }
    let isTags = test.store.everyStep
    add(isTags ? "most frequent tag" : "most frequent class", frequentScores)
    if !bestOfWord.isEmpty { add("most frequent tag of each word", wordScores) }
    return baselines
  }

  private func frequentScores(_ part: SequenceExamples) -> ClassScores {
    var scores = ClassScores(classes: classes, scheme: scheme)
    for (truth, count) in part.classCounts(classes).enumerated() where count > 0 {
      scores.add(mostFrequent, truth: truth, probability: shares[truth], times: count)
    }
    addSpans(part, &scores) { _ in mostFrequent }
    return scores
  }

  /// - Parameter answer: to a row of the store.
  private func addSpans(
    _ part: SequenceExamples, _ scores: inout ClassScores, _ answer: (Int) -> Int
  ) {
    guard scheme != nil else { return }
    for sequence in part.part {
      let known = part.store.range(sequence).split { part.store.classes[$0] < 0 }
      for rows in known {
        scores.addSpans(rows.map(answer), truth: rows.map { Int(part.store.classes[$0]) })
      }
    }
  }

  /// The usual tag of the word in a row of the store.
  private func usualTag(_ row: Int, _ part: SequenceExamples) -> Int {
    bestOfWord[Int(part.store.tokens[row])]?.tag ?? mostFrequent
  }

  private func wordScores(_ part: SequenceExamples) -> ClassScores {
    var scores = ClassScores(classes: classes, scheme: scheme)
    for sequence in part.part {
      for row in part.store.range(sequence) where part.store.classes[row] >= 0 {
        let word = Int(part.store.tokens[row])
        let truth = Int(part.store.classes[row])
        // The word's own counts with one more, divided as all tags are.
        let count = Double(ofWords[word * classes + truth, default: 0])
        scores.add(
          usualTag(row, part), truth: truth,
          probability: (count + shares[truth])
            / (Double(wordCounts[word, default: 0]) + 1))
      }
    }
    addSpans(part, &scores) { usualTag($0, part) }
    return scores
  }
}
