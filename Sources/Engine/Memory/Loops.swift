import CKernels

// Plain loops under names that read well in use.

/// y = x o m
@inline(__always)
func multiply(
  _ count: Int, _ x: UnsafePointer<Float>, _ m: UnsafePointer<Float>,
  into y: UnsafeMutablePointer<Float>
) {
  ck_multiply(count, y, x, m)
}

/// y = y o m + x
@inline(__always)
func multiplyAdd(
  _ count: Int, _ y: UnsafeMutablePointer<Float>, _ m: UnsafePointer<Float>,
  _ x: UnsafePointer<Float>
) {
  ck_multiply_add(count, y, m, x)
}

/// Tells the processor that the calling thread spins.
package func spinLoopHint() { ck_pause() }
