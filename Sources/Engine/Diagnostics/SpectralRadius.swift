import CKernels
import COpenBLAS

/// The spectral radius of a square matrix, by repeated squaring: |A^(2^k)|^(1 / 2^k) tends to it
/// (Gelfand 1941). The quotient of two neighbouring powers cancels the constant factor.
///
/// Costs `squarings` products of n x n matrices.
package final class SpectralRadius {
  private let n: Int
  private let power: FloatBlock
  private let square: FloatBlock

  package init(size: Int) {
    n = size
    power = FloatBlock(count: size * size)
    square = FloatBlock(count: size * size)
  }

  /// - Parameter matrix: [n, n], rows contiguous.
  /// - Returns: NaN if the matrix holds one; infinity where it holds infinity.
  package func callAsFunction(_ matrix: UnsafePointer<Float>, squarings: Int = 8) -> Float {
    power.pointer.update(from: matrix, count: n * n)
    // The current power is exp(logScale) times the matrix held, whose norm is 1.
    var logScale = normalise(power)
    var previous = logScale
    var exponent = 1.0
    for _ in 0..<squarings {
      guard logScale.isFinite else { return limit(logScale) }
      previous = logScale
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(n), Int32(n), Int32(n), 1, power.pointer,
        Int32(n), power.pointer, Int32(n), 0, square.pointer, Int32(n))
      logScale = 2 * logScale + normalise(square)
      power.pointer.update(from: square.pointer, count: n * n)
      exponent *= 2
    }
    guard logScale.isFinite else { return limit(logScale) }
    return Float(ck_exp_double((logScale - previous) / (exponent / 2)))
  }

  private func limit(_ logScale: Double) -> Float {
    logScale.isNaN ? .nan : logScale > 0 ? .infinity : 0
  }

  /// Divides by the Frobenius norm; returns its logarithm (-infinity for zero).
  private func normalise(_ block: FloatBlock) -> Double {
    let norm = ck_sum_squares(n * n, block.pointer).squareRoot()
    guard norm.isFinite else { return norm }
    guard norm > 0 else { return -.infinity }
    // In double precision, where the factor of a tiny norm does not overflow.
    let factor = 1 / norm
    for i in 0..<n * n { block.pointer[i] = Float(Double(block.pointer[i]) * factor) }
    return ck_log_double(norm)
  }
}
