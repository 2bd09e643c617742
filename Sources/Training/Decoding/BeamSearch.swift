import Engine

/// Finds likely answers by extending several at once.
package struct BeamSearch {
  let decoder: PairDecoder
  /// Hypotheses kept at each step.
  let width: Int
  /// A log probability is divided by the number of steps to this power.
  let lengthPower: Double

  package init(decoder: PairDecoder, width: Int, lengthPower: Double = 1) {
    (self.decoder, self.width, self.lengthPower) = (decoder, width, lengthPower)
  }

  private typealias Answer = PairDecoder.Answer

  /// An unfinished answer, and the row of the states that it continues from.
  private struct Hypothesis {
    var answer: Answer
    var row: Int
  }

  /// At most `width` answers for each column of a batch, best score first.
  package func answers(_ batch: Batch) -> [[PairDecoder.Answer]] {
    let states = decoder.decoder.encode(batch)
    return answers(states, greedy: decoder.greedy(states, .logProbability))
  }

  /// The same for sources that are already encoded.
  ///
  /// The greedy answer is always a candidate, so the best never scores below it; other unfinished
  /// answers are used only if none ends.
  /// - Parameter greedy: the answers made of the likeliest token at every step, with their log
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

  /// The likeliest extensions; those that end are added to the answers found.
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
    // The greedy answer was not found by this search.
    return found.count > width ? [] : going
  }

  /// Sorted by score; among equals, the first, which is the greedy one.
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

  /// The tokens with the largest values, largest first; among equals, the first; none at -infinity.
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
