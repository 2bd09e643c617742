import Datasets
import Testing
import Training

/// Against numbers by hand, and against those of sacrebleu 2.6.0 (`corpus_bleu`, `corpus_chrf`).
@Suite struct AnswerMetricsTests {
  private static let answers = [
    "the cat sat on the mat", "a big dog, 3.5 kg - really!", "Hello & goodbye", "x", "",
  ]
  private static let targets = [
    "the cat sat on a mat", "a big dog, 3.5 kg - very really!", "Hello &amp; good bye.", "xy",
    "nothing here",
  ]

  private func sums(_ answers: [String], _ targets: [String]) -> AnswerSums {
    var sums = AnswerSums()
    for (answer, target) in zip(answers, targets) {
      sums.add(answer: answer, target: target, isExact: answer == target)
    }
    return sums
  }

  @Test func aCorpusAsSacrebleuScoresIt() {
    let all = sums(Self.answers, Self.targets)
    #expect(abs(all.bleu.score - 51.409100202679056) < 1e-9)
    #expect(abs(all.chrF.score - 58.49484150201738) < 1e-9)
    let other = sums(
      ["es gibt 1,000 Katzen.", "1984-03-07", "zwei ganze Sätze stehen hier, und mehr"],
      ["es gibt 1,000 Katzen!", "1984-03-17", "zwei ganze Sätze stehen dort, und nicht mehr"])
    #expect(abs(other.bleu.score - 52.18150370271394) < 1e-9)
    #expect(abs(other.chrF.score - 72.61179131324646) < 1e-9)
    // Smoothed where no run of four is right.
    let smoothed = sums(["a b c d e f g", "h i j"], ["a x c y e z g", "h q j"])
    #expect(abs(smoothed.bleu.score - 8.359253812205274) < 1e-9)
  }

  @Test func singleAnswersAsSacrebleuScoresThem() {
    let wanted = [
      (53.7284965911771, 72.0848317308462), (71.89393375176813, 72.94487312518616),
      (0.0, 53.1294114501584), (0.0, 55.55555555555556), (0.0, 0.0),
    ]
    for (place, scores) in wanted.enumerated() {
      let one = sums([Self.answers[place]], [Self.targets[place]])
      #expect(abs(one.bleu.score - scores.0) < 1e-9, "\(Self.answers[place])")
      #expect(abs(one.chrF.score - scores.1) < 1e-9, "\(Self.answers[place])")
    }
    #expect(sums([], []).bleu.score == 0 && sums([], []).chrF.score == 0)
  }

  @Test(arguments: [
    (
      "It's 3.5, or 1,000-2 (yes) end-of.", "It's 3.5 , or 1,000 - 2 ( yes ) end-of ."
    ),
    ("a.b,c 5-6 .,. <skipped>&quot;q&quot;", "a . b , c 5 - 6 . , . \" q \""),
    ("x,.y 1.a a.1", "x , . y 1 . a a . 1"),
  ])
  func wordsAreCutAsMtevalDoes(_ text: String, _ words: String) {
    #expect(BLEUCounts.words(text).joined(separator: " ") == words)
  }

  @Test(arguments: [
    ("", "", 0), ("abc", "", 3), ("", "ab", 2), ("kitten", "sitting", 3), ("flaw", "lawn", 2),
    ("ab", "ba", 2), ("same", "same", 0),
  ])
  func editsAreTheFewest(_ one: String, _ other: String, _ edits: Int) {
    #expect(EditCount.distance(Array(one), Array(other)) == edits)
    #expect(EditCount.distance(Array(other), Array(one)) == edits)
  }

  @Test func errorRatesAndExactMatch() {
    let sums = sums(["ab cd", "x"], ["ab ce", "x y z"])
    // 1 of 5 characters, 4 of 5; 1 of 2 words, 2 of 3.
    #expect(sums.characters.rate == 5.0 / 10 && sums.words.rate == 3.0 / 5)
    #expect(sums.exact.all.count == 2 && sums.exact.all.exact == 0)
    #expect(self.sums(["a", "b"], ["a", "c"]).exact.all.exact == 1)
  }

  /// About as many answers in each range, and no length in two of them.
  @Test func exactAnswersByLength() {
    var sums = AnswerSums()
    for length in 1...40 {
      for number in 0..<(length == 7 ? 61 : 1) {
        sums.add(sourceLength: length, answer: "", target: "", isExact: number % 2 == 0)
      }
    }
    let ranges = sums.exact.ranges(4)
    #expect(ranges.map(\.lengths) == [1...6, 7...7, 8...32, 33...40] || ranges.count <= 4)
    #expect(ranges.reduce(0) { $0 + $1.share.count } == 100)
    for (one, next) in zip(ranges, ranges.dropFirst()) {
      #expect(one.lengths.upperBound + 1 == next.lengths.lowerBound)
    }
    #expect(AnswerSums().exact.ranges(4).isEmpty)
  }

  @Test func everyPairMetricFollowsFromTheFirst() {
    let names = MetricRegistry.metrics(named: ["exact_match", "token_accuracy"], .pairs).map {
      $0.name
    }
    #expect(names == ["exact_match", "token_accuracy", "cer", "wer", "bleu", "chrf"])
    #expect(MetricRegistry.metrics(named: ["accuracy"], .classes).allSatisfy { $0.name != "bleu" })
  }
}
