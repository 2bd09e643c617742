/// Everything the screen draws, as the trainer publishes it: ready to draw, never recomputed.
package struct SessionSnapshot: Sendable, Codable {
  package var phase: SessionPhase
  /// Nil until the data and the lanes are ready.
  package var info: SessionInfo?
  package var lanes: [LaneSnapshot]
  /// The newest last; bounded.
  package var log: [LogEntry]
  /// Seconds of training since the start (monotonic clock).
  package var seconds: Double
  /// Estimated seconds until the last lane ends.
  package var secondsLeft: Double?
  /// The limit in steps per second, for watching; nil: full speed.
  package var pace: Int?
  /// A message that stays until it is resolved ("cannot save: no space left on device").
  package var alert: String?
  /// Set if the lanes are the combinations of a sweep.
  package var sweep: SweepSnapshot?
  /// The number of the newest command that has been answered; 0: none.
  package var answeredCommand: Int
  /// Lanes that could not be saved at the end: the user decides.
  package var unsaved: UnsavedSnapshot?
  /// The result of all lanes together, while every one has ended.
  package var verdict: RunVerdict?
  /// Set if it is read from the record of a run.
  package var timeline: TimelineSnapshot?
  /// If an earlier place of a record is shown: the lanes at the newest place.
  package var newestLanes: [LaneSnapshot]?

  package init(
    phase: SessionPhase, info: SessionInfo? = nil, lanes: [LaneSnapshot] = [],
    log: [LogEntry] = [], seconds: Double = 0, secondsLeft: Double? = nil, pace: Int? = nil,
    alert: String? = nil, sweep: SweepSnapshot? = nil, answeredCommand: Int = 0,
    unsaved: UnsavedSnapshot? = nil, verdict: RunVerdict? = nil
  ) {
    self.phase = phase
    self.info = info
    self.lanes = lanes
    self.log = log
    self.seconds = seconds
    self.secondsLeft = secondsLeft
    self.pace = pace
    self.alert = alert
    self.sweep = sweep
    self.answeredCommand = answeredCommand
    self.unsaved = unsaved
    self.verdict = verdict
  }
}

/// Lanes whose weights were not saved at the end of the session, and other folders to try.
package struct UnsavedSnapshot: Sendable, Equatable, Codable {
  package var lanes: [String]
  package var reason: String
  /// Folders, to be tried in this order.
  package var elsewhere: [String]

  package init(lanes: [String], reason: String, elsewhere: [String]) {
    self.lanes = lanes
    self.reason = reason
    self.elsewhere = elsewhere
  }
}

package enum SessionPhase: Sendable, Equatable, Codable {
  /// Before the first training step, with the current activity ("preparing 10,000 sequences").
  case preparing(String)
  case training
  case paused
  /// Every lane has ended.
  case done
  /// The session could not start or continue, with the reason.
  case failed(String)
}

/// The state of one lane at one step.
@dynamicMemberLookup
package struct LaneSnapshot: Sendable, Codable {
  package var info: LaneInfo
  package var facts = LaneFacts()
  /// Loss of every training step, and validation and plain training loss at every validation.
  package var trainCurve = Series()
  package var validationCurve = Series()
  package var plainCurve = Series()
  /// The curves before the lane was restarted or put back.
  package var earlier: EarlierCurves?
  package var interventions: [Intervention] = []
  /// One per recurrent layer, the layer nearest to the inputs first.
  package var gradients: [GradientSnapshot] = []
  /// Every tensor of the parameters, in the model file's order, and every recurrent layer.
  package var tensors: [TensorSnapshot] = []
  package var layers: [LayerSnapshot] = []
  /// Set if the model has attention and was validated.
  package var attention: AttentionSnapshot?
  /// Set if there is a loss at every step and the lane was validated.
  package var lossByPosition: LossByPosition?
  /// Share of the training time spent on the pictures' numbers (norms through time, tensors,
  /// gates), 0...1; nil before the first, and if nothing runs. Measured with the clock.
  package var diagnosticsShare: Float?
  /// Nil if nothing can be undone yet. A resumed run starts without kept states.
  package var undo: UndoSnapshot?
  /// In the order of `SessionInfo.settings`.
  package var settings: [SettingSnapshot] = []
  package var output = OutputSnapshot.none
  /// Set if it differs from the session's.
  package var stepsPerEpoch: Int?
  /// Set if the lane is a combination of a sweep.
  package var combination: CombinationSnapshot?

  package init(info: LaneInfo) { self.info = info }

  package subscript<Value>(dynamicMember path: KeyPath<LaneFacts, Value>) -> Value {
    facts[keyPath: path]
  }

  package subscript<Value>(dynamicMember path: WritableKeyPath<LaneFacts, Value>) -> Value {
    get { facts[keyPath: path] }
    set { facts[keyPath: path] = newValue }
  }
}

