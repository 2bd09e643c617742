import CKernels

/// How far back the gradient arrives, measured against itself: every norm relative to the norm near
/// the end of the sequences.
package struct GradientReach: Sendable, Equatable {
  /// Norms of at least this share of the end's have arrived.
  package static let share = 0.01
  /// Of the steps on the way, this part must hold the share: a hole does not end a reach.
  package static let held = 0.9

  /// The end's norm: the median over the last tenth of the steps, at least 9 and at most 20,
  /// because the last step alone is larger through the loss's direct pull on it.
  package private(set) var end = 0.0
  /// log10 of the norm over the end's, by distance from the end: -infinity for an exact zero, NaN
  /// for norms that are not finite. Up to the middle of the steps that make the end, nothing is
  /// above 0: there a larger norm is the end's own, and not growth on the way back.
  package private(set) var levels: [Float] = []
  /// Steps, counted from the end, of which nearly all hold the share and the last one does.
  package private(set) var reaches = 0
  /// The slope of a straight line through log2 norm over the distance: negative when the gradient
  /// shrinks on its way back, -0.25 when it halves every 4 steps. Nil with fewer than three norms
  /// above 0.
  package private(set) var log2PerStepBack: Float?
  /// The share of the variance that the line explains, 0...1.
  package private(set) var fit: Float = 0

  /// - Parameter norms: by distance from the end.
  package init(_ norms: [Double]) {
    let near = norms.prefix(min(20, max(9, norms.count / 10)))
    end = Self.middle(near)
    // Most of them zero: what is left describes the end, near it or anywhere.
    if end == 0 { end = near.max() ?? 0 }
    if end == 0 { end = norms.filter(\.isFinite).max() ?? 0 }
    let middle = near.count / 2
    levels = norms.enumerated().map { distance, norm in
      guard norm.isFinite, end.isFinite else { return .nan }
      guard norm > 0 else { return -.infinity }
      let level = Float(ck_log_double(norm / end) / 2.302585092994046)
      return distance < middle ? min(0, level) : level
    }
    takeReach()
    takeLine(norms)
  }

  /// The median; NaN if one is not finite.
  private static func middle(_ norms: ArraySlice<Double>) -> Double {
    guard norms.allSatisfy(\.isFinite) else { return .nan }
    let sorted = norms.sorted()
    let half = sorted.count / 2
    guard let upper = sorted.dropFirst(half).first else { return 0 }
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + upper) / 2 : upper
  }

  private mutating func takeReach() {
    let least = Float(ck_log_double(Self.share) / 2.302585092994046) - 1e-4
    var holding = 0
    for (distance, level) in levels.enumerated() where level >= least {
      holding += 1
      if Double(holding) >= Self.held * Double(distance + 1) { reaches = distance + 1 }
    }
  }

  private mutating func takeLine(_ norms: [Double]) {
    var (n, sx, sy, sxx, sxy, syy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (distance, norm) in norms.enumerated() where norm > 0 && norm.isFinite {
      let x = Double(distance)
      let y = ck_log_double(norm) / 0.6931471805599453
      n += 1
      sx += x
      sy += y
      sxx += x * x
      sxy += x * y
      syy += y * y
    }
    guard n >= 3 else { return }
    let (vx, vy, cxy) = (sxx - sx * sx / n, syy - sy * sy / n, sxy - sx * sy / n)
    guard vx > 0 else { return }
    log2PerStepBack = Float(cxy / vx)
    fit = vy > 1e-12 ? Float(min(1, cxy * cxy / (vx * vy))) : 1
  }
}
