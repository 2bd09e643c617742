import Datasets
import Foundation
import Testing
import Training

@Suite struct PredictionTableTests {
  /// Examples of which only the second has a target.
  private struct Two: Examples {
    var count: Int { 2 }
    func hasTarget(_ index: Int) -> Bool { index == 1 }
    func inUnits(_ value: Float, of index: Int, output: Int) -> Double {
      Double(value) * 10 + Double(output)
    }
    func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {}
  }

  private func file(
    _ target: TargetKind, outputs: Int, everyStep: Bool = false, classes: [String] = [],
    targets: [String] = []
  ) -> PreparedFile {
    PreparedFile(
      kind: target == .values ? .series : .classes,
      shape: SequenceShape(
        timeSteps: 3, features: 1, vocabulary: 0, outputs: outputs, target: target,
        everyStep: everyStep),
      examples: Two(), classes: classes, targetNames: targets, metrics: [], keyNames: ["row"],
      keys: { ["r\($0)"] })
  }

  private func answer(
    _ example: Int, _ outputs: [Float], values: [Float] = [], label: Int? = nil
  ) -> ModelRunner.Answer {
    .init(
      example: example, rows: [.init(step: 0, outputs: outputs, values: values, label: label)])
  }

  @Test func seriesAreInTheirOwnUnits() {
    let table = PredictionTable(file(.values, outputs: 2, targets: ["a", "b"]))
    #expect(
      table.header == ["row", "forecast(a)", "actual(a)", "forecast(b)", "actual(b)"])
    #expect(table.rows(answer(0, [0.5, 1])) == [["r0", "5", "", "11", ""]])
    #expect(
      table.rows(answer(1, [0.5, 1], values: [0.25, 2])) == [["r1", "5", "2.5", "11", "21"]])
  }

  @Test func classesHaveProbabilities() {
    let table = PredictionTable(file(.classes, outputs: 3, classes: ["x", "y", "z"]))
    #expect(table.header == ["row", "predicted", "p(x)", "p(y)", "p(z)", "actual"])
    let rows = table.rows(answer(1, [0, Float(log(2.0)), 0], label: 2))
    #expect(rows == [["r1", "y", "0.250000", "0.500000", "0.250000", "z"]])
    #expect(table.rows(answer(0, [1000, -1000, -1000]))[0][1...2] == ["x", "1.000000"])
  }

  @Test func oneYesOrNoHasTwoClasses() {
    let table = PredictionTable(file(.binary, outputs: 1, classes: ["no", "yes"]))
    #expect(table.header == ["row", "predicted", "p(no)", "p(yes)", "actual"])
    #expect(
      table.rows(answer(1, [Float(log(3.0))], values: [0]))
        == [["r1", "yes", "0.250000", "0.750000", "no"]])
    #expect(PredictionTable(file(.binary, outputs: 1)).header[2...3] == ["p(0)", "p(1)"])
  }

  @Test func everyStepIsARow() {
    let table = PredictionTable(
      file(.classes, outputs: 2, everyStep: true, classes: ["a", "b"]))
    #expect(table.header == ["row", "step", "predicted", "p(a)", "p(b)", "actual"])
    let rows = table.rows(
      .init(
        example: 1,
        rows: [
          .init(step: 0, outputs: [1, 0], values: [], label: 0),
          .init(step: 1, outputs: [0, 1], values: [], label: nil),
        ]))
    #expect(rows.map { $0[1] } == ["1", "2"])
    #expect(rows.map { $0[2] } == ["a", "b"] && rows.map { $0[5] } == ["a", ""])
  }

  @Test(arguments: [
    (["a", "b c"], "a,b c"), (["a,b"], "\"a,b\""), (["say \"x\""], "\"say \"\"x\"\"\""),
    (["two\nlines", ""], "\"two\nlines\","), ([" x"], "\" x\""),
  ])
  func cellsAreQuotedWhereTheyMustBe(_ cells: [String], _ line: String) {
    #expect(CSVText.line(cells) == line)
  }
}
