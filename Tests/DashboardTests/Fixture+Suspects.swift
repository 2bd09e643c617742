import Dashboard
import Telemetry

extension Fixture {
  static let vanishing = Suspect(
    kind: .vanishing, step: 912, value: 15,
    text: "reaches 15 of 150 steps, loss on the predictor",
    advice: "c: gated cell")
  static let overfitting = Suspect(
    kind: .overfitting, step: 1368, value: 1.34,
    text: "gap 1.34 since epoch 6, validation rose 0.31",
    advice: "4 recurrent dropout, 3 dropout")
  static let dead = Suspect(
    kind: .deadUnits, step: 228, value: 0.97, text: "62 of 64 units never change",
    advice: "T: gates, ( learning rate")

  /// One of each kind.
  static let everySuspect: [Suspect] = [
    (
      .exploding, "|g| 5974 at step 1003; 97 % of the states at their bounds",
      "( lower rate, then r"
    ),
    (.vanishing, "reaches 26 of 100 steps, loss on the predictor", "c: a gated cell"),
    (.deadUnits, "62 of 64 never change, in layer 1", "( lower rate, then r"),
    (.saturatedGates, "96 % of the forget gate, in layer 1", "lower recurrent_gain"),
    (.rateTooHigh, "back from 0.8211 to 1.697, training too (0.2778)", "R: lower lr, then r"),
    (.rateTooLow, "updates 0.002 % of the weights, 40 epochs to the predictor", "R: higher lr"),
    (
      .overfitting, "gap 0.55 since epoch 12, validation rose 0.21, training fell 0.33",
      "3 dropout, 6 early stopping"
    ),
    (.limitReached, "stuck at 0.312, training 0.310: too small a net", "model.hidden twice"),
    (.classIgnored, "0 of 12 \"walk\" found; 95 % right all the same", "more of it, more epochs"),
    (.worseThanBaseline, "loss 1.697 over 1.386, most frequent class", "( lower rate"),
    (.alwaysClipped, "100 % of steps, |g| 30 to 1", "R: raise clip"),
  ].map { kind, text, advice in
    Suspect(kind: kind, step: 912, value: 1, text: text, advice: advice)
  }

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
