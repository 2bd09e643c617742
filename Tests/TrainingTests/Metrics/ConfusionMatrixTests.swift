import Telemetry
import Testing
import Training

@Suite struct ConfusionMatrixTests {
  private func matrix(_ rows: [[Int]]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classes: rows.count)
    for (truth, row) in rows.enumerated() {
      for (answer, count) in row.enumerated() {
        for _ in 0..<count { matrix.add(truth: truth, answer: answer) }
      }
    }
    return matrix
  }

  /// Worked out by hand: class 1 is answered 6 times, 4 of them right, of 5.
  @Test func scoresByClass() {
    let m = matrix([[7, 1, 0], [1, 4, 0], [2, 1, 0]])
    #expect(m.total == 16 && m.accuracy == 11.0 / 16)
    #expect(m.precision(0) == 0.7 && m.recall(0) == 7.0 / 8)
    #expect(m.precision(1) == 4.0 / 6 && m.recall(1) == 0.8)
    let (precision, recall) = (4.0 / 6, 0.8)
    let f1 = 2 * precision * recall / (precision + recall)
    #expect(abs(m.f1(1) - f1) < 1e-15)
    // Never answered: no precision, and F1 is 0.
    #expect(m.precision(2).isNaN && m.recall(2) == 0 && m.f1(2) == 0)
    let mean = (m.f1(0) + m.f1(1)) / 3
    #expect(abs(m.macroF1 - mean) < 1e-15)
    #expect(m.count(truth: 2, answer: 0) == 2 && m.count(truth: 0, answer: 2) == 0)
  }

  /// A class that does not occur is not averaged over, though it may be answered.
  @Test func onlyClassesThatOccurCount() {
    let m = matrix([[3, 0, 1], [0, 2, 0], [0, 0, 0]])
    #expect(m.recall(2).isNaN && m.f1(2) == 0)
    let mean: Double = (6.0 / 7 + 1) / 2
    #expect(abs(m.macroF1 - mean) < 1e-15)
    #expect(ConfusionMatrix(classes: 3).macroF1.isNaN)
    #expect(ConfusionMatrix(classes: 3).accuracy.isNaN)
  }

  @Test func fewClassesAreShownAsTheyAre() {
    let m = matrix([[7, 1, 0], [1, 4, 0], [2, 1, 0]])
    let shown = m.snapshot(
      names: ["a", "b"], unit: "steps", step: 9, baseline: ("most frequent class", 0.5))
    #expect(shown.classes == ["a", "b", "2"])
    #expect(shown.counts == [7, 1, 0, 1, 4, 0, 2, 1, 0])
    #expect(shown.others == 0 && shown.step == 9 && shown.unit == "steps")
    #expect(shown.accuracy == 11.0 / 16 && shown.baselineAccuracy == 0.5)
    #expect(shown.recall == [0.875, 0.8, 0])
  }

  /// The 20 most frequent stay, in their order; the sum stays what it was.
  @Test func manyClassesArePutTogether() {
    var m = ConfusionMatrix(classes: 1000)
    for truth in 0..<1000 {
      for _ in 0..<(truth % 50 == 7 ? 30 + truth / 50 : 2) {
        m.add(truth: truth, answer: truth)
      }
      m.add(truth: truth, answer: 999 - truth)
    }
    let shown = m.snapshot(names: [], unit: "sequences", step: 1, baseline: nil)
    #expect(shown.classes.count == Confusion.most)
    let names = (0..<20).map { String($0 * 50 + 7) }
    #expect(Array(shown.classes.dropLast()) == names)
    #expect(shown.classes.last == "980 others" && shown.others == 980)
    #expect(shown.counts.reduce(0, +) == m.total)
    #expect(shown.recall.count == 21 && shown.recall[20].isNaN)
    #expect(shown.accuracy == Float(m.accuracy) && shown.macroF1 == Float(m.macroF1))
  }
}
