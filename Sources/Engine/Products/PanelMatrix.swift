import CKernels
import COpenBLAS

/// A weight matrix, repacked once a step into panels of columns, each contiguous, so that
/// a product with few rows runs at the processor's full rate.
///
/// OpenBLAS multiplies small blocks (rows * columns * depth up to a million) without packing them
/// first where the processor has AVX-512; the products here are cut so that every call is such a
/// block. Elsewhere it packs at every call, which costs a third with few rows: there our own kernel
/// takes the panels as they are. The cuts depend on shapes only, so a result does not depend on how
/// many threads work.
package final class PanelMatrix: @unchecked Sendable {
  /// True if our own kernel multiplies.
  static let hasOwnKernel = ck_has_panel_kernel() != 0
  static let panelWidth = hasOwnKernel ? 16 : 64
  /// The largest block for which OpenBLAS skips its own packing.
  static let blockLimit = 1_000_000

  /// Rows K (summed over in a product) and columns N.
  package let depth: Int
  package let columns: Int
  /// [N / panelWidth][K][panelWidth]; with our own kernel the last panel is as wide as the others.
  private let panels: FloatBlock

  package init(depth: Int, columns: Int) {
    self.depth = depth
    self.columns = columns
    let width = Self.panelWidth
    let room = Self.hasOwnKernel ? (columns + width - 1) / width * width : columns
    panels = FloatBlock(count: depth * room)
  }

  /// Columns of the panel at `first`, and how far its rows are apart.
  private func panel(at first: Int) -> (columns: Int, stride: Int) {
    let own = min(Self.panelWidth, columns - first)
    return (own, Self.hasOwnKernel ? Self.panelWidth : own)
  }

  /// Panels of the transposed matrix: the product is then A W^T.
  /// - Parameter weights: W [N, K].
  package func pack(transposed weights: UnsafePointer<Float>) {
    for first in stride(from: 0, to: columns, by: Self.panelWidth) {
      let (own, stride) = panel(at: first)
      ck_pack_transposed(
        own, depth, weights + first * depth, depth, panels.pointer + first * depth, stride)
    }
  }

  /// Panels of the matrix as it is: the product is then A W.
  /// - Parameter weights: W [K, N].
  package func pack(_ weights: UnsafePointer<Float>) {
    for first in stride(from: 0, to: columns, by: Self.panelWidth) {
      let (own, stride) = panel(at: first)
      let panel = panels.pointer + first * depth
      for k in 0..<depth {
        (panel + k * stride).update(from: weights + k * columns + first, count: own)
      }
    }
  }

  /// C [M, N] = A [M, K] P, or C += A P.
  /// - Parameters:
  ///   - aStride, stride: distance between rows of A (at least K) and of C (at least N).
  package func multiply(
    rows: Int, _ a: UnsafePointer<Float>, aStride: Int? = nil,
    into c: UnsafeMutablePointer<Float>, stride: Int? = nil, accumulate: Bool = false
  ) {
    let stride = stride ?? columns
    let aStride = aStride ?? depth
    if Self.hasOwnKernel {
      ck_panel_multiply(
        rows, columns, depth, a, aStride, panels.pointer, c, stride, accumulate ? 1 : 0)
    } else {
      multiplyInBlocks(rows, a, aStride, c, stride, accumulate)
    }
  }

  private func multiplyInBlocks(
    _ rows: Int, _ a: UnsafePointer<Float>, _ aStride: Int, _ c: UnsafeMutablePointer<Float>,
    _ stride: Int, _ accumulate: Bool
  ) {
    let depthCut = min(depth, max(16, Self.blockLimit / (Self.panelWidth * 16)))
    let rowCut = max(16, Self.blockLimit / (Self.panelWidth * depthCut) / 16 * 16)
    var row = 0
    while row < rows {
      let m = min(rowCut, rows - row)
      var first = 0
      while first < columns {
        let width = min(Self.panelWidth, columns - first)
        let panel = panels.pointer + first * depth
        var k = 0
        while k < depth {
          let cut = min(depthCut, depth - k)
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(m), Int32(width), Int32(cut), 1,
            a + row * aStride + k, Int32(aStride), panel + k * width, Int32(width),
            accumulate || k > 0 ? 1 : 0, c + row * stride + first, Int32(stride))
          k += cut
        }
        first += width
      }
      row += m
    }
  }
}

/// C [M, N] = A B or A^T B, or C += the same, with the given distances of rows: the small products
/// of one sequence's attention.
func multiplyRows(
  _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ aStride: Int, transposed: Bool,
  _ b: UnsafePointer<Float>, _ bStride: Int, into c: UnsafeMutablePointer<Float>, _ cStride: Int,
  accumulate: Bool
) {
  cblas_sgemm(
    CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, Int32(m), Int32(n),
    Int32(k), 1, a, Int32(aStride), b, Int32(bStride), accumulate ? 1 : 0, c, Int32(cStride))
}

/// C [M, N] = A^T B, or C += A^T B, summed over `depth` rows: the product of weight gradients.
/// - Parameters:
///   - a: [depth, M], rows `aStride` apart.
///   - b: [depth, N], contiguous.
package func multiplyTransposed(
  rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, aStride: Int,
  _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, accumulate: Bool
) {
  // Narrow results go in blocks that OpenBLAS takes as they are; wide ones are better packed by it.
  let cut =
    rows <= 64 && !PanelMatrix.hasOwnKernel
    ? max(16, PanelMatrix.blockLimit / max(1, rows * columns)) : depth
  var k = 0
  while k < depth {
    let part = min(cut, depth - k)
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(part), 1,
      a + k * aStride, Int32(aStride), b + k * columns, Int32(columns),
      accumulate || k > 0 ? 1 : 0, c, Int32(columns))
    k += part
  }
}

/// Rows of a weight gradient that one task computes: enough for OpenBLAS's own packing to pay, few
/// enough for several threads to share. A rule of shapes only (see `PanelMatrix`).
func gradientTileRows(columns: Int) -> Int { columns <= 256 ? 64 : 128 }

/// Facts about the linear algebra library, for `bench` and `doctor`.
package enum LinearAlgebra {
  /// One thread inside each call: the calls themselves come from several threads.
  package static func useOneThreadPerCall() { openblas_set_num_threads(1) }

  /// The kernels that OpenBLAS chose for this processor ("Haswell", "Cooperlake").
  package static var coreName: String { String(cString: openblas_get_corename()) }

  /// The kernel that multiplies states by weights on this processor.
  package static var productKernel: String {
    PanelMatrix.hasOwnKernel ? "own kernel for AVX2; OpenBLAS for weight gradients" : "OpenBLAS"
  }

  /// Version and build options.
  package static var version: String { String(cString: openblas_get_config()) }

  /// One large product C = A B of n x n matrices, for measuring the machine's rate.
  package static func largeProduct(_ n: Int, _ a: FloatBlock, _ b: FloatBlock, into c: FloatBlock) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(n), Int32(n), Int32(n), 1, a.pointer,
      Int32(n), b.pointer, Int32(n), 0, c.pointer, Int32(n))
  }
}
