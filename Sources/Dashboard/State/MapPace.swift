import Telemetry

/// Limits changes of the gradients' maps to ten per second: a new row moves all others, and most of
/// a map's screen cells must be sent again.
package struct MapPace: Sendable {
  /// Least seconds between changes.
  package static let interval = 0.1

  /// When maps last changed, in seconds on the clock of the ticks.
  private var changedAt = -Double.infinity
  /// Maps newer than the shown ones, by lane and layer.
  private var waiting: [[Waterfall]] = []

  package init() {}

  /// Keeps the shown maps in a new snapshot, if they are too new to be replaced.
  package mutating func take(
    _ new: inout SessionSnapshot, after old: SessionSnapshot, now: Double
  ) {
    let (maps, shown) = (Self.maps(new), Self.maps(old))
    waiting = []
    guard maps.map({ $0.map(\.rows.last) }) != shown.map({ $0.map(\.rows.last) }) else { return }
    let elapsed = now - changedAt
    let isSameSession =
      new.info?.preset == old.info?.preset
      && maps.map { $0.map(\.columns) } == shown.map { $0.map(\.columns) }
    // A stopped clock must not hold maps back, and no newer map comes while nothing trains.
    guard isSameSession, new.phase == .training, elapsed > 0, elapsed < Self.interval else {
      changedAt = now
      return
    }
    waiting = maps
    Self.put(shown, into: &new)
  }

  /// Shows the waiting maps when the interval is over.
  package mutating func release(_ snapshot: inout SessionSnapshot, now: Double) {
    guard !waiting.isEmpty, now - changedAt >= Self.interval else { return }
    Self.put(waiting, into: &snapshot)
    (changedAt, waiting) = (now, [])
  }

  private static func maps(_ snapshot: SessionSnapshot) -> [[Waterfall]] {
    snapshot.lanes.map { $0.gradients.map(\.map) }
  }

  private static func put(_ maps: [[Waterfall]], into snapshot: inout SessionSnapshot) {
    for (lane, maps) in maps.enumerated() {
      for (layer, map) in maps.enumerated() { snapshot.lanes[lane].gradients[layer].map = map }
    }
  }
}
