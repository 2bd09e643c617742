import Engine
import Foundation
import Testing

struct SpectralRadiusTests {
  struct Known: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rows: [[Float]]
    let radius: Float
    var tolerance: Float = 1e-3
  }

  /// Its inverse is no float.
  static let tiny = Float.leastNormalMagnitude / 8

  static let known = [
    Known(testDescription: "one number", rows: [[-0.75]], radius: 0.75),
    Known(
      testDescription: "diagonal", rows: [[0.5, 0, 0], [0, -1.5, 0], [0, 0, 1]], radius: 1.5),
    Known(
      testDescription: "rotation by 0.3, scaled",
      rows: [
        [0.9 * Float(cos(0.3)), -0.9 * Float(sin(0.3))],
        [0.9 * Float(sin(0.3)), 0.9 * Float(cos(0.3))],
      ], radius: 0.9),
    Known(
      testDescription: "triangular", rows: [[0.5, 7], [0, 0.8]], radius: 0.8, tolerance: 0.01),
    Known(
      testDescription: "Jordan block", rows: [[0.9, 1], [0, 0.9]], radius: 0.9, tolerance: 0.01),
    Known(testDescription: "nilpotent", rows: [[0, 3, 5], [0, 0, 2], [0, 0, 0]], radius: 0),
    Known(testDescription: "zero", rows: [[0, 0], [0, 0]], radius: 0),
    Known(
      testDescription: "tiny", rows: [[tiny, 0], [0, 0]], radius: tiny, tolerance: tiny / 1000),
    Known(testDescription: "huge", rows: [[1e30, 0], [0, 1e30]], radius: 1e30, tolerance: 1e27),
    Known(testDescription: "infinite", rows: [[.infinity, 0], [0, 1]], radius: .infinity),
  ]

  private func radius(_ rows: [[Float]]) -> Float {
    SpectralRadius(size: rows.count)(rows.flatMap { $0 })
  }

  @Test(arguments: known) func agrees(_ matrix: Known) {
    let got = radius(matrix.rows)
    #expect(got == matrix.radius || abs(got - matrix.radius) <= matrix.tolerance)
  }

  @Test func notANumberIsNotZero() {
    #expect(radius([[.nan, 0], [0, 1]]).isNaN)
  }

  /// The orthogonal start, times its gain, in the block that the screen shows.
  @Test(arguments: CellRegistry.names)
  func gainIsTheRadiusOfAnOrthogonalStart(_ cell: String) throws {
    let network = Network(
      Architecture(cell: cell, input: 2, hidden: [9, 20], outputs: 1, loss: "mse"),
      timeSteps: 1, batch: 1)
    var random = TestRandom(7)
    network.initialise(Initialisation(scheme: .orthogonal, recurrentGain: 0.8), using: &random)
    guard network.cell.hasRecurrentWeights else {
      #expect(network.recurrence(0).candidateBlock == nil)
      return
    }
    for (k, size) in [9, 20].enumerated() {
      let radius = SpectralRadius(size: size)(try #require(network.recurrence(k).candidateBlock))
      #expect(abs(radius - 0.8) < 1e-4)
    }
    // The candidate's block alone decides.
    let block = try #require(network.recurrence(1).candidateBlock)
    for i in 0..<400 { UnsafeMutablePointer(mutating: block)[i] *= 2 }
    #expect(abs(SpectralRadius(size: 20)(block) - 1.6) < 1e-4)
  }
}
