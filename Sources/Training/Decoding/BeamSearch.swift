import Engine

/// The likeliest answers that are found by going on with several at once.
package struct BeamSearch {
  let decoder: PairDecoder
  /// Hypotheses kept at each step.
  let width: Int
  /// Power of the steps that a log probability is divided by.
  let lengthPower: Double

  package init(decoder: PairDecoder, width: Int, lengthPower: Double = 1) {
    (self.decoder, self.width, self.lengthPower) = (decoder, width, lengthPower)
  }

  private typealias Answer = PairDecoder.Answer

  /// An answer that goes on, and the row of the states that it follows from.
  private struct Hypothesis {
    var answer: Answer
    var row: Int
  }

  /// At most `width` answers to every column of a batch, the best by its score first.
  package func answers(_ batch: Batch) -> [[PairDecoder.Answer]] {
    let states = decoder.decoder.encode(batch)
    return answers(states, greedy: decoder.greedy(states, .logProbability))
  }

  /// The same of sources that are encoded.
  ///
  /// The greedy one is always a candidate, so that the best never scores below it; others that were
  /// broken off only where none ends.
  /// - Parameter greedy: the answers of the likeliest token at every step, with their log
  ///   probabilities.
  func answers(
    _ encoded: DecoderStates, greedy: [PairDecoder.Answer]
  ) -> [[PairDecoder.Answer]] {
    var states = encoded
    var found = greedy.map { [$0] }
    // By column.
    var open = found.indices.map { [Hypothesis(answer: Answer(), row: $0)] }
    for _ in 0..<decoder.most {
      let tokens = open.joined().map { $0.answer.tokens.last ?? decoder.decoder.startToken }
      if tokens.isEmpty { break }
      let step = decoder.decoder.step(tokens, states)
      var first = 0
      var rows: [Int] = []
      for column in open.indices {
        let before = open[column]
        open[column] = goOn(before, step, firstRow: first, &found[column])
        first += before.count
        rows += open[column].map(\.row)
      }
      states = step.states.gathered(rows)
    }
    return found.indices.map { column in
      let isEnded = found[column].contains(where: \.isWhole)
      return best(found[column] + (isEnded ? [] : open[column].map(\.answer)))
    }
  }

  /// The likeliest ways on; those that end are found.
  private func goOn(
    _ before: [Hypothesis], _ step: DecodedStep, firstRow: Int, _ found: inout [Answer]
  ) -> [Hypothesis] {
    var next: [(row: Int, token: Int, logProbability: Double)] = []
    for (place, hypothesis) in before.enumerated() {
      let logits = decoder.logits(step, firstRow + place)
      let normalizer = PairDecoder.normalizer(logits)
      for token in Self.largest(logits, width + 1) {
        next.append(
          (place, token, hypothesis.answer.logProbability + Double(logits[token]) - normalizer))
      }
    }
    next.sort { ($1.logProbability, $0.row, $0.token) < ($0.logProbability, $1.row, $1.token) }
    var going: [Hypothesis] = []
    for candidate in next where going.count < width {
      var answer = before[candidate.row].answer
      answer.logProbability = candidate.logProbability
      if Int32(candidate.token) == decoder.end {
        answer.isWhole = true
        found.append(answer)
      } else {
        answer.tokens.append(Int32(candidate.token))
        going.append(Hypothesis(answer: answer, row: firstRow + candidate.row))
      }
    }
    // The greedy answer is not one that was found here.
    return found.count > width ? [] : going
  }

  /// By their score; of equals the first, which is the greedy one.
  private func best(_ found: [Answer]) -> [Answer] {
    let scores = found.map { $0.score(lengthPower) }
    let order = found.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var kept: [Answer] = []
    for place in order where kept.count < width {
      let isNew = kept.allSatisfy {
        $0.tokens != found[place].tokens || $0.isWhole != found[place].isWhole
      }
      if isNew { kept.append(found[place]) }
    }
    return kept
  }

  /// The tokens of the largest, the largest first; of equals the first; none of -infinity.
  private static func largest(_ logits: [Float], _ count: Int) -> [Int] {
    var best: [Int] = []
    for (token, logit) in logits.enumerated() where logit > -.infinity {
      if best.count == count, let last = best.last {
        guard logit > logits[last] else { continue }
        best.removeLast()
      }
      let place = best.firstIndex { logit > logits[$0] } ?? best.count
      best.insert(token, at: place)
    }
    return best
  }
}
