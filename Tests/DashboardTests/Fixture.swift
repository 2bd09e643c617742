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
      key: "regularizers.l1", digit: 1, label: "L1 penalty", short: "L1",
      meaning: "weight of the sum of |w|", switches: true),
    SettingInfo(
      key: "regularizers.l2", digit: 2, label: "L2 penalty", short: "L2",
      meaning: "weight of the sum of w^2", switches: true),
    SettingInfo(
      key: "regularizers.dropout", digit: 3, label: "dropout", short: "dropout",
      meaning: "probability", switches: true),
    SettingInfo(
      key: "regularizers.recurrent_dropout", digit: 4, label: "recurrent dropout",
      short: "rec. dropout", meaning: "probability", switches: true),
    SettingInfo(
      key: "regularizers.clip", digit: 5, label: "gradient clipping", short: "clip",
      meaning: "threshold of |g|", switches: true),
    SettingInfo(
      key: "regularizers.weight_decay", digit: nil, label: "weight decay", short: "decay",
      meaning: "share of the weights taken away a step, as a multiple of the learning rate",
      switches: true),
    SettingInfo(
      key: "regularizers.zoneout", digit: 8, label: "zoneout", short: "zoneout",
      meaning: "probability that a unit keeps its state of the step before", switches: true),
    SettingInfo(
      key: "regularizers.weight_noise", digit: nil, label: "weight noise", short: "w. noise",
      meaning: "standard deviation", switches: true),
    SettingInfo(
      key: "regularizers.input_noise", digit: nil, label: "input noise", short: "in. noise",
      meaning: "standard deviation, in those of the inputs", switches: true),
    SettingInfo(
      key: "regularizers.label_smoothing", digit: nil, label: "label smoothing", short: "smoothing",
      meaning: "share of each target spread over all classes", switches: true),
    SettingInfo(
      key: "regularizers.confidence_penalty", digit: nil, label: "confidence penalty",
      short: "confidence", meaning: "weight of the outputs' negative entropy", switches: true),
    SettingInfo(
      key: "regularizers.activation", digit: nil, label: "activation penalty", short: "AR",
      meaning: "weight of the mean of h^2", switches: true),
    SettingInfo(
      key: "regularizers.temporal_activation", digit: nil, label: "temporal activation penalty",
      short: "TAR", meaning: "weight of the mean of (h_t - h_t-1)^2", switches: true),
    SettingInfo(
      key: "regularizers.adversarial", digit: nil, label: "adversarial", short: "adversarial",
      meaning: "length of the step that the inputs take along the gradient of the loss, so that "
        + "the network learns to be right on them too", switches: true),
    SettingInfo(
      key: "regularizers.adaptive", digit: 9, label: "adaptive regularization",
      short: "adaptive", meaning: "gap between validation and training loss that is aimed at",
      switches: true),
    SettingInfo(
      key: "early_stopping", digit: 6, label: "early stopping", short: "stop",
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
      kind: .task, lossName: "MSE", lossScale: .logarithmic,
      baselineName: "predicting the mean", baselineLoss: 0.1667,
      timeSteps: 150, batch: 32, stepsPerEpoch: 228, maxEpochs: 50, maxSteps: nil,
      lossAtEveryStep: false, gradientEvery: 1, threads: 2, seed: 1, settings: settings,
      cells: ["rnn", "lstm", "gru"])
  }

  /// - Parameter slope: log10 of the norm per step back in time, and how it changes row by row.
  static func gradient(
    steps timeSteps: Int, slope: (start: Double, perRow: Double), end: Double = -1, rows: Int = 40,
    seed: UInt64,
    cellState: Bool = false
  ) -> GradientSnapshot {
    var noise = Noise(state: seed)
    var map = Waterfall(columns: timeSteps)
    var profile: [Float] = []
    for row in 0..<rows {
      profile = (0..<timeSteps).map { t in
        let back = Double(timeSteps - 1 - t)
        let value = end + (slope.start + slope.perRow * Double(row)) * back + 0.15 * noise.next()
        return value < -11.5 ? -.infinity : Float(value)
      }
      map.push(steps: row * 20 + 1...row * 20 + 20, end: Float(end)) {
        NormLevel.of(log10: profile[$0] - Float(end))
      }
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
    let last = slope.start + slope.perRow * Double(rows - 1)
    let reaches = last < 0 ? min(timeSteps, Int((2 / -last).rounded(.down))) : timeSteps
    let cell = cellState ? profile.map { $0 * 0.7 } : []
    let every = Float(0.30103 / max(abs(last), 1e-4))
    return GradientSnapshot(
      histogram: count(profile), map: map, profile: profile,
      hiddenProfile: cellState ? profile : [], cellProfile: cell,
      cellHistogram: cellState ? count(cell) : nil,
      reach: Reach(
        reaches: reaches, of: timeSteps,
        pace: last < 0 ? .halves(every: every) : .doubles(every: every),
        growth: max(0, Float(last * Double(timeSteps)))),
      spectralRadius: Float(0.83 + (last + 0.1) * 2))
  }

  static func lane(
    _ cell: String, parameters: Int, epochs: Double = 8, slope: (start: Double, perRow: Double),
    layers: Int = 1, seed: UInt64, timeSteps: Int = 150, loss: (Double) -> Double
  ) -> LaneSnapshot {
    var noise = Noise(state: seed)
    var lane = LaneSnapshot(
      info: LaneInfo(
        id: 0, name: cell, cell: cell, hidden: Array(repeating: 64, count: layers),
        parameters: parameters,
        hasCellState: cell == "lstm", optimizer: "adam"))
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
      var snapshot = gradient(
        steps: timeSteps, slope: slope, end: -1 - Double($0) * 0.2, seed: seed + UInt64($0),
        cellState: cell == "lstm")
      snapshot.layer = $0
      return snapshot
    }
    lane.earlyStopping = EarlyStoppingSnapshot(on: true, patience: 10, left: 10)
    lane.learningRate = 0.001
    lane.stepsPerSecond = 44.4
    lane.interventions = [Intervention(step: 1140, seconds: 25.6, label: "5 clip 0.5")]
    lane.settings = settings.map { setting in
      switch setting.short {
      case "clip": SettingSnapshot(on: true, text: "0.5", status: .applied(step: 1140))
      case "stop": SettingSnapshot(on: true, text: "10")
      case "lr": SettingSnapshot(on: true, text: "0.001")
      case "decay": SettingSnapshot(on: true, text: "0.01")
      case "L1", "L2": SettingSnapshot(on: false, text: "0.0001")
      default: SettingSnapshot(on: false, text: "0.1")
      }
    }
    learn(&lane, seed: seed)
    return lane
  }

  /// Tensors, gates and states: in the plain RNN the recurrent weights hardly move, in the LSTM the
  /// forget gate is open.
  static func learn(_ lane: inout LaneSnapshot, seed: UInt64) {
    var noise = Noise(state: seed &+ 77)
    let cell = lane.info.cell
    let gates = ["rnn": 1, "lstm": 4, "gru": 3][cell] ?? 1
    let base = cell == "rnn" ? -4.2 : -1.4
    func add(_ name: String, _ shape: [Int], _ shift: Double, ratio: Double, zeros: Int = 0) {
      let norm = base + shift
      var tensor = TensorSnapshot(
        name: name, shape: shape, gradientNorm: Float(pow(10, norm)), weightNorm: 8.02,
        updateNorm: Float(8.02 * pow(10, ratio)))
      for _ in 0..<64 {
        let value = norm + 0.6 * noise.next() + 0.6 * noise.next()
        tensor.histogram.bins[Int((value + 12) * 2)] += 1
      }
      tensor.histogram.zero = zeros
      lane.tensors.append(tensor)
    }
    for (k, hidden) in lane.info.hidden.enumerated() {
      let inputs = k == 0 ? 2 : hidden
      let shift = Double(k) * 0.5
      add("rnn.weight_ih_l\(k)", [gates * hidden, inputs], shift, ratio: -2.8)
      add("rnn.weight_hh_l\(k)", [gates * hidden, hidden], shift - 0.4, ratio: base - 1.7)
      add("rnn.bias_ih_l\(k)", [gates * hidden], shift - 0.7, ratio: -3.4)
      add("rnn.bias_hh_l\(k)", [gates * hidden], shift - 0.7, ratio: -3.4)
      let kinds: [(Character, String, Float, Float, Float)] =
        switch cell {
        case "lstm":
          [
            ("i", "input", 0.21, 0.34, 0.44), ("f", "forget", 0.78, 0.02, 0.93),
            ("o", "output", 0.12, 0.19, 0.52),
          ]
        case "gru": [("r", "reset", 0.31, 0.08, 0.63), ("z", "update", 0.08, 0.66, 0.14)]
        default: []
        }
      lane.layers.append(
        LayerSnapshot(
          layer: k,
          gates: kinds.map {
            GateSnapshot(
              letter: String($0.0), name: $0.1,
              role: $0.1 == "update" ? .keep : GateRole(rawValue: $0.1),
              open: $0.2, closed: $0.3, mean: $0.4)
          }, deadUnits: cell == "rnn" ? 37 : k == 0 ? 3 : 0, units: hidden,
          saturatedStates: cell == "rnn" ? 0.41 : 0.06))
    }
    add("head.weight", [1, lane.info.hidden.last ?? 0], 1.2, ratio: -1.6)
    add("head.bias", [1], 1.6, ratio: -0.7, zeros: 9)
    lane.diagnosticsShare = 0.018
  }

  /// The weights of attention over 150 steps in 75 columns; time steps see only the past.
  static func attention(_ rows: AttentionSnapshot.Rows) -> AttentionSnapshot {
    var noise = Noise(state: 12)
    let (count, columns) = (rows == .sequences ? 16 : 32, 75)
    var weights: [Float] = []
    var isMarked: [Bool] = []
    for row in 0..<count {
      let last = rows == .sequences ? columns - 1 : (row + 1) * columns / count - 1
      let marked = [Int(abs(noise.next()) * 36), 37 + Int(abs(noise.next()) * 37)]
      var line = (0..<columns).map { column in
        let near = marked.map { abs($0 - column) }.min() ?? 99
        return column > last ? -1 : Float(exp(-Double(near) * 1.4) + 0.004 + 0.003 * noise.next())
      }
      let sum = line.reduce(0) { $0 + max(0, $1) }
      for i in line.indices where line[i] > 0 { line[i] /= sum }
      weights += line
      isMarked += (0..<columns).map { marked.contains($0) && $0 <= last }
    }
    return AttentionSnapshot(
      rows: rows, rowCount: count, columns: columns, timeSteps: 150, weights: weights, step: 1824,
      marks: AttentionSnapshot.Marks(isMarked: isMarked, weight: 0.83))
  }

  /// Three lanes on the adding problem: the rnn vanishes and learns nothing, the others do.
  static func adding() -> SessionSnapshot {
    var rnn = lane("rnn", parameters: 17551, slope: (-0.05, -0.0012), seed: 1) { _ in
      0.1668
    }
    rnn.gradientNorm = 0.031
    rnn.gradientNormClipped = 0.031
    rnn.earlyStopping.left = 5
    rnn.earlyStopping.ghosts = [PatienceGhost(patience: 3, epoch: 5, step: 1140, bestLoss: 0.1679)]
    var lstm = lane(
      "lstm", parameters: 17473, slope: (-0.035, 0.0007), seed: 2
    ) { x in 0.17 / (1 + exp((x - 0.42) * 9)) + 0.021 }
    lstm.gradientNorm = 0.94
    lstm.gradientNormClipped = 0.5
    lstm.clippedShare = 0.38
    var gru = lane("gru", parameters: 17391, slope: (-0.03, 0.0006), seed: 3) { x in
      0.17 / (1 + exp((x - 0.33) * 11)) + 0.0068
    }
    gru.gradientNorm = 0.287
    gru.gradientNormClipped = 0.287
    gru.earlyStopping.left = 9
    gru.output = .forecast([forecast()])
    lstm.output = .forecast([forecast()])
    rnn.output = .forecast([forecast()])
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

  /// The same with what augmentation brings along on a series: the whole by a digit, its methods
  /// without one. Jitter acts in the first lane.
  static func augmented() -> SessionSnapshot {
    var snapshot = adding()
    let methods = [
      ("jitter", "jitter", "jitter", "standard deviation of the noise"),
      ("scaling", "scaling", "scale", "standard deviation of the factor's logarithm"),
      ("window_slice", "window slice", "slice", "largest share of steps cut away"),
    ]
    let new =
      [
        SettingInfo(
          key: "augmentation", digit: 7, label: "augmentation", short: "augment",
          meaning: "share of the training sequences that are changed at random", switches: true)
      ]
      + methods.map {
        SettingInfo(
          key: "augmentation." + $0.0, digit: nil, label: $0.1, short: $0.2, meaning: $0.3,
          switches: true)
      }
    // Before early stopping and the learning rate, as in a session.
    let place = settings.count - 2
    snapshot.info?.settings.insert(contentsOf: new, at: place)
    for lane in snapshot.lanes.indices {
      snapshot.lanes[lane].settings.insert(
        contentsOf: [("0.5", true), ("0.05", true), ("0.1", false), ("0.1", false)].map {
          SettingSnapshot(
            on: $0.1 && lane == 0, text: $0.0,
            status: $0.1 && lane == 0 ? .applied(step: 1500) : .idle)
        }, at: place)
    }
    return snapshot
  }

  static func forecast() -> Forecast {
    var noise = Noise(state: 9)
    let truth = (0..<120).map { Float(Double($0) / 119 * 1.9 + 0.05) }
    return Forecast(
      title: "sum of the two marked numbers", truth: truth,
      forecast: truth.map { $0 + Float(0.08 * noise.next()) }, rmse: 0.087, baselineRMSE: 0.408,
      overTime: false)
  }

  /// One lane that writes text, with a loss at every step.
  static func language() -> SessionSnapshot {
    var snapshot = adding()
    var lstm = lane(
      "lstm", parameters: 1_241_000, slope: (-0.012, 0), layers: 2, seed: 5, timeSteps: 100
    ) {
      x in 1.4 + 2 * exp(-4 * x)
    }
    lstm.gradientNorm = 0.9
    lstm.attention = attention(.timeSteps)
    lstm.output = .text(
      (0..<TextSample.mostKept).map { place in
        TextSample(
          prompt: "ROMEO:",
          text: place < 3
            ? String(repeating: "e tha ou \n", count: 10)
            : "\nO, that the sun should never see the day,\n"
              + "And 世界 be a stage\u{301}\u{1b}[31m of it.",
          temperature: 0.8, step: 1100 + 100 * place, epoch: 1 + place / 2,
          validationLoss: 2.1 - 0.08 * Float(place))
      })
    snapshot.lanes = [lstm]
    snapshot.info?.preset = "shakespeare"
    snapshot.info?.data = "tiny shakespeare, 65 characters"
    snapshot.info?.kind = .language
    snapshot.info?.lossName = "cross entropy, nats"
    snapshot.info?.lossScale = .linear
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
      ], source: snapshot?.sweep == nil ? .live : .sweep)
    guard var snapshot else { return state }
    for place in snapshot.lanes.indices { snapshot.lanes[place].info.id = LaneID(place) }
    _ = update(&state, .snapshot(snapshot))
    state.showsBanner = false
    return state
  }
}
