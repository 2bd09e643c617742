import Dashboard
import Foundation
import Telemetry

/// A sweep over three axes, some way through.
enum SweepFixture {
  static let hidden = ["[16]", "[32]", "[64, 32]"]
  static let dropouts = ["off", "0.2"]
  static let rates = ["0.0001", "0.0005623", "0.003162", "0.01778", "0.1"]

  /// - Parameter lanes: each times 30 combinations.
  static func snapshot(_ lanes: [String] = ["lstm", "gru"], isOver: Bool = false) -> SessionSnapshot
  {
    var noise = Fixture.Noise(state: 3)
    var places: [(lane: String, values: [String], loss: Double, parameters: Int)] = []
    for lane in lanes {
      for (i, hidden) in hidden.enumerated() {
        for dropout in dropouts {
          for (j, rate) in rates.enumerated() {
            let off = Double(j - 2) * Double(j - 2) * 0.02 + Double(2 - i) * 0.004
            let loss = 0.05 + off + (dropout == "off" ? 0 : 0.006) + 0.002 * noise.next()
            let parameters = [1_233, 4_513, 27_000][i] * (lane == "gru" ? 3 : 4) / 4
            places.append((lane, [lane, hidden, dropout, rate], loss, parameters))
          }
        }
      }
    }
    let count = places.count
    let (failed, running) = (17, [20, 21])
    var combinations: [CombinationSnapshot] = []
    for (place, item) in places.enumerated() {
      let folds = isOver || place < 20 ? 5 : place == 20 ? 3 : place == 21 ? 1 : 0
      var scores = (0..<5).map { fold -> Float? in
        fold < folds ? Float(item.loss * (1 + 0.1 * noise.next())) : nil
      }
      var combination = CombinationSnapshot(values: item.values)
      combination.state = folds == 5 ? .done : .waiting
      if place == failed {
        scores = [nil, nil, nil, nil, nil]
        combination.state = .failed(fold: 1, reason: "diverged at step 312 in rnn.0")
      } else if running.contains(place), !isOver {
        combination.state = .running(folds: [folds + 1])
      }
      let known = scores.compactMap { $0 }
      combination.scores = scores
      if !known.isEmpty {
        let mean = known.reduce(0, +) / Float(known.count)
        combination.mean = mean
        if known.count > 1 {
          let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
          let deviation = (squares / Float(known.count - 1)).squareRoot()
          combination.deviation = deviation
          combination.standardError = deviation / Float(known.count).squareRoot()
        }
      }
      combinations.append(combination)
    }
    let order = combinations.indices.sorted { a, b in
      func key(_ i: Int) -> (Int, Int, Float) {
        let scores = combinations[i].scores.compactMap { $0 }
        return (i == failed ? 1 : 0, -scores.count, combinations[i].mean ?? .infinity)
      }
      return key(a) < key(b)
    }
    for (rank, place) in order.enumerated() where combinations[place].mean != nil {
      combinations[place].rank = rank + 1
    }
    if isOver {
      combinations[order[0]].isBest = true
      combinations[order[2]].isSimplest = true
    }
    let snapshots = combinations.indices.map { place in
      lane(place, combinations[place], parameters: places[place].parameters, &noise)
    }
    var info = Fixture.info()
    info.title = "Sweep: RNN, LSTM and GRU on the adding problem"
    info.about =
      "Every row is a combination, scored by the mean of its best validation losses over the "
      + "folds, the best on top; ± is their standard deviation."
    info.data = "sweep, \(count) combinations x 5 folds"
    info.dataNotes = ["model.hidden: [16], [32], [64, 32]"]
    (info.settings, info.cells, info.baselineLoss) = ([], [], nil)
    let done = combinations.reduce(0) { $0 + $1.scores.count { $0 != nil } }
    return SessionSnapshot(
      phase: isOver ? .done : .training, info: info, lanes: snapshots,
      log: [
        LogEntry(seconds: 61, lane: "#18", kind: .diverged, text: "fold 1: failed: diverged"),
        LogEntry(
          seconds: 118, lane: "#3", kind: .improved, text: "fold 5: 0.0519 at epoch 12, leads now"),
        LogEntry(seconds: 121, lane: "#21", kind: .note, text: "fold 3: 0.0712 at epoch 9"),
      ], seconds: 124, secondsLeft: isOver ? nil : 420,
      sweep: SweepSnapshot(
        heads: ["lane", "hidden", "drop", "lr"], widths: [4, 8, 3, 9], folds: 5,
        trials: count * 5, done: done, failed: isOver ? 5 : 1, order: order))
  }

  private static func lane(
    _ place: Int, _ combination: CombinationSnapshot, parameters: Int, _ noise: inout Fixture.Noise
  ) -> LaneSnapshot {
    var lane = LaneSnapshot(
      info: LaneInfo(
        id: 0, name: "#\(place + 1)", cell: "", hidden: [], parameters: parameters,
        hasCellState: false))
    let isRunning = if case .running = combination.state { true } else { false }
    lane.phase = isRunning ? .training : .finished
    lane.stepsPerEpoch = 60
    lane.combination = combination
    guard let mean = combination.mean else { return lane }
    for epoch in 1...(isRunning ? 7 : 12) {
      let loss = Double(mean) * (1 + 3 * exp(-Double(epoch) / 2)) * (1 + 0.05 * noise.next())
      let (step, seconds) = (epoch * 60, Double(epoch) * 1.4)
      lane.validationCurve.append(step: step, seconds: seconds, value: Float(loss))
      lane.trainCurve.append(step: step, seconds: seconds, value: Float(loss * 0.93))
      lane.validationLoss = Float(loss)
      lane.trainLoss = Float(loss * 0.93)
      (lane.step, lane.epoch) = (step, epoch)
      if Float(loss) < lane.bestLoss ?? .infinity {
        (lane.bestLoss, lane.bestStep, lane.bestEpoch) = (Float(loss), step, epoch)
      }
    }
    return lane
  }

  static func state(
    _ columns: Int, _ rows: Int, _ snapshot: SessionSnapshot = snapshot(), unicode: Bool = true
  ) -> State {
    Fixture.state(columns, rows, snapshot, unicode: unicode)
  }
}