/// The progress of a lane in numbers.
package struct LaneFacts: Sendable, Equatable, Codable {
  package var phase = LanePhase.training
  package var step = 0
  /// Whole epochs done.
  package var epoch = 0
  /// Mean data loss of the steps since the last validation (running, or the last one's).
  package var trainLoss: Float?
  /// Training loss measured like the validation loss (without dropout and noise), at the last
  /// validation.
  package var trainLossPlain: Float?
  package var validationLoss: Float?
  /// `SessionInfo.metric` of the last validation, and of the test with the best weights.
  package var metric: Float?
  package var testMetric: Float?
  /// The part of the objective that the penalties add (L1, L2).
  package var penalty: Float = 0
  /// The loss of the best validation: the lowest loss, unless a metric decides; then the value of
  /// that metric.
  package var bestLoss: Float?
  @OmittedIfNil package var bestMetric: Float? = nil
  package var bestStep: Int?
  package var bestEpoch: Int?
  package var earlyStopping = EarlyStoppingSnapshot(on: false, patience: 0, left: 0)
  /// Norm of the whole parameter gradient, before and after clipping (mean of the latest steps).
  package var gradientNorm: Float?
  package var gradientNormClipped: Float?
  /// Share of the latest steps that were clipped, 0...1.
  package var clippedShare: Float = 0
  /// The largest norm before clipping so far, and its step.
  package var largestNorm: Float?
  package var largestNormStep: Int?
  /// Times when the gradient ruined the weights, the oldest first; bounded.
  package var explosions: [Explosion] = []
  /// The newest measured effect of an intervention, and the one that is being measured.
  @OmittedIfNil package var effect: LaneEffect? = nil
  @OmittedIfNil package var effectPending: EffectPending? = nil
  /// How well it does its task.
  package var standing = Standing.early
  /// Its probable problems, the most certain first; empty: none known.
  package var suspects: [Suspect] = []
  package var learningRate: Float = 0
  /// Share of target tokens fed to the decoder in place of its own; nil without a decoder.
  package var teacherForcing: Float?
  package var stepsPerSecond: Float = 0
  /// Test loss with the best weights, once the lane has ended.
  package var testLoss: Float?

  package init() {}

  private enum CodingKeys: String, CodingKey {
    case phase, step, epoch
    case trainLoss = "train_loss"
    case trainLossPlain = "train_loss_plain"
    case validationLoss = "val_loss"
    case metric
    case testMetric = "test_metric"
    case penalty
    case bestLoss = "best_val_loss"
    case bestMetric = "best_val_metric"
    case bestStep = "best_step"
    case bestEpoch = "best_epoch"
    case earlyStopping = "early_stopping"
    case gradientNorm = "grad_norm"
    case gradientNormClipped = "grad_norm_clipped"
    case clippedShare = "clipped_share"
    case largestNorm = "largest_norm"
    case largestNormStep = "largest_norm_step"
    case explosions, standing, suspects, effect
    case effectPending = "effect_pending"
    case learningRate = "learning_rate"
    case teacherForcing = "teacher_forcing"
    case stepsPerSecond = "steps_per_second"
    case testLoss = "test_loss"
  }
}

extension LaneFacts {
  /// The latest.
  package var explosion: Explosion? { explosions.last }
}

/// A lane's loss curves before a restart, an undo, a redo or a rewind.
package struct EarlierCurves: Sendable, Equatable, Codable {
  package var trainCurve: Series
  package var validationCurve: Series

  package init(trainCurve: Series, validationCurve: Series) {
    self.trainCurve = trainCurve
    self.validationCurve = validationCurve
  }
}

package enum LanePhase: Sendable, Equatable, Codable {
  case training
  /// Early stopping fired at this epoch and step; the weights of `bestEpoch` were restored.
  case stoppedEarly(epoch: Int, step: Int, bestEpoch: Int)
  /// A number stopped being finite: at this step, in this layer ("rnn.1", "head") and time step.
  case diverged(step: Int, layer: String, timeStep: Int?, what: String)
  /// The requested epochs or steps are done.
  case finished
  /// The user took the lane out of the comparison.
  case off

  package var hasEnded: Bool { self != .training }
}

package struct EarlyStoppingSnapshot: Sendable, Equatable, Codable {
  package var on: Bool
  /// Validations without improvement before stopping, and how many of them are left.
  package var patience: Int
  package var left: Int
  /// Where other patience values would have stopped, and what it would have cost.
  package var ghosts: [PatienceGhost]
  /// The monitored metric; nil: the validation loss.
  @OmittedIfNil package var monitor: MonitorInfo?

  package init(
    on: Bool, patience: Int, left: Int, ghosts: [PatienceGhost] = [], monitor: MonitorInfo? = nil
  ) {
    self.on = on
    self.patience = patience
    self.left = left
    self.ghosts = ghosts
    self.monitor = monitor
  }
}

/// "Patience 3 would have stopped at epoch 5 with 0.1671, 0.0007 worse than the best since."
package struct PatienceGhost: Sendable, Equatable, Codable {
  package var patience: Int
  package var epoch: Int
  package var step: Int
  package var bestLoss: Float
  /// The monitored metric at the same validation; nil: the loss is monitored.
  @OmittedIfNil package var bestMetric: Float?

  package init(
    patience: Int, epoch: Int, step: Int, bestLoss: Float, bestMetric: Float? = nil
  ) {
    self.patience = patience
    self.epoch = epoch
    self.step = step
    self.bestLoss = bestLoss
    self.bestMetric = bestMetric
  }
}

/// The current value of one setting of one lane.
package struct SettingSnapshot: Sendable, Equatable, Codable {
  package var on: Bool
  /// The strength ready to draw ("0.5", "0.0001", "10").
  package var text: String
  package var status: SettingStatus

  package init(on: Bool, text: String, status: SettingStatus = .idle) {
    self.on = on
    self.text = text
    self.status = status
  }
}

package enum SettingStatus: Sendable, Equatable, Codable {
  /// Never changed since the lane started.
  case idle
  case applied(step: Int)
  case rejected(reason: String)
}
