import CKernels
import Testing

/// Plain loops over lengths that fill no vector, one and several, with a rest.
struct LoopsTests {
  static let lengths = [1, 2, 15, 16, 17, 63, 64, 65, 1000]

  @Test(arguments: lengths) func sums(_ n: Int) {
    var random = TestRandom(UInt64(n))
    let x = random.floats(n, in: -1e20...1e20)
    let squares = x.map { Double($0) * Double($0) }.reduce(0, +)
    #expect(relativeError([ck_sum_squares(n, x)], [squares]) < 1e-12)
    let sizes = x.map { abs(Double($0)) }.reduce(0, +)
    #expect(relativeError([ck_sum_absolute(n, x)], [sizes]) < 1e-12)
    #expect(ck_sum_squares(n, [Float](repeating: 0, count: n - 1) + [.nan]).isNaN)
  }

  @Test(arguments: lengths) func elementwise(_ n: Int) {
    var random = TestRandom(UInt64(n))
    let (x, m) = (random.floats(n), random.floats(n))
    var y = x
    ck_multiply(n, &y, x, m)
    #expect(y == zip(x, m).map { $0 * $1 })
    y = x
    ck_add(n, &y, m)
    #expect(y == zip(x, m).map { $0 + $1 })
    y = x
    ck_multiply_add(n, &y, m, x)
    #expect(relativeError(y, zip(x, m).map { Double($0) * Double($1) + Double($0) }) < 1e-7)
    y = x
    ck_clamp(n, &y, 0.25)
    #expect(y == x.map { min(max($0, -0.25), 0.25) })
  }

  @Test func clampLetsNaNPass() {
    var y: [Float] = [.nan, .infinity, -.infinity, 0.1, -0.0]
    ck_clamp(5, &y, 0.5)
    #expect(y[0].isNaN && y[1...] == [0.5, -0.5, 0.1, 0])
  }

  @Test(arguments: lengths) func penaltyGradient(_ n: Int) {
    var random = TestRandom(UInt64(n))
    var w = random.floats(n)
    w[0] = 0
    let g = random.floats(n)
    var got = g
    ck_penalty_gradient(n, &got, w, 0.5, 0.25)
    let want: [Double] = zip(g, w).map { g, w in
      let l1: Double = w > 0 ? 0.5 : w < 0 ? -0.5 : 0
      return Double(g) + l1 + 0.5 * Double(w)
    }
    #expect(relativeError(got, want) < 1e-6)
    #expect(got[0] == g[0])
  }

  @Test(arguments: lengths) func columnsAreSummed(_ columns: Int) {
    var random = TestRandom(UInt64(columns))
    let (rows, stride) = (9, columns + 2)
    let x = random.floats(rows * stride)
    let want = (0..<columns).map { j in (0..<rows).reduce(0.0) { $0 + Double(x[$1 * stride + j]) } }
    var sums = [Float](repeating: .nan, count: columns)
    ck_column_sums(rows, columns, stride, x, &sums, 0)
    #expect(relativeError(sums, want) < 1e-6)
    ck_column_sums(rows, columns, stride, x, &sums, 1)
    #expect(relativeError(sums, want.map { 2 * $0 }) < 1e-6)
  }

  /// Rows with the same index add up.
  @Test func rowsAreScattered() {
    var to = [Float](repeating: 1, count: 4 * 5)
    let from = (0..<3 * 4).map(Float.init)
    ck_scatter_add(3, 3, &to, 5, [2, 0, 2], 0, from, 4)
    #expect(to[10..<15] == [9, 11, 13, 1, 1])
    #expect(to[0..<5] == [5, 6, 7, 1, 1])
    #expect(to[5..<10] == [1, 1, 1, 1, 1])
    let before = to
    ck_scatter_add(3, 3, &to, 5, [-1, -1, 0], 0, from, 4)
    #expect(to[0..<3] == [13, 15, 17] && to[3...] == before[3...])
  }

  @Test func rowsAreMultiplied() {
    var y = [Float](repeating: 0, count: 6)
    ck_multiply_rows(2, 3, &y, [1, 2, 3, 4, 5, 6], [2, 0, -1])
    #expect(y == [2, 0, -3, 8, 0, -6])
  }
}
