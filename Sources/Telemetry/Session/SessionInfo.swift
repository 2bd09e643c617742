/// The fixed facts of a session: published once, when the data and the lanes are ready.
package struct SessionInfo: Sendable, Equatable, Codable {
  /// The preset's name, as typed or found ("compare").
  package var preset: String
  /// The preset's title ("RNN, LSTM and GRU on the adding problem").
  package var title: String
  /// Where to look and which key to press, in a few sentences.
  package var about: String
  /// The data in a few words, for the header ("adding problem, T 150").
  package var data: String
  /// How the data was recognised and divided, one sentence per line, for the log and the help.
  package var dataNotes: [String]
  package var kind: DataKind
  /// The loss in words ("MSE", "cross entropy, nats").
  package var lossName: String
  /// The initial scale of the y axis.
  package var lossScale: LossScale
  /// The trivial predictor in words ("predicting the mean") and its validation loss.
  package var baselineName: String
  package var baselineLoss: Float?
  /// The metric shown next to the loss; nil if none says more than the loss.
  package var metric: MetricInfo?
  package var timeSteps: Int
  package var batch: Int
  package var stepsPerEpoch: Int
  package var maxEpochs: Int?
  package var maxSteps: Int?
  /// True if there is a loss at every step: the gradient's pictures then come from an extra
  /// backward pass of the last step's loss alone, every `gradientEvery` steps.
  package var lossAtEveryStep: Bool
  package var gradientEvery: Int
  package var threads: Int
  package var seed: UInt64
  /// Every setting that may change while a lane trains, in the order of the settings list.
  package var settings: [SettingInfo]
  /// The cells of the registry, in its order, for the cell chooser.
  package var cells: [String]
  /// The contents of the data and their preparation.
  package var dataSheet: DataSheet?

  package init(
    preset: String, title: String, about: String, data: String, dataNotes: [String] = [],
    kind: DataKind, lossName: String, lossScale: LossScale, baselineName: String,
    baselineLoss: Float?,
    metric: MetricInfo? = nil, timeSteps: Int, batch: Int, stepsPerEpoch: Int, maxEpochs: Int?,
    maxSteps: Int?, lossAtEveryStep: Bool,
    gradientEvery: Int, threads: Int, seed: UInt64, settings: [SettingInfo], cells: [String]
  ) {
    self.preset = preset
    self.title = title
    self.about = about
    self.data = data
    self.dataNotes = dataNotes
    self.kind = kind
    self.lossName = lossName
    self.lossScale = lossScale
    self.baselineName = baselineName
    self.baselineLoss = baselineLoss
    self.metric = metric
    self.timeSteps = timeSteps
    self.batch = batch
    self.stepsPerEpoch = stepsPerEpoch
    self.maxEpochs = maxEpochs
    self.maxSteps = maxSteps
    self.lossAtEveryStep = lossAtEveryStep
    self.gradientEvery = gradientEvery
    self.threads = threads
    self.seed = seed
    self.settings = settings
    self.cells = cells
  }
}

/// The y axis that suits a loss.
package enum LossScale: String, Sendable, Equatable, Codable {
  case linear
  /// For errors that shrink by orders of magnitude.
  case logarithmic
}

/// A measure of a lane's answers besides its loss.
package struct MetricInfo: Sendable, Equatable, Codable {
  /// "accuracy", "rmse".
  package var name: String
  /// For narrow columns; nil: the name.
  package var short: String?
  /// True for a part of a whole, 0...1, written as a percentage.
  package var isShare: Bool
  /// The trivial predictor's value on the validation part.
  package var baseline: Float?

  package init(name: String, short: String? = nil, isShare: Bool, baseline: Float?) {
    self.name = name
    self.short = short
    self.isShare = isShare
    self.baseline = baseline
  }
}

/// The metric that decides which validation of a lane is the best, instead of the loss.
package struct MonitorInfo: Sendable, Equatable, Codable {
  /// "f1".
  package var name: String
  /// True for a part of a whole, 0...1, written as a percentage.
  package var isShare: Bool
  package var isBetterHigher: Bool

  package init(name: String, isShare: Bool, isBetterHigher: Bool) {
    (self.name, self.isShare, self.isBetterHigher) = (name, isShare, isBetterHigher)
  }
}

/// The fixed facts of one lane.
package struct LaneInfo: Sendable, Equatable, Codable {
  package var id: LaneID
  /// The lane's name ("lstm"); unique in its session.
  package var name: String
  /// The recurrent cell's registry name.
  package var cell: String
  package var hidden: [Int]
  package var parameters: Int
  /// True if memory runs through a cell state c (the LSTM): there is then dL/dc_t besides dL/dh_t.
  package var hasCellState: Bool
  /// The optimizer's registry name; empty if lanes are runs with several optimizers.
  package var optimizer: String
  /// The index of its mark and colour, kept when other lanes are removed; nil: that of its number.
  @OmittedIfNil package var givenSeat: Int? = nil
  /// The lane that it was forked from; nil: it is not a fork.
  @OmittedIfNil package var origin: LaneOrigin? = nil

  package var seat: Int { givenSeat ?? id.number }

  package init(
    id: LaneID, name: String, cell: String, hidden: [Int], parameters: Int, hasCellState: Bool,
    optimizer: String = "", seat: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.cell = cell
    self.hidden = hidden
    self.parameters = parameters
    self.hasCellState = hasCellState
    self.optimizer = optimizer
    givenSeat = seat == id.number ? nil : seat
  }
}

/// The lane that a fork was copied from, and the step.
package struct LaneOrigin: Sendable, Equatable, Codable {
  /// No forks beyond this many lanes: a screen could not tell more of them apart.
  package static let mostLanes = 8

  package var lane: LaneID
  /// The step of both lanes.
  package var step: Int

  package init(lane: LaneID, step: Int) { (self.lane, self.step) = (lane, step) }
}

/// One setting that may change while a lane trains: a regularizer's switch and strength, the
/// learning rate, the patience ...
package struct SettingInfo: Sendable, Equatable, Codable {
  /// The preset's key: "regularizers.clip", "early_stopping", "training.learning_rate".
  package var key: String
  /// The digit key that toggles it, if any.
  package var digit: Int?
  /// Full name ("gradient clipping") and short one for the strip ("clip").
  package var label: String
  package var short: String
  /// The meaning of the number ("threshold of |g|", "probability"); shown in the settings list.
  package var meaning: String
  /// The values that may be typed ("0.05 to 0.95, on, off").
  package var allowed: String
  /// False for a plain number that cannot be switched off (the learning rate).
  package var switches: Bool
  /// False if the value is not a number and cannot be strengthened or weakened; nil: true.
  @OmittedIfNil package var hasRungs: Bool? = nil

  package init(
    key: String, digit: Int?, label: String, short: String, meaning: String, allowed: String = "",
    switches: Bool
  ) {
    self.key = key
    self.digit = digit
    self.label = label
    self.short = short
    self.meaning = meaning
    self.allowed = allowed
    self.switches = switches
  }
}
