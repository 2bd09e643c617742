import Foundation
import Training

/// What a lane is, to the bit; the clock is not among it, nor the curve that was taken back, nor what
/// the lane is called.
func laneBits(_ lane: Lane, without more: Set<String> = []) throws -> Data {
  let aside: Set = more.union([
    "seconds", "lastSeconds", "firstSeconds", "earlier", "id", "name", "origin", "attempt",
  ])
  func without(_ value: Any) -> Any {
    if let list = value as? [Any] { return list.map(without) }
    guard let values = value as? [String: Any] else { return value }
    return values.filter { !aside.contains($0.key) }.mapValues(without)
  }
  let value = try JSONSerialization.jsonObject(with: CodedState.bytes(lane.state))
  return try JSONSerialization.data(withJSONObject: without(value), options: .sortedKeys)
}

extension SmallSession {
  var bits: [Data] { get throws { try trainer.lanes.map { try laneBits($0) } } }

  /// Why commands were refused, in order.
  var refusals: [String] {
    events.compactMap { if case .command(let e) = $0 { e.reason } else { nil } }
  }
}
