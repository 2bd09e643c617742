import Dashboard
import Telemetry

extension Fixture {
  static let vanishing = Suspect(
    kind: .vanishing, step: 912, value: 15,
    text: "1 % of the end's gradient is left after 15 of 150 steps, loss on the predictor",
    advice: "c: gated cell")
  static let overfitting = Suspect(
    kind: .overfitting, step: 1368, value: 1.34, text: "since epoch 6, gap 1.34",
    advice: "4 recurrent dropout, 3 dropout")
  static let dead = Suspect(
    kind: .deadUnits, step: 228, value: 0.97, text: "62 of 64 units never change",
    advice: "T: gates, ( learning rate")

  /// The adding problem with a standing for every lane, and suspects: the rnn vanishes and is dead,
  /// the lstm overfits, the gru has learned.
  static func judged() -> SessionSnapshot {
    var snapshot = adding()
    snapshot.lanes[0].standing = .onPredictor
    snapshot.lanes[0].suspects = [vanishing, dead]
    snapshot.lanes[1].standing = .ahead
    snapshot.lanes[1].suspects = [overfitting]
    snapshot.lanes[2].standing = .learned(step: 1368)
    for (i, norm) in [Float(534.2), 3.71, 1.84].enumerated() {
      (snapshot.lanes[i].largestNorm, snapshot.lanes[i].largestNormStep) = (norm, 212 + i)
    }
    snapshot.lanes[0].explosions = [Explosion(step: 3, norm: 534.2, seconds: 0.1)]
    return snapshot
  }

  /// So many lanes, with names that are told apart.
  static func lanes(_ count: Int, _ snapshot: SessionSnapshot = judged()) -> SessionSnapshot {
    var many = snapshot
    many.lanes = (0..<count).map { place in
      var lane = snapshot.lanes[place % snapshot.lanes.count]
      if place >= snapshot.lanes.count { lane.info.name += "-\(place)" }
      return lane
    }
    return many
  }
}
