import Engine

/// The likeliest answers that are found by going on with several at once.
package struct BeamSearch {
  let decoder: PairDecoder
  /// Answers that are gone on with.
  let width: Int
  /// Of the steps, over which an answer's log probability is taken (see `PairDecoder.Answer`).
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

  /// At most `width` answers to every column of a batch, the best by its score first. The one of the
  /// likeliest token at every step is always among the candidates.
  package func answers(_ batch: Batch) -> [[PairDecoder.Answer]] {
    var states = decoder.decoder.encode(batch)
    var whole = decoder.greedy(states, .logProbability).map { [$0] }
    // By column.
    var open = whole.indices.map { [Hypothesis(answer: Answer(), row: $0)] }
    for _ in 0..<decoder.most {
      let tokens = open.joined().map { $0.answer.tokens.last ?? decoder.decoder.startToken }
      if tokens.isEmpty { break }
      let step = decoder.decoder.step(tokens, states)
      var first = 0
      var rows: [Int] = []
      for column in open.indices {
        let before = open[column]
        open[column] = goOn(before, step, firstRow: first, &whole[column])
        first += before.count
        rows += open[column].map(\.row)
      }
      states = step.states.gathered(rows)
    }
    return whole.indices.map { column in
      // Those that were broken off only where none has an end.
      let isEnded = whole[column].contains(where: \.isWhole)
      return best(whole[column] + (isEnded ? [] : open[column].map(\.answer)))
    }
  }

  /// The likeliest ways on; those that end go to `whole`.
  private func goOn(
    _ before: [Hypothesis], _ step: DecodedStep, firstRow: Int, _ whole: inout [Answer]
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
        whole.append(answer)
      } else {
        answer.tokens.append(Int32(candidate.token))
        going.append(Hypothesis(answer: answer, row: firstRow + candidate.row))
      }
    }
    // The greedy answer is not one that was found here.
    return whole.count > width ? [] : going
  }

  private func best(_ found: [Answer]) -> [Answer] {
    var kept: [Answer] = []
    // Of equals the first, which is the greedy one.
    let order = found.indices.sorted {
      (found[$1].score(lengthPower), $0) < (found[$0].score(lengthPower), $1)
    }
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
