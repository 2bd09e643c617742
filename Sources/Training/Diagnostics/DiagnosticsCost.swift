/// How much longer a step takes when its gradient and gates are inspected: medians of the latest
/// steps.
package struct DiagnosticsCost: Sendable {
  private static let kept = 64
  private var looking: [Double] = []
  private var plain: [Double] = []
  private var count = 0

  package init() {
    looking.reserveCapacity(Self.kept)
    plain.reserveCapacity(Self.kept)
  }

  package mutating func add(seconds: Double, looks: Bool) {
    count += 1
    // The first steps allocate memory that later ones reuse.
    guard count > 8 else { return }
    if looks { Self.add(seconds, to: &looking) } else { Self.add(seconds, to: &plain) }
  }

  private static func add(_ seconds: Double, to ring: inout [Double]) {
    if ring.count == kept { ring.removeFirst() }
    ring.append(seconds)
  }

  /// Share of the training time, if one step in `interval` is inspected; nil until there are
  /// enough.
  package func share(interval: Int) -> Float? {
    guard looking.count >= 5, plain.count >= 5 else { return nil }
    let look = looking.sorted()[looking.count / 2]
    let other = plain.sorted()[plain.count / 2]
    let total = look + Double(interval - 1) * other
    return total > 0 ? Float(max(0, look - other) / total) : nil
  }
}
