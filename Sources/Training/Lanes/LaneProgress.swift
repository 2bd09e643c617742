import Datasets
import Engine
import Telemetry

/// The progress of a lane: its settings, step and histories. The weights are stored separately.
package struct LaneProgress: Sendable, Equatable, Codable {
  package internal(set) var phase = LanePhase.training
  /// Updates done.
  package internal(set) var step = 0
  package internal(set) var regularization: Regularization
  package internal(set) var augmentation: AugmentationSettings
  package internal(set) var classWeights: ClassWeights
  /// Nil: 1.
  private var ownTeacherForcing: Float?
  /// For decoders (see `TrainingConfiguration`).
  package internal(set) var teacherForcing: Float {
    get { ownTeacherForcing ?? 1 }
    set { ownTeacherForcing = newValue == 1 ? nil : newValue }
  }
  /// The base rate, before the schedule.
  package internal(set) var learningRate: Float
  /// How the schedule has responded to the validations.
  package internal(set) var schedule = ScheduleState()
  package internal(set) var earlyStopping: EarlyStopping
  package internal(set) var ghosts: PatienceGhosts
  package internal(set) var statuses: [String: SettingStatus] = [:]
  package internal(set) var interventions: [Intervention] = []

  /// Since the last validation.
  private(set) var lossSum = 0.0
  package private(set) var lossCount = 0
  private(set) var clippedSteps = 0
  private(set) var normSum = 0.0
  private(set) var clippedNormSum = 0.0

  package internal(set) var penalty: Float = 0
  /// Running means over about 20 steps, for the screen.
  package private(set) var norm: Float?
  package private(set) var normClipped: Float?
  package private(set) var clippedShare: Float = 0
  /// The largest norm before clipping so far, and its step.
  package private(set) var largestNorm: Float?
  package private(set) var largestNormStep: Int?
  private(set) var explosions = ExplosionRule()
  /// Effects of interventions; nil: the run began before they were measured.
  package internal(set) var effects: EffectMeter?
  package internal(set) var standing = Standing.early
  /// Consecutive validations that contradict that it has learned.
  private var doubts = 0
  package internal(set) var suspects = SuspectBook()
  /// Norms of the tensors when the lane began.
  package internal(set) var startNorms: [Float] = []

  @BitEqual package internal(set) var lastTrainLoss: Float?
  @BitEqual package internal(set) var lastPlainLoss: Float?
  @BitEqual package internal(set) var lastValidationLoss: Float?
  /// The metric of the last validation that is shown next to the loss.
  @BitEqual package internal(set) var lastMetric: Float?
  @BitEqual package internal(set) var testLoss: Float?
  package internal(set) var trainCurve = Series()
  package internal(set) var validationCurve = Series()
  package internal(set) var plainCurve = Series()
  package internal(set) var earlier: EarlierCurves?

  /// - Parameter interval: steps from one validation to the next.
  package init(_ configuration: LaneConfiguration, validatesEvery interval: Int = 1) {
    effects = EffectMeter(validatesEvery: interval)
    regularization = configuration.regularization
    augmentation = configuration.augmentation
    learningRate = configuration.training.learningRate
    classWeights = configuration.training.classWeights
    earlyStopping = EarlyStopping(configuration.earlyStopping)
    ghosts = PatienceGhosts(minDelta: earlyStopping.minDelta, monitor: earlyStopping.monitor)
    teacherForcing = configuration.training.teacherForcing
  }

  /// The configuration that the lane began with, with its current settings.
  func configuration(_ start: LaneConfiguration) -> LaneConfiguration {
    var now = start
    now.regularization = regularization
    now.augmentation = augmentation
    now.training.learningRate = learningRate
    now.training.classWeights = classWeights
    now.training.teacherForcing = teacherForcing
    now.earlyStopping.on = earlyStopping.on
    now.earlyStopping.patience = earlyStopping.patience
    now.earlyStopping.minDelta = earlyStopping.minDelta
    return now
  }

  /// Takes over the settings of a configuration.
  mutating func take(_ configuration: LaneConfiguration) {
    regularization = configuration.regularization
    augmentation = configuration.augmentation
    learningRate = configuration.training.learningRate
    classWeights = configuration.training.classWeights
    teacherForcing = configuration.training.teacherForcing
    earlyStopping.on = configuration.earlyStopping.on
    earlyStopping.patience = configuration.earlyStopping.patience
    earlyStopping.minDelta = configuration.earlyStopping.minDelta
  }

  /// The best validation and the patience begin again.
  mutating func forgetBest() {
    earlyStopping = earlyStopping.fresh
    ghosts = PatienceGhosts(minDelta: earlyStopping.minDelta, monitor: earlyStopping.monitor)
  }

  /// The same settings and nothing learned; a resting lane keeps resting.
  package func restarted() -> LaneProgress {
    var fresh = self
    fresh.phase = phase == .off ? .off : .training
    fresh.step = 0
    fresh.forgetBest()
    fresh.schedule = ScheduleState()
    fresh.interventions = []
    fresh.beginInterval()
    (fresh.norm, fresh.normClipped, fresh.clippedShare, fresh.penalty) = (nil, nil, 0, 0)
    (fresh.largestNorm, fresh.largestNormStep) = (nil, nil)
    fresh.doubts = 0
    fresh.effects = effects?.fresh
    (fresh.explosions, fresh.standing, fresh.suspects) = (ExplosionRule(), .early, SuspectBook())
    (fresh.lastTrainLoss, fresh.lastPlainLoss, fresh.lastValidationLoss) = (nil, nil, nil)
    (fresh.lastMetric, fresh.testLoss) = (nil, nil)
    fresh.earlier = EarlierCurves(trainCurve: trainCurve, validationCurve: validationCurve)
    fresh.trainCurve = Series()
    fresh.validationCurve = Series()
    fresh.plainCurve = Series()
    return fresh
  }

  /// Adds one step's numbers.
  /// - Parameters:
  ///   - norm: of the whole parameter gradient.
  ///   - clipped: the norm after clipping, by norm or by value.
  package mutating func took(
    loss: Double, penalty: Double, norm: Double, clipped: Double, seconds: Double
  ) {
    let wasClipped = clipped < norm
    lossSum += loss
    lossCount += 1
    clippedSteps += wasClipped ? 1 : 0
    normSum += norm
    clippedNormSum += clipped
    self.penalty = Float(penalty)
    func mean(_ old: Float?, _ new: Double) -> Float {
      old.map { $0 + 0.05 * (Float(new) - $0) } ?? Float(new)
    }
    self.norm = mean(self.norm, norm)
    normClipped = mean(normClipped, clipped)
    clippedShare = mean(lossCount == 1 && step == 0 ? nil : clippedShare, wasClipped ? 1 : 0)
    trainCurve.append(step: step + 1, seconds: seconds, value: Float(loss))
    if Float(norm) > largestNorm ?? 0 {
      (largestNorm, largestNormStep) = (Float(norm), step + 1)
    }
    explosions.took(
      norm: Float(norm), clipped: Float(clipped), step: step + 1, seconds: seconds)
  }

  /// Updates what is known about the lane's task and an earlier explosion after a validation.
  package mutating func judge(_ rule: StandingRule, _ validation: StandingRule.Validation) {
    let new = rule.standing(after: standing, validation)
    doubts = standing.learnedStep != nil && new.learnedStep == nil ? doubts + 1 : 0
    // One bad validation does not undo the learning.
    if doubts == 0 || doubts > 1 { standing = new }
    explosions.validated(
      clipThreshold: regularization[GradientClipping.key]?.strength ?? 1,
      hasRecovered: standing == .ahead || standing.learnedStep != nil)
  }

  /// Means since the last validation; nil if there was no step.
  package var interval: (loss: Float, norm: Float, normClipped: Float, clippedShare: Float)? {
    guard lossCount > 0 else { return nil }
    let n = Double(lossCount)
    return (
      Float(lossSum / n), Float(normSum / n), Float(clippedNormSum / n),
      Float(clippedSteps) / Float(lossCount)
    )
  }

  /// The training loss to show: from the running interval once it is long enough not to jump,
  /// otherwise from the previous one.
  package var shownTrainLoss: Float? {
    lossCount >= 20 ? interval?.loss : lastTrainLoss ?? interval?.loss
  }

  package mutating func beginInterval() {
    (lossSum, lossCount, clippedSteps, normSum, clippedNormSum) = (0, 0, 0, 0, 0)
  }
}
