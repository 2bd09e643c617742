import Dashboard
import Foundation
import Telemetry

/// Sessions that look like real ones: the same numbers every time.
enum Fixture {
  /// A small generator, so that curves have the noise of training.
  struct Noise {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(1 << 31) * 2 - 1
    }
  }

  static let settings: [SettingInfo] = [
    SettingInfo(
      key: "regularizers.l1", digit: "1", label: "L1 penalty", short: "L1",
      meaning: "weight of the sum of |w|", switches: true),
    SettingInfo(
      key: "regularizers.l2", digit: "2", label: "L2 penalty", short: "L2",
      meaning: "weight of the sum of w^2", switches: true),
    SettingInfo(
      key: "regularizers.dropout", digit: "3", label: "dropout", short: "dropout",
      meaning: "probability", switches: true),
    SettingInfo(
      key: "regularizers.recurrent_dropout", digit: "4", label: "recurrent dropout",
      short: "rec. dropout", meaning: "probability", switches: true),
    SettingInfo(
      key: "regularizers.clip", digit: "5", label: "gradient clipping", short: "clip",
      meaning: "threshold of |g|", switches: true),
    SettingInfo(
      key: "early_stopping", digit: "6", label: "early stopping", short: "stop",
      meaning: "validations without improvement", switches: true),
    SettingInfo(
      key: "training.learning_rate", digit: nil, label: "learning rate", short: "lr",
      meaning: "step size of the optimizer", switches: false),
  ]

  static func info() -> SessionInfo {
    SessionInfo(
      preset: "compare", title: "RNN, LSTM and GRU on the adding problem",
      about:
        "The two marked numbers lie far apart; their sum is asked at the end. Watch the map: the "
        + "left half of the rnn stays dark, so it never learns. Press 5 to clip.",
      data: "adding problem, T 150",
      dataNotes: ["10 000 training sequences, 1 000 for validation, 1 000 for the test."],
      kind: .task, lossName: "MSE", baselineName: "predicting the mean", baselineLoss: 0.1667,
      timeSteps: 150, batch: 32, stepsPerEpoch: 228, maxEpochs: 50, maxSteps: nil,
      lossAtEveryStep: false, gradientEvery: 1, threads: 2, seed: 1, settings: settings,
      cells: ["rnn", "lstm", "gru"])
  }

  /// - Parameters:
  ///   - slope: log10 of the norm per step back in time.
  ///   - spread: how far sequences differ.
  static func gradient(
    steps T: Int, slope: (Int) -> Double, end: Double = -1, rows: Int = 40, seed: UInt64,
    cellState: Bool = false
  ) -> GradientSnapshot {
    var noise = Noise(state: seed)
    var map = Waterfall(columns: T)
    var profile: [Float] = []
    for row in 0..<rows {
      profile = (0..<T).map { t in
        let back = Double(T - 1 - t)
        let value = end + slope(row) * back + 0.15 * noise.next()
        return value < -11.5 ? -.infinity : Float(value)
      }
      map.push(step: row * 20) { NormLevel.of(log10: profile[$0]) }
    }
    func count(_ profile: [Float]) -> NormHistogram {
      var histogram = NormHistogram()
      for value in profile {
        for _ in 0..<32 {
          let one = value + Float(0.8 * noise.next() + 0.5 * noise.next())
          if !value.isFinite {
            histogram.zero += 1
          } else if one < NormHistogram.lowest {
            histogram.underflow += 1
          } else if one >= NormHistogram.highest {
            histogram.overflow += 1
          } else {
            histogram.bins[Int((one - NormHistogram.lowest) * 2)] += 1
          }
        }
      }
      return histogram
    }
    let last = slope(rows - 1)
    let reaches = last < 0 ? min(T, Int((2 / -last).rounded(.down))) : T
    let cell = cellState ? profile.map { $0 * 0.7 } : []
    return GradientSnapshot(
      histogram: count(profile), map: map, profile: profile,
      cellHistogram: cellState ? count(cell) : nil, cellProfile: cell,
      decay: Decay(log2PerStepBack: Float(last * 3.3219), fit: 0.97, reaches: reaches, of: T),
      spectralRadius: Float(0.83 + (last + 0.1) * 2))
  }

  static func lane(
    _ cell: String, parameters: Int, epochs: Double = 8, slope: @escaping (Int) -> Double,
    layers: Int = 1, seed: UInt64, T: Int = 150, loss: (Double) -> Double
  ) -> LaneSnapshot {
    var noise = Noise(state: seed)
    var lane = LaneSnapshot(
      info: LaneInfo(
        name: cell, cell: cell, hidden: Array(repeating: 64, count: layers), parameters: parameters,
        hasCellState: cell == "lstm"))
    let steps = Int(epochs * 228)
    for step in 1...max(1, steps) {
      let share = Double(step) / 1820
      lane.trainCurve.append(
        step: step, seconds: Double(step) * 0.0225,
        value: Float(loss(share) * exp(0.12 * noise.next())))
      if step % 228 == 0 {
        let value = Float(loss(share) * 1.09 * exp(0.03 * noise.next()))
        lane.validationCurve.append(step: step, seconds: Double(step) * 0.0225, value: value)
        if value < lane.bestLoss ?? .infinity {
          (lane.bestLoss, lane.bestStep, lane.bestEpoch) = (value, step, step / 228)
        }
        lane.validationLoss = value
        lane.trainLossPlain = Float(loss(share))
      }
    }
    lane.step = steps
    lane.epoch = steps / 228
    lane.trainLoss = Float(loss(Double(steps) / 1820))
    lane.gradients = (0..<layers).map {
      gradient(
        steps: T, slope: slope, end: -1 - Double($0) * 0.2, seed: seed + UInt64($0),
        cellState: cell == "lstm")
    }
    lane.earlyStopping = EarlyStoppingSnapshot(on: true, patience: 10, left: 10)
    lane.learningRate = 0.001
    lane.stepsPerSecond = 44.4
    lane.interventions = [Intervention(step: 1140, seconds: 25.6, label: "5 clip 0.5")]
    lane.settings = settings.map { setting in
      switch setting.digit {
      case "5": SettingSnapshot(on: true, text: "0.5", status: .applied(step: 1140))
      case "6": SettingSnapshot(on: true, text: "10")
      case nil: SettingSnapshot(on: true, text: "0.001")
      default: SettingSnapshot(on: false, text: "0.1")
      }
    }
    return lane
  }

  /// Three lanes on the adding problem: the rnn vanishes and learns nothing, the others do.
  static func adding() -> SessionSnapshot {
    var rnn = lane("rnn", parameters: 17551, slope: { -0.05 - 0.0012 * Double($0) }, seed: 1) { _ in
      0.1668
    }
    rnn.gradientNorm = 0.031
    rnn.gradientNormClipped = 0.031
    rnn.earlyStopping.left = 5
    rnn.earlyStopping.ghosts = [PatienceGhost(patience: 3, epoch: 5, step: 1140, bestLoss: 0.1679)]
    var lstm = lane(
      "lstm", parameters: 17473, slope: { -0.035 + 0.0007 * Double($0) }, seed: 2
    ) { x in 0.17 / (1 + exp((x - 0.42) * 9)) + 0.021 }
    lstm.gradientNorm = 0.94
    lstm.gradientNormClipped = 0.5
    lstm.clippedShare = 0.38
    var gru = lane("gru", parameters: 17391, slope: { -0.03 + 0.0006 * Double($0) }, seed: 3) { x in
      0.17 / (1 + exp((x - 0.33) * 11)) + 0.0068
    }
    gru.gradientNorm = 0.287
    gru.gradientNormClipped = 0.287
    gru.earlyStopping.left = 9
    gru.output = .forecast(forecast())
    lstm.output = .forecast(forecast())
    rnn.output = .forecast(forecast())
    return SessionSnapshot(
      phase: .training, info: info(), lanes: [rnn, lstm, gru],
      log: [
        LogEntry(seconds: 1, lane: nil, kind: .note, text: "10 000 sequences of 150 steps"),
        LogEntry(
          seconds: 26, lane: nil, kind: .intervention, text: "5 clip 0.5 applied at step 1140"),
        LogEntry(seconds: 33, lane: "rnn", kind: .note, text: "no improvement, 5 left"),
        LogEntry(seconds: 39, lane: "gru", kind: .improved, text: "best 0.0076 at epoch 6"),
      ], seconds: 41, secondsLeft: 190)
  }

  static func forecast() -> Forecast {
    var noise = Noise(state: 9)
    let truth = (0..<120).map { Float(Double($0) / 119 * 1.9 + 0.05) }
    return Forecast(
      title: "sum of the two marked numbers", start: "", truth: truth,
      forecast: truth.map { $0 + Float(0.08 * noise.next()) }, rmse: 0.087, baselineRMSE: 0.408,
      overTime: false)
  }

  /// One lane that writes text, with a loss at every step.
  static func language() -> SessionSnapshot {
    var snapshot = adding()
    var lstm = lane(
      "lstm", parameters: 1_241_000, slope: { _ in -0.012 }, layers: 2, seed: 5, T: 100
    ) {
      x in 1.4 + 2 * exp(-4 * x)
    }
    lstm.gradientNorm = 0.9
    lstm.output = .text(
      TextSample(
        prompt: "ROMEO:",
        text:
          "\nO, that the sun should never see the day,\nAnd 世界 be a stage\u{301}\u{1b}[31m of it.",
        temperature: 0.8, step: 1800))
    snapshot.lanes = [lstm]
    snapshot.info?.preset = "shakespeare"
    snapshot.info?.data = "tiny shakespeare, 65 characters"
    snapshot.info?.kind = .language
    snapshot.info?.lossName = "cross entropy, nats"
    snapshot.info?.baselineName = "letter frequencies"
    snapshot.info?.baselineLoss = 3.31
    snapshot.info?.lossAtEveryStep = true
    snapshot.info?.gradientEvery = 20
    return snapshot
  }

  static func state(
    _ columns: Int, _ rows: Int, _ snapshot: SessionSnapshot? = adding(), unicode: Bool = true,
    colors: Capabilities.Colors = .full
  ) -> State {
    var state = State(
      size: Size(columns: columns, rows: rows),
      capabilities: Capabilities(colors: colors, unicode: unicode),
      presets: [
        PresetChoice(name: "compare", title: "RNN, LSTM and GRU on the adding problem"),
        PresetChoice(name: "vanishing", title: "One RNN that cannot learn"),
      ])
    guard let snapshot else { return state }
    _ = update(&state, .snapshot(snapshot))
    state.showsBanner = false
    return state
  }
}
