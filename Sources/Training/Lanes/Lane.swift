import Datasets
import Engine
import Telemetry

/// One training run of the comparison, at work: a network and everything that changes with it.
package final class Lane: @unchecked Sendable {
  let configuration: LaneConfiguration
  package let info: LaneInfo
  package let network: Network
  let moments: [FloatBlock]
  let optimizer: any Optimizer.Type
  let schedule: LearningRateSchedule
  let stepsPerEpoch: Int

  // Parts of its state; `LaneState` says what they are.
  package internal(set) var progress: LaneProgress
  var diagnostics: LaneDiagnostics
  package private(set) var best: BestModel?
  package internal(set) var output = OutputSnapshot.none
  package internal(set) var attention: AttentionSnapshot?
  package internal(set) var end = LaneState.End()
  private var before = LaneState.Earlier.none

  /// The batch that it trains on, among those of the step.
  var batchPlace = 0
  /// Where its models go.
  var slot: ModelStore.Slot?
  /// The plan of a step by regularizers and class weights; rebuilt when a setting changes.
  private(set) var plan: StepPlan
  /// The lane's own version of each batch; made when augmentation is first switched on.
  private(set) var augmented: Batch?

  /// What all lanes of a session share.
  struct Sizes {
    /// The largest of training and evaluation, and those of a training step.
    var timeSteps: Int
    var trainingSteps: Int
    var batch: Int
    var run: RunLength
    /// States go on from batch to batch.
    var carriesStates: Bool
  }
  private let sizes: Sizes
  private var carriesStates: Bool { sizes.carriesStates }
  /// Weights of another run to start from.
  private let start: [Float]?
  private let classWeighting: ClassWeighting

  init(
    _ id: LaneID, _ configuration: LaneConfiguration, _ architecture: Architecture, _ sizes: Sizes,
    _ classWeighting: ClassWeighting, start: [Float]?
  ) {
    self.configuration = configuration
    self.classWeighting = classWeighting
    stepsPerEpoch = sizes.run.stepsPerEpoch
    self.sizes = sizes
    self.start = start
    network = Network(architecture, timeSteps: sizes.timeSteps, batch: sizes.batch)
    let optimizer = OptimizerRegistry.named(configuration.training.optimizer) ?? Adam.self
    self.optimizer = optimizer
    schedule = LearningRateSchedule(
      ScheduleRegistry.named(configuration.training.schedule) ?? ConstantSchedule.self,
      configuration.training.scheduleOptions, sizes.run)
    let count = network.layout.count
    moments = (0..<optimizer.momentCount).map { _ in FloatBlock(count: count) }
    info = LaneInfo(
      id: id, name: configuration.name, cell: architecture.cell, hidden: architecture.hidden,
      parameters: count, hasCellState: network.cell.hasCellState, optimizer: optimizer.name)
    progress = LaneProgress(configuration)
    plan = progress.regularization.plan(for: network.layout)
    plan.classWeights = classWeighting.values(progress.classWeights)
    diagnostics = LaneDiagnostics(network, timeSteps: sizes.trainingSteps, run: sizes.run)
    network.freeze(frozenSlices)
    state = fresh(progress)
  }

  /// The lane before its first step.
  /// - Parameter progress: its settings, and what it knows of the run before.
  private func fresh(_ progress: LaneProgress) -> LaneState {
    var random = SeededRandom(seed: configuration.training.seed, stream: 1)
    network.initialise(configuration.model.initialisation, using: &random)
    if let start {
      network.weights.copy(from: start)
      network.weightsChanged()
    }
    if carriesStates { network.clearCarriedStates() }
    var progress = progress
    progress.startNorms = network.layout.slices.map { slice in
      Float(
        network.weights.values[slice.range].reduce(0.0) { $0 + Double($1) * Double($1) }
          .squareRoot())
    }
    diagnostics.reset()
    return LaneState(
      id: info.id, configuration: configuration, weights: network.weights.array,
      moments: moments.map { Array(repeating: 0, count: $0.count) },
      carriedStates: carriesStates ? network.carriedStates : [], progress: progress,
      diagnostics: diagnostics.state)
  }

  /// The slices of the parts that `model.freeze` names.
  private var frozenSlices: Set<Int> {
    Set(
      network.layout.slices.indices.filter { place in
        let slice = network.layout.slices[place]
        let part = slice.layer.map { "rnn.\($0)" } ?? String(slice.name.prefix { $0 != "." })
        return configuration.model.freeze.contains(part)
      })
  }

  package var isTraining: Bool { progress.phase == .training }
  /// Whole passes over the training part that are done.
  package var epochsDone: Int { progress.step / stepsPerEpoch }
  /// The pass, counted from 1, that the last step was of: "during the third". At a pass's end that is
  /// also the number of whole ones. 0 before the first step.
  package var epoch: Int { (progress.step + stepsPerEpoch - 1) / stepsPerEpoch }

  func settingsChanged() {
    plan = progress.regularization.plan(for: network.layout)
    plan.classWeights = classWeighting.values(progress.classWeights)
    if progress.augmentation.isOn, augmented == nil {
      augmented = Batch(network.architecture, timeSteps: sizes.timeSteps, size: sizes.batch)
    }
  }

  // MARK: one step

  /// - Parameter part: the number of this batch among those of one step.
  func job(looks: Bool, part: Int) -> Network.Job {
    var job = Network.Job()
    job.part = part
    if carriesStates { job.states = .carried }
    job.kind = .training
    job.plan = plan
    job.seed = configuration.training.seed
    job.step = progress.step
    job.passesLastStepBack = looks
    job.wantsStatistics = looks
    return job
  }

  /// Between the gradient and the update: takes loss and norms, and sets the update up.
  /// - Returns: false when a number is not finite; the weights then stay as they are.
  func prepareUpdate(seconds: Double) -> Bool {
    let loss = network.meanLoss.loss
    let (norm, penalty) = network.gradientNorm
    guard loss.isFinite, norm.isFinite, penalty.isFinite else {
      diverge()
      return false
    }
    let scale = plan.gradientScale(norm: norm)
    let clipped = network.normOfClippedEntries ?? (scale < 1 ? norm * Double(scale) : norm)
    progress.took(
      loss: loss, penalty: penalty, norm: norm, clipped: clipped, seconds: seconds)
    network.nextUpdate = Network.Update(
      optimizer: optimizer, options: configuration.training.optimizerOptions, moments: moments,
      rate: learningRate, step: progress.step + 1, gradientScale: scale)
    return true
  }

  private func diverge() {
    let place = network.firstNonfinite()
    progress.phase = .diverged(
      step: progress.step + 1, layer: place?.layer ?? "loss", timeStep: place?.timeStep,
      what: place?.what ?? "the loss is not finite")
  }

  // MARK: best weights and values

  /// A new value in place of the old one, which somebody may be writing to disk.
  func keepBest(_ validation: BestModel.Validation) {
    best = model(validation)
  }

  /// The weights as they are.
  func model(_ validation: BestModel.Validation?) -> BestModel {
    BestModel(
      weights: network.weights.array, inference: InferenceSettings(plan), step: progress.step,
      validation: validation)
  }

  /// From here on the lane can be put back to where it is now.
  func keepForGoingOn() {
    before = .none
    before = .state(state)
  }

  func stopEarly() {
    keepForGoingOn()
    progress.phase = .stoppedEarly(
      epoch: epoch, step: progress.step, bestEpoch: progress.earlyStopping.bestEpoch)
    useBest()
  }

  /// Goes on from where early stopping had stopped it, with the settings as they are now.
  func goOn() {
    guard case .stoppedEarly = progress.phase, case .state(var before) = self.before else { return }
    before.progress.regularization = progress.regularization
    before.progress.learningRate = progress.learningRate
    before.progress.classWeights = progress.classWeights
    before.progress.earlyStopping = progress.earlyStopping
    before.progress.augmentation = progress.augmentation
    before.progress.interventions = progress.interventions
    before.progress.statuses = progress.statuses
    before.progress.phase = .training
    state = before
  }

  /// Goes on from where its epochs or steps were done, there being more to do.
  func goOnIfFinished() {
    guard progress.phase == .finished, case .state(let before) = before else { return }
    state = before
  }

  func useBest() {
    if let best { network.weights.copy(from: best.weights) }
    // Also where a step with noisy weights broke off.
    network.weightsChanged()
  }

  /// Restarts with the settings as they are now; the curves from before stay.
  func restart() { state = fresh(progress.restarted()) }

  package var state: LaneState {
    get { state(in: Memory()) }
    set {
      network.weights.copy(from: newValue.weights)
      network.weightsChanged()
      for (block, moment) in zip(moments, newValue.moments) { block.copy(from: moment) }
      best = newValue.best
      if carriesStates { network.carriedStates = newValue.carriedStates }
      progress = newValue.progress
      diagnostics.state = newValue.diagnostics
      (output, attention) = (newValue.output, newValue.attention)
      (end, before) = (newValue.end, newValue.before)
      settingsChanged()
    }
  }
  /// What a state's large arrays are copied into.
  struct Memory {
    fileprivate var weights: [Float] = []
    fileprivate var moments: [[Float]] = []

    init() {}

    /// Takes an older state's, which then has none: nobody else holds it, so that it is written over.
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
    weights.copy(from: network.weights)
    if states.count != moments.count { states = moments.map { _ in [] } }
    for (place, block) in moments.enumerated() { states[place].copy(from: block) }
    return LaneState(
      id: info.id, configuration: configuration, weights: weights, moments: states, best: best,
      carriedStates: carriesStates ? network.carriedStates : [], progress: progress,
      diagnostics: diagnostics.state, output: output, attention: attention, end: end,
      before: before)
  }
}

extension [Float] {
  /// Takes a block's numbers over, in the memory that is there where it is large enough.
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
