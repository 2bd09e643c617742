import CKernels
import Foundation
import Testing

/// exp, sigmoid and tanh, as the cells and losses use them, over the whole range of floats.
struct ActivationsTests {
  /// About 430,000 numbers of every size and both signs.
  private static let sweep: [Float] = stride(from: UInt32(0), to: 0xff80_0000, by: 9973)
    .map { Float(bitPattern: $0) }.filter { $0.isFinite }

  private func tanhs(_ x: [Float]) -> [Float] {
    var gates = x
    var h = [Float](repeating: 0, count: x.count)
    ck_rnn_forward(
      1, x.count, Int32(CK_TANH), 0, &gates, [Float](repeating: 0, count: x.count), &h)
    return h
  }

  /// The LSTM's forget gate, with the other gates left at 0.
  private func sigmoids(_ x: [Float]) -> [Float] {
    let n = x.count
    let zeros = [Float](repeating: 0, count: 4 * n)
    var gates = zeros
    gates.replaceSubrange(n..<2 * n, with: x)
    var (c, tanhC, h) = ([Float](repeating: 0, count: n), zeros, zeros)
    ck_lstm_forward(1, n, &gates, zeros, zeros, &c, &tanhC, &h)
    return Array(gates[n..<2 * n])
  }

  private func worst(
    _ got: [Float], _ want: (Double) -> Double, error: (Double, Double) -> Double
  ) -> Double {
    zip(Self.sweep, got).reduce(0.0) { worst, pair in
      let e = error(Double(pair.1), want(Double(pair.0)))
      return e.isNaN ? .infinity : max(worst, e)
    }
  }

  @Test func tanhIsExactToFloats() {
    let got = tanhs(Self.sweep)
    #expect(worst(got, tanh) { abs($0 - $1) } < 2.5e-7)
    #expect(
      worst(got, tanh) { abs($1) < 1e-37 ? 0 : abs($0 - $1) / abs($1) } < 4e-7)
    #expect(got.allSatisfy { abs($0) <= 1 })
  }

  @Test func sigmoidIsExactToFloats() {
    let sigmoid = { 1 / (1 + exp(-$0)) } as (Double) -> Double
    let got = sigmoids(Self.sweep)
    #expect(worst(got, sigmoid) { abs($0 - $1) } < 1.5e-7)
    // Below e^-87 it stays at the smallest value instead of falling on.
    #expect(worst(got, sigmoid) { $1 < 1e-37 ? 0 : abs($0 - $1) / $1 } < 4e-7)
    #expect(got.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func exponentialIsExactToFloats() {
    // Each pair of logits x, 0 with x < 0 has the derivative e^x / (1 + e^x) at x.
    let xs = stride(from: Float(-86), through: 0, by: 0.01).map { $0 }
    for x in xs {
      var y: [Float] = [x, 0]
      _ = ck_cross_entropy(1, 2, &y, [1], nil, 1)
      let e = exp(Double(x))
      #expect(abs(Double(y[0]) - e / (1 + e)) < 4e-7 * e / (1 + e))
    }
  }

  @Test func extremes() {
    let inf = Float.infinity
    let largest = Float.greatestFiniteMagnitude
    let x: [Float] = [inf, -inf, .nan, 0, -0.0, largest, -largest, .leastNonzeroMagnitude]
    let t = tanhs(x)
    #expect(t[0] == 1 && t[1] == -1 && t[2].isNaN && t[5] == 1 && t[6] == -1)
    #expect(t[3].bitPattern == 0 && t[4] == 0 && t[7] == .leastNonzeroMagnitude)
    let s = sigmoids(x)
    #expect(s[0] == 1 && s[1] < 1e-37 && s[2].isNaN && s[3] == 0.5 && s[4] == 0.5)
    #expect(s[5] == 1 && s[6] < 1e-37 && s[7] == 0.5)
  }

  /// NaN in one number stays there: the neighbours in the same vector are what they were.
  @Test func notANumberStaysAlone() {
    let clean = (0..<67).map { Float($0) / 20 - 1.5 }
    for place in [0, 15, 31, 66] {
      var x = clean
      x[place] = .nan
      for function in [tanhs, sigmoids] {
        let (got, want) = (function(x), function(clean))
        #expect(got.indices.allSatisfy { $0 == place ? got[$0].isNaN : got[$0] == want[$0] })
      }
    }
  }
}
