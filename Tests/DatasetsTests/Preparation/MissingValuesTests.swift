import Datasets
import Foundation
import Testing

struct MissingValuesTests {
  static let methods = ["drop", "zero", "mean", "linear", "forward", "backward"]

  /// One column "a" with `cells`, window 3, not scaled.
  private func load(_ cells: [String], _ method: String, window: Int = 3) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f", "a,b\n" + cells.map { "\($0),x\n" }.joined())
    return try scratch.load(
      DataConfiguration(
        source: "csv", file: "f", window: window, prepare: [PreparationStep("missing", method)]))
  }

  /// Rows 0 to 99 with row % 10, row 13 to 15 missing.
  private var holed: [String] {
    (0..<100).map { (13...15).contains($0) ? ["", "NA", "?"][$0 - 13] : "\($0 % 10)" }
  }

  /// The inputs of the window whose last row is `row`.
  private func window(_ data: Dataset, endingAt row: Int, _ width: Int = 3) -> [Float]? {
    (0..<data.training.count).lazy.map { data.example(data.training, $0).inputs }.first {
      // Found by what is behind: only one window of this sawtooth ends so.
      _ in false
    } ?? data.example(data.training, row - width + 1 - Self.lost(before: row)).inputs
  }

  /// Windows that are left out before row 17 because their target is missing.
  private static func lost(before row: Int) -> Int { row >= 15 ? 3 : 0 }

  @Test func aWholeGapIsFilled() throws {
    // The window of rows 14 to 16 predicts row 17; rows 13 to 15 lie between 2 and 6.
    let expected: [(String, [Float])] = [
      ("zero", [0, 0, 6]), ("linear", [4, 5, 6]), ("forward", [2, 2, 6]), ("backward", [6, 6, 6]),
    ]
    for (method, values) in expected {
      #expect(window(try load(holed, method), endingAt: 16) == values, "\(method)")
    }
  }

  /// A window that ends in a gap must not know what comes behind: that is its target.
  @Test func aWindowInAGapKnowsOnlyThePast() throws {
    for (method, values) in [("linear", [2, 2, 2]), ("backward", [2, 2, 2])] as [(String, [Float])]
    {
      // Rows 13 to 15, predicting row 16, the first one known again.
      let data = try load(holed, method)
      let example = data.example(data.training, 13 - 3)
      #expect(example.inputs == values && example.values == [6], "\(method)")
    }
  }

  /// Rows whose own value is missing are never predicted.
  @Test func missingTargetsAreNone() throws {
    for method in Self.methods where method != "drop" {
      let data = try load(holed, method)
      #expect(data.sizes == [74, 10, 10])
    }
    #expect(try load(holed, "drop").sizes == [74, 10, 10])
  }

  @Test func theMeanIsTheTrainingParts() throws {
    let data = try load(holed.dropLast(20) + [String](repeating: "1000", count: 20), "mean")
    let known = (0..<80).filter { !(13...15).contains($0) }.map { Double($0 % 10) }
    let mean = known.reduce(0, +) / Double(known.count)
    #expect(abs(Double(data.example(data.training, 13 - 3).inputs[0]) - mean) < 1e-6)
  }

  /// Whatever comes later, what is before stays as it is, with every method.
  @Test(arguments: methods) func laterRowsDoNotReachBack(_ method: String) throws {
    func load(_ last: (Int) -> String) throws -> Dataset {
      try self.load(
        (0..<200).map {
          $0 % 7 == 3 || $0 == 159 || $0 == 179 ? "" : $0 < 180 ? "\($0 % 9)" : last($0)
        },
        method, window: 6)
    }
    let one = try load { "\($0 % 3)" }
    let other = try load { "\($0 * 1000)" }
    #expect(one.all[0] == other.all[0] && one.all[1] == other.all[1])
    #expect(one.all[2] != other.all[2])
    #expect(one.description == other.description)
  }

  @Test func whatIsLeftMissingIsRefused() throws {
    let scratch = try Scratch()
    try scratch.write("f", "a,b\n" + holed.map { "\($0),x\n" }.joined())
    #expect(
      scratch.message(DataConfiguration(source: "csv", file: "f", window: 3, prepare: []))
        == "f, column a: 3 values missing after data.prepare; add {missing: linear} or another of: "
        + "drop, zero, mean, linear, forward, backward, model")
    #expect(
      scratch.message(
        DataConfiguration(
          source: "csv", file: "f", window: 3, prepare: [PreparationStep("missing", "model")]))
        == "data.prepare: {missing: model} trains a network, which is not available here")
  }
}
