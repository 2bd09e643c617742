import Engine
import Foundation
import Testing

/// Every loss of the registry that is of rows. (Its derivative is checked with the network, and losses of
/// whole sequences by themselves.)
struct LossTests {
  static let names = LossRegistry.all.filter { $0 is any RowLoss.Type }.map { $0.name }
  private let rows = 5
  private let outputs = 7

  private struct Outcome {
    var sum: LossSum
    var outputs: [Float]
  }

  private func evaluate(
    _ name: String, _ y: [Float], classes: [Int32], values: [Float], gradient: Bool,
    scale: Float = 1
  ) throws -> Outcome {
    let loss = try #require(LossRegistry.named(name) as? any RowLoss.Type)
    var y = y
    let width = y.count / classes.count
    let sum = classes.withUnsafeBufferPointer { classes in
      values.withUnsafeBufferPointer { values in
        loss.sum(
          rows: classes.count, outputs: width, &y,
          LossTargets(values: values.baseAddress, classes: classes.baseAddress!),
          gradient: gradient ? LossGradient(scale: scale) : nil)
      }
    }
    return Outcome(sum: sum, outputs: y)
  }

  @Test(arguments: names) func valueIsTheDefinition(_ name: String) throws {
    var random = TestRandom(1)
    let y = random.floats(rows * outputs, in: -4...4)
    let values = random.floats(rows * outputs, in: 0...1)
    let classes: [Int32] = [0, 6, 3, 3, 1]
    let want = (0..<rows).map { r in
      OracleLoss.row(
        name, y[r * outputs..<(r + 1) * outputs].map(Double.init),
        values: values[r * outputs..<(r + 1) * outputs].map(Double.init), target: Int(classes[r]))
    }.reduce(0, +)
    for gradient in [false, true] {
      let got = try evaluate(name, y, classes: classes, values: values, gradient: gradient)
      #expect(relativeError([got.sum.sum], [want]) < 1e-6)
      #expect((got.outputs == y) == !gradient)
    }
    let loss = try #require(LossRegistry.named(name) as? any RowLoss.Type)
    #expect(loss.terms(outputs: outputs) == OracleLoss.terms(name, outputs: outputs))
  }

  /// Rows without a target: no loss and no derivative, whatever stands there.
  @Test(arguments: names, [Float(0), .nan, .infinity])
  func rowsWithoutTargetDoNotCount(_ name: String, _ junk: Float) throws {
    var random = TestRandom(2)
    let y = random.floats(3 * outputs)
    let values = random.floats(3 * outputs, in: 0...1)
    var (noisy, noisyValues) = (y, values)
    for j in outputs..<2 * outputs { (noisy[j], noisyValues[j]) = (junk, junk) }
    let all = try evaluate(
      name, noisy, classes: [2, -1, 4], values: noisyValues, gradient: true, scale: 0.25)
    let alone = try evaluate(
      name, Array(y[..<outputs] + y[(2 * outputs)...]), classes: [2, 4],
      values: Array(values[..<outputs] + values[(2 * outputs)...]), gradient: true, scale: 0.25)
    #expect(all.sum.sum == alone.sum.sum)
    #expect(all.outputs[outputs..<2 * outputs].allSatisfy { $0 == 0 })
    #expect(Array(all.outputs[..<outputs] + all.outputs[(2 * outputs)...]) == alone.outputs)
    let value = try evaluate(
      name, noisy, classes: [2, -1, 4], values: noisyValues, gradient: false)
    #expect(relativeError([value.sum.sum], [alone.sum.sum]) < 1e-6)
  }

  @Test(arguments: names) func scaleMultipliesTheDerivative(_ name: String) throws {
    var random = TestRandom(3)
    let y = random.floats(rows * outputs)
    let values = random.floats(rows * outputs, in: 0...1)
    let classes: [Int32] = [0, 1, 2, 3, 4]
    let once = try evaluate(name, y, classes: classes, values: values, gradient: true)
    let half = try evaluate(name, y, classes: classes, values: values, gradient: true, scale: 0.5)
    #expect(relativeError(half.outputs, once.outputs.map { 0.5 * Double($0) }) < 1e-6)
    #expect(half.sum == once.sum)
  }

  @Test(arguments: names) func notANumberPasses(_ name: String) throws {
    for place in 0..<outputs {
      var y = [Float](repeating: 0.5, count: outputs)
      y[place] = .nan
      for gradient in [false, true] {
        let got = try evaluate(
          name, y, classes: [1], values: Array(repeating: 0, count: outputs), gradient: gradient)
        #expect(got.sum.sum.isNaN)
        if gradient { #expect(got.outputs.contains { $0.isNaN }) }
      }
    }
  }

  @Test(arguments: ["bce", "ce"], [100, 1e4, 1e30, .greatestFiniteMagnitude] as [Float])
  func extremeLogitsStayFinite(_ name: String, _ size: Float) throws {
    for (y, target) in [([size, -size], 1), ([-size, size], 0), ([size, size], 0)] {
      let got = try evaluate(
        name, y, classes: [Int32(target)], values: [target == 0 ? 1 : 0, 1], gradient: true)
      #expect(got.sum.sum.isFinite && got.sum.sum >= 0)
      #expect(got.outputs.allSatisfy { $0.isFinite && abs($0) <= 1 })
    }
  }

  /// A confident, right answer keeps its small loss, however large the logits are.
  @Test(arguments: [0, 100, 1000, 30000] as [Float])
  func smallCrossEntropyKeepsItsDigits(_ offset: Float) throws {
    let want = log1p(exp(-8.0))
    for gradient in [false, true] {
      let got = try evaluate(
        "ce", [offset + 8, offset], classes: [0], values: [], gradient: gradient)
      #expect(relativeError([got.sum.sum], [want]) < 1e-3)
    }
  }

  @Test func crossEntropyOfManyClasses() throws {
    var random = TestRandom(4)
    let y = random.floats(2 * 1000, in: -10...10)
    for gradient in [false, true] {
      let got = try evaluate("ce", y, classes: [999, 64], values: [], gradient: gradient)
      let want = (0..<2).map { r in
        OracleLoss.row(
          "ce", y[r * 1000..<(r + 1) * 1000].map(Double.init), values: [], target: [999, 64][r])
      }.reduce(0, +)
      #expect(relativeError([got.sum.sum], [want]) < 1e-6)
    }
  }

  @Test func rightAnswersAreCounted() throws {
    let classes = try evaluate(
      "ce", [1, 2, 3, 9, 1, 1, 0, 5, 0], classes: [2, 1, 1], values: [], gradient: false)
    #expect(classes.sum.correct == 2)
    let binary = try evaluate(
      "bce", [3, -3, 3, -3], classes: [0, 0, 0, 0], values: [1, 0, 0, 1], gradient: false)
    #expect(binary.sum.correct == 2)
  }
}
