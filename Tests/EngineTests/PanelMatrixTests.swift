import CKernels
import COpenBLAS
import Engine
import Testing

/// Products against three plain loops in double precision, over shapes that cross every cut.
struct PanelMatrixTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let rows: Int
    let depth: Int
    let columns: Int
    var testDescription: String { "\(rows) x \(depth) x \(columns)" }
  }

  static let shapes = [
    (1, 1, 1), (3, 5, 7), (16, 64, 64), (17, 65, 63), (19, 130, 129), (33, 999, 70), (2, 977, 65),
    (50, 2000, 130), (300, 67, 67),
  ].map { Shape(rows: $0.0, depth: $0.1, columns: $0.2) }

  /// sum over k of a(r, k) b(k, c)
  private func product(
    _ s: Shape, _ a: (Int, Int) -> Float, _ b: (Int, Int) -> Float
  ) -> [Double] {
    (0..<s.rows).flatMap { r in
      (0..<s.columns).map { c in
        (0..<s.depth).reduce(0.0) { $0 + Double(a(r, $1)) * Double(b($1, c)) }
      }
    }
  }

  @Test(arguments: shapes) func multiplies(_ s: Shape) {
    LinearAlgebra.useOneThreadPerCall()
    var random = TestRandom(3)
    let a = random.floats(s.rows * s.depth)
    let w = random.floats(s.depth * s.columns)
    let panels = PanelMatrix(depth: s.depth, columns: s.columns)
    for transposed in [false, true] {
      if transposed { panels.pack(transposed: w) } else { panels.pack(w) }
      let want = product(s) {
        a[$0 * s.depth + $1]
      } _: {
        transposed ? w[$1 * s.depth + $0] : w[$0 * s.columns + $1]
      }
      var c = [Float](repeating: .nan, count: s.rows * s.columns)
      panels.multiply(rows: s.rows, a, into: &c)
      #expect(relativeError(c, want) < 5e-6)
      panels.multiply(rows: s.rows, a, into: &c, accumulate: true)
      #expect(relativeError(c, want.map { 2 * $0 }) < 5e-6)
    }
  }

  /// The own kernel against OpenBLAS, also on processors where it is not the one that multiplies; and
  /// the bits of a row do not depend on its neighbours.
  @Test(arguments: shapes) func ownKernelAgreesWithOpenBLAS(_ s: Shape) {
    LinearAlgebra.useOneThreadPerCall()
    var random = TestRandom(5)
    let a = random.floats(s.rows * s.depth)
    let w = random.floats(s.depth * s.columns)
    var panels = [Float](repeating: 0, count: (s.columns + 15) / 16 * 16 * s.depth)
    for k in 0..<s.depth {
      for j in 0..<s.columns {
        panels[j / 16 * 16 * s.depth + k * 16 + j % 16] = w[k * s.columns + j]
      }
    }
    var want = [Float](repeating: 0, count: s.rows * s.columns)
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(s.rows), Int32(s.columns), Int32(s.depth), 1,
      a, Int32(s.depth), w, Int32(s.columns), 0, &want, Int32(s.columns))
    var got = [Float](repeating: .nan, count: s.rows * s.columns)
    ck_panel_multiply(s.rows, s.columns, s.depth, a, s.depth, panels, &got, s.columns, 0)
    #expect(relativeError(got, want.map(Double.init)) < 2e-6)
    for row in 0..<s.rows {
      var alone = [Float](repeating: .nan, count: s.columns)
      let own = Array(a[row * s.depth..<(row + 1) * s.depth])
      ck_panel_multiply(1, s.columns, s.depth, own, s.depth, panels, &alone, s.columns, 0)
      #expect(alone == Array(got[row * s.columns..<(row + 1) * s.columns]))
    }
  }

  @Test func wideStrideLeavesTheGapsAlone() {
    let s = Shape(rows: 5, depth: 9, columns: 70)
    var random = TestRandom(4)
    let a = random.floats(s.rows * s.depth)
    let panels = PanelMatrix(depth: s.depth, columns: s.columns)
    panels.pack(random.floats(s.depth * s.columns))
    var dense = [Float](repeating: 0, count: s.rows * 70)
    var wide = [Float](repeating: 42, count: s.rows * 75)
    panels.multiply(rows: s.rows, a, into: &dense)
    panels.multiply(rows: s.rows, a, into: &wide, stride: 75)
    for r in 0..<s.rows {
      #expect(wide[r * 75..<r * 75 + 70] == dense[r * 70..<(r + 1) * 70])
      #expect(wide[r * 75 + 70..<(r + 1) * 75].allSatisfy { $0 == 42 })
    }
  }

  @Test(arguments: shapes) func multipliesTransposed(_ s: Shape) {
    var random = TestRandom(5)
    let stride = s.rows + 3
    let a = random.floats(s.depth * stride)
    let b = random.floats(s.depth * s.columns)
    let want = product(s) {
      a[$1 * stride + $0]
    } _: {
      b[$0 * s.columns + $1]
    }
    var c = [Float](repeating: .nan, count: s.rows * s.columns)
    for (accumulate, factor) in [(false, 1.0), (true, 2.0)] {
      multiplyTransposed(
        rows: s.rows, columns: s.columns, depth: s.depth, a, aStride: stride, b, into: &c,
        accumulate: accumulate)
      #expect(relativeError(c, want.map { factor * $0 }) < 5e-6)
    }
  }
}
