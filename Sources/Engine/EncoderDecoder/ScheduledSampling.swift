import CKernels

/// How the share of teacher forcing falls while a decoder trains, so that it learns to continue
/// from its own tokens (Bengio, Vinyals, Jaitly, Shazeer 2015).
package struct ScheduledSampling: Sendable, Equatable, Codable {
  package enum Kind: String, CaseIterable, Sendable, Codable {
    case constant
    /// Falls by the same amount at every step.
    case linear
    /// k / (k + exp(i / k)) at step i: stays high for long, falls, and levels off near 0.
    case inverseSigmoid = "inverse_sigmoid"
  }
  package var kind = Kind.constant
  /// Linear: steps until the share is 0; inverse sigmoid: k.
  package var steps = 1000.0
  /// The least share, to which it falls.
  package var least = 0.0

  package init() {}

  /// - Parameters:
  ///   - start: the share that it falls from, 0...1.
  ///   - step: updates done.
  package func share(of start: Float, step: Int) -> Float {
    let factor =
      switch kind {
      case .constant: 1.0
      case .linear: max(0, 1 - Double(step) / steps)
      case .inverseSigmoid: steps / (steps + ck_exp_double(Double(step) / steps))
      }
    return min(start, max(Float(least), start * Float(factor)))
  }
}
