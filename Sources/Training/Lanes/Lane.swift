import Datasets
import Engine
import Telemetry

/// One training run of the comparison: a model and everything that changes with it.
package final class Lane: @unchecked Sendable {
  let configuration: LaneConfiguration
  package let info: LaneInfo
  package let architecture: ModelArchitecture
  package let model: any Model
  private let training: TrainingStep
  let schedule: LearningRateSchedule
  let stepsPerEpoch: Int

  // Parts of its state, described in `LaneState`.
  package internal(set) var progress: LaneProgress
  var diagnostics: LaneDiagnostics
  package private(set) var best: BestModel?
  package internal(set) var output = OutputSnapshot.none
  package internal(set) var attention: AttentionSnapshot?
  package internal(set) var lossByPosition: LossByPosition?
  package internal(set) var end = LaneState.End()
  private var before = LaneState.Earlier.none

  /// The index of its batch among those of the step.
  var batchPlace = 0
  /// Where its models are saved.
  var slot: ModelStore.Slot?
  /// The plan of a step by regularizers and class weights; rebuilt when a setting changes.
  private(set) var plan: StepPlan
  /// The lane's own version of each batch; made when augmentation is first switched on.
  private(set) var augmented: Batch?

  /// Sizes that all lanes of a session share.
  struct Sizes {
    /// The larger of training and evaluation, then those of a training step.
    var timeSteps: Int
    var trainingSteps: Int
    var batch: Int
    /// For targets that are separate sequences; 0 if there are none.
    var targetSteps: Int
    var run: RunLength
    /// States are carried from batch to batch.
    var carriesStates: Bool
  }
  private let sizes: Sizes
  private var carriesStates: Bool { sizes.carriesStates }
  /// Weights of another run to start from.
  let start: [Float]?
  private let classWeighting: ClassWeighting

  init(
    _ id: LaneID, _ configuration: LaneConfiguration, _ architecture: ModelArchitecture,
    _ sizes: Sizes,
    _ classWeighting: ClassWeighting, seat: Int, start: [Float]?, origin: LaneOrigin? = nil
  ) {
    self.configuration = configuration
    self.classWeighting = classWeighting
    stepsPerEpoch = sizes.run.stepsPerEpoch
    self.sizes = sizes
    self.start = start
    self.architecture = architecture
    let model = architecture.makeModel(
      timeSteps: sizes.timeSteps, targetSteps: sizes.targetSteps, batch: sizes.batch)
    self.model = model
    let optimizer = OptimizerRegistry.named(configuration.training.optimizer) ?? Adam.self
    training = TrainingStep(model, optimizer, configuration.training.optimizerOptions)
    schedule = LearningRateSchedule(
      ScheduleRegistry.named(configuration.training.schedule) ?? ConstantSchedule.self,
      configuration.training.scheduleOptions, sizes.run)
    let count = model.layout.count
    var info = LaneInfo(
      id: id, name: configuration.name, cell: architecture.cell, hidden: architecture.hidden,
      parameters: count, hasCellState: architecture.recurrentCell?.hasCellState ?? false,
      optimizer: optimizer.name, seat: seat)
    info.origin = origin
    self.info = info
    progress = LaneProgress(
      configuration,
      validatesEvery: configuration.training.validateEvery.steps(perEpoch: stepsPerEpoch))
    plan = progress.regularization.plan(for: model.layout)
    plan.classWeights = classWeighting.values(progress.classWeights)
    diagnostics = LaneDiagnostics(
      model, most: max(sizes.trainingSteps, sizes.targetSteps), run: sizes.run)
    model.parameters.freeze(frozenSlices)
    state = fresh(progress)
  }

  /// The lane before its first step.
  /// - Parameter progress: its settings, and what it knows of the previous run.
  private func fresh(_ progress: LaneProgress) -> LaneState {
    var random = SeededRandom(seed: configuration.training.seed, stream: 1)
    model.initialise(configuration.model.initialisation, using: &random)
    if let start { model.take(weights: start) }
    if carriesStates { model.clearCarriedStates() }
    var progress = progress
    progress.startNorms = model.layout.slices.map { slice in
      Float(
        model.weights.values[slice.range].reduce(0.0) { $0 + Double($1) * Double($1) }
          .squareRoot())
    }
    diagnostics.reset()
    return LaneState(
      id: info.id, origin: info.origin, seat: info.givenSeat, configuration: configuration,
      weights: model.weights.array,
      moments: training.moments.map { Array(repeating: 0, count: $0.count) },
      carriedStates: carriesStates ? model.carriedStates : [], progress: progress,
      diagnostics: diagnostics.state)
  }

  /// The slices of the parts that `model.freeze` names.
  private var frozenSlices: Set<Int> {
    Set(
      model.layout.slices.indices.filter { place in
        let slice = model.layout.slices[place]
        let name = String(slice.name.prefix { $0 != "." })
        // A chain's scores are part of the layers that answer.
        let part = slice.layer.map { "rnn.\($0)" } ?? (name == "crf" ? "head" : name)
        return configuration.model.freeze.contains(part)
      })
  }

  package var isTraining: Bool { progress.phase == .training }
  /// Completed passes over the training part.
  package var epochsDone: Int { progress.step / stepsPerEpoch }
  /// The pass, counted from 1, that the last step belongs to: "during the third". At the end of a
  /// pass, this equals the number of completed passes. 0 before the first step.
  package var epoch: Int { (progress.step + stepsPerEpoch - 1) / stepsPerEpoch }

  func settingsChanged() {
    plan = progress.regularization.plan(for: model.layout)
    plan.classWeights = classWeighting.values(progress.classWeights)
    if progress.augmentation.isOn, augmented == nil {
      augmented = architecture.makeBatch(
        timeSteps: sizes.timeSteps, targetSteps: sizes.targetSteps, size: sizes.batch)
    }
  }

  /// The share for the next step, after its schedule.
  var teacherForcing: Float {
    configuration.training.scheduledSampling.share(of: progress.teacherForcing, step: progress.step)
  }

  // MARK: one step

  /// - Parameter part: the index of this batch within the step.
  func job(looks: Bool, part: Int) -> PassJob {
    var job = PassJob()
    job.part = part
    if carriesStates { job.states = .carried }
    job.kind = .training
    job.plan = plan
    job.seed = configuration.training.seed
    job.step = progress.step
    job.passesLastStepBack = looks
    job.teacherForcing = teacherForcing
    job.wantsStatistics = looks
    return job
  }

  /// Known since this step.
  private(set) var newEffect: LaneEffect?

  /// Between the gradient and the update: takes in loss and norms, and prepares the update.
  /// - Returns: false if a number is not finite; the weights then stay unchanged.
  func prepareUpdate(seconds: Double) -> Bool {
    let gradient = training.gradient(plan)
    guard gradient.isFinite else {
      diverge()
      return false
    }
    progress.took(
      loss: gradient.loss, penalty: gradient.penalty, norm: gradient.norm,
      clipped: gradient.clippedNorm, seconds: seconds)
    let step = progress.step + 1
    newEffect = progress.effects?.took(
      loss: gradient.loss, norm: gradient.norm, step: step, lane: info.name)
    training.prepareUpdate(gradient, rate: learningRate, number: progress.step + 1)
    return true
  }

  private func diverge() {
    let place = model.firstNonfinite()
    progress.phase = .diverged(
      step: progress.step + 1, layer: place?.layer ?? "loss", timeStep: place?.timeStep,
      what: place?.what ?? "the loss is not finite")
  }

  // MARK: best weights and values

  /// Replaces the old value, because somebody may be writing it to disk.
  func keepBest(_ validation: BestModel.Validation) {
    best = bestModel(validation)
  }

  /// The weights as they are.
  func bestModel(_ validation: BestModel.Validation?) -> BestModel {
    BestModel(
      weights: model.weights.array, inference: InferenceSettings(plan), step: progress.step,
      validation: validation)
  }

  /// From here on, the lane can be put back to its current state.
  func keepForGoingOn() {
    before = .none
    before = .state(state)
  }

  /// After a fork with a change: what was the best before is the origin's, not this lane's.
  func beginChanged() {
    best = nil
    progress.forgetBest()
  }

  func stopEarly() {
    keepForGoingOn()
    progress.phase = .stoppedEarly(
      epoch: epoch, step: progress.step, bestEpoch: progress.earlyStopping.bestEpoch)
    useBest()
  }

  /// Continues from where early stopping stopped it, with the current settings.
  func goOn() {
    guard case .stoppedEarly = progress.phase, case .state(var before) = self.before else { return }
    before.progress.regularization = progress.regularization
    before.progress.learningRate = progress.learningRate
    before.progress.classWeights = progress.classWeights
    before.progress.teacherForcing = progress.teacherForcing
    before.progress.earlyStopping = progress.earlyStopping
    before.progress.augmentation = progress.augmentation
    before.progress.interventions = progress.interventions
    before.progress.statuses = progress.statuses
    before.progress.phase = .training
    state = before
  }

  /// Continues from where its epochs or steps ended, because there are more to do.
  func goOnIfFinished() {
    guard progress.phase == .finished, case .state(let before) = before else { return }
    state = before
  }

  func useBest() {
    // Also if a step with noisy weights was interrupted.
    if let best { model.take(weights: best.weights) } else { model.weightsChanged() }
  }

  /// Restarts with the current settings; earlier curves stay.
  func restart() { state = fresh(progress.restarted()) }

  package var state: LaneState {
    get { state(in: Memory()) }
    set {
      model.take(weights: newValue.weights)
      for (block, moment) in zip(training.moments, newValue.moments) { block.copy(from: moment) }
      best = newValue.best
      if carriesStates { model.carriedStates = newValue.carriedStates }
      progress = newValue.progress
      diagnostics.state = newValue.diagnostics
      (output, attention) = (newValue.output, newValue.attention)
      lossByPosition = newValue.lossByPosition
      (end, before) = (newValue.end, newValue.before)
      settingsChanged()
    }
  }
  /// Memory that a state's large arrays are copied into.
  struct Memory {
    fileprivate var weights: [Float] = []
    fileprivate var moments: [[Float]] = []

    init() {}

    /// Takes the memory of an older state, which nobody else holds, so that it can be overwritten.
    mutating func take(_ old: inout LaneState) {
      swap(&weights, &old.weights)
      swap(&moments, &old.moments)
    }
  }

  func state(in memory: consuming Memory) -> LaneState {
    var weights: [Float] = []
    var states: [[Float]] = []
    swap(&weights, &memory.weights)
    swap(&states, &memory.moments)
    weights.copy(from: model.weights)
    if states.count != training.moments.count { states = training.moments.map { _ in [] } }
    for (place, block) in training.moments.enumerated() { states[place].copy(from: block) }
    return LaneState(
      id: info.id, origin: info.origin, seat: info.givenSeat, configuration: configuration,
      weights: weights, moments: states, best: best,
      carriedStates: carriesStates ? model.carriedStates : [], progress: progress,
      diagnostics: diagnostics.state, output: output, attention: attention,
      lossByPosition: lossByPosition, end: end, before: before)
  }
}

extension [Float] {
  /// Copies a block's numbers, into the existing memory if it is large enough.
  fileprivate mutating func copy(from block: FloatBlock) {
    guard count == block.count else {
      self = block.array
      return
    }
    withUnsafeMutableBufferPointer { own in
      own.baseAddress?.update(from: block.pointer, count: block.count)
    }
  }
}
