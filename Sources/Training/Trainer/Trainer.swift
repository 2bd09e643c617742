import Datasets
import Engine
import Foundation
import Telemetry

/// The lanes of a session, trained side by side; those at the same step use the same batch.
/// `step()` does one training step of every lane still at work, validates when it is time, and
/// reports what happened as events. It knows no screen and has no worker thread of its own; the
/// pool only shares its work.
package final class Trainer: @unchecked Sendable {
  let preset: Preset
  let dataset: Dataset
  package internal(set) var lanes: [Lane]
  /// The number of the next lane to join: numbers are never reused.
  var nextLane = 0
  /// Names of removed lanes, in order of removal.
  var removed: [String] = []
  /// For the epochs that lanes are in; empty if a text is read as streams.
  var orders: [EpochOrder] = []
  /// For the steps that lanes are at; the first one's memory is also used for evaluation.
  var stepBatches: [StepBatch]
  var batchesInUse = 0
  var batch: Batch { stepBatches[0].batch }
  let scoring: Scoring
  let standingRule: StandingRule
  let plan: BatchPlan
  var sizes: Lane.Sizes { plan.sizes }
  /// As planned: schedules depend on it.
  var run: RunLength { plan.run }
  /// Where lanes end: as planned, unless the run was extended or shortened.
  package internal(set) var ends: RunLimits
  var endStep: Int? {
    RunLength(
      stepsPerEpoch: stepsPerEpoch, maxEpochs: ends.maxEpochs, maxSteps: ends.maxSteps
    ).steps
  }
  let gradientEvery: Int
  let settings = SettingsTable()
  /// Settings that apply to these data, for the screen.
  let offeredSettings: [SettingsTable.Setting]
  let augmenter: Augmenter
  let classWeighting: ClassWeighting
  private let pool: ThreadPool
  private let passes: Passes
  let clock = SessionClock()
  private(set) var diagnosticsCost = DiagnosticsCost()
  /// Steps of the session, whichever lanes took part.
  package internal(set) var sessionStep = 0

  /// How urgently the session is asked to end.
  package let stop: StopRequest
  /// Keeps the best weights in files; nil: nowhere.
  package private(set) var store: ModelStore?
  /// True if a user can be asked at the end what to do with unsaved models.
  var isAttended = false
  /// Receives what happened, in order; set by the driver.
  package var onEvent: (RunEvent) -> Void = { _ in }
  /// Called when all lanes at work have done their last step, before their end adds anything.
  var onClosing: () -> Void = {}
  /// The command that is being answered.
  var answering: Int?
  /// Number of commands so far.
  var commands = 0
  /// The states that lanes can be put back to.
  var undo: UndoBook
  /// Which of them are copied: only those that can be requested.
  var keptStates = KeptStates.all
  /// Called when a lane was put back to another state.
  var onReturn: (Lane) -> Void = { _ in }

  /// Lanes that take part in the step.
  private(set) var working: [Lane] = []

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - threads: number of training threads, including the caller's.
  ///   - stop: checked between two batches.
  ///   - onThreadStart: runs first on every new thread.
  package init(
    _ preset: Preset, _ dataset: Dataset, threads: Int, stop: StopRequest = StopRequest(),
    onThreadStart: @escaping @Sendable () -> Void = {}
  ) throws(Failure) {
    self.preset = preset
    self.dataset = dataset
    self.stop = stop
    let training = preset.training
    undo = UndoBook(preset.record.undo)
    let plan = try BatchPlan(training, dataset)
    self.plan = plan
    ends = RunLimits(maxEpochs: training.maxEpochs, maxSteps: training.maxSteps)
    let architectures = try LaneArchitectures(preset, dataset).all()
    guard let first = architectures.first else {
      throw Failure(description: "a session needs at least one lane")
    }
    let needed = architectures.reduce(0.0) {
      $0
        + MemoryEstimate.needed(
          $1, timeSteps: plan.mostTimeSteps, targetSteps: plan.mostTargetSteps, batch: plan.size)
    }
    let augmentation = LaneAugmentation(AugmentationFacts(dataset, isStream: plan.stream != nil))
    let (scoring, weighting) = (Scoring(dataset), ClassWeighting(dataset))
    (self.scoring, classWeighting) = (scoring, weighting)
    let preparation = LanePreparation(
      augmentation: augmentation, weighting: weighting, scoring: scoring)
    let configurations = try preset.lanes.map { (lane) throws(Failure) in
      try preparation.prepared(lane)
    }
    let batches = configurations.count { $0.augmentation.isOn }
    try MemoryEstimate.require(
      needed + Double(batches)
        * MemoryEstimate.batch(
          first, timeSteps: plan.mostTimeSteps, targetSteps: plan.mostTargetSteps,
          batch: plan.size), threads: threads)
    LinearAlgebra.useOneThreadPerCall()
    stepBatches = [StepBatch(plan.makeBatch(first))]
    offeredSettings = settings.all.filter {
      !augmentation.hides($0) && !weighting.hides($0)
        && (!$0.needsDecoder || architectures.contains { $0.hasDecoder })
    }
    augmenter = Augmenter(
      augmentation.facts, timeSteps: plan.mostTimeSteps, seed: training.seed)
    standingRule = StandingRule(scoring, on: .validation)
    gradientEvery = dataset.shape.everyStep ? 20 : 4
    lanes = []
    for (configuration, architecture) in zip(configurations, architectures) {
      let start = try Transfer.start(of: configuration, architecture, preset, dataset)
      lanes.append(
        Lane(
          LaneID(lanes.count), configuration, architecture, plan.sizes, weighting,
          seat: lanes.count, start: start))
    }
    nextLane = lanes.count
    pool = ThreadPool(threads: threads, onThreadStart: onThreadStart)
    passes = Passes(pool)
    working.reserveCapacity(16)
  }

  /// From now on the lanes' best weights are saved to a store. Each lane gets its file now: if
  /// names map to the same file, the result does not depend on which lane learns first.
  package func save(in store: ModelStore) {
    self.store = store
    for lane in lanes { beginFile(of: lane) }
  }

  package func save(in folder: RunFolder) { save(in: ModelStore(RunPlace(folder), dataset)) }

  /// Ends the pool's threads and the store's; the trainer must not be used any more.
  package func close() {
    pool.stop()
    store?.close()
  }

  package var stepsPerEpoch: Int { run.stepsPerEpoch }
  var seconds: Double { clock.seconds }
  package func pause() { clock.pause() }
  package func resume() { clock.resume() }

  // MARK: one step

  /// One training step of every lane at work.
  package func step() {
    working.removeAll(keepingCapacity: true)
    for lane in lanes where lane.isTraining { working.append(lane) }
    guard !working.isEmpty else { return }
    clock.stepBegins()
    guard computeGradient() else { return }
    var anyDiverged = false
    for lane in working where !lane.prepareUpdate(seconds: seconds) {
      anyDiverged = true
      tellDivergence(lane)
    }
    if anyDiverged { working.removeAll { !$0.isTraining } }
    for lane in working where looks(lane) {
      let isNew = lane.diagnostics.collect(lane.model, step: lane.progress.step + 1)
      // Two numbers for the same thing would contradict each other.
      if isNew, lane.progress.suspects.suspects.contains(where: { $0.kind == .vanishing }) {
        suspect(lane, rules: [VanishingSuspect.self])
      }
    }
    run(PassPhase.step, working)
    for lane in working where looks(lane) { lane.diagnostics.tensors.lookAfter(lane.model) }
    if batchesInUse == 1, let first = working.first {
      diagnosticsCost.add(seconds: clock.secondsOfStep, looks: looks(first))
    }
    for lane in working {
      lane.progress.step += 1
      if let effect = lane.newEffect { onEvent(.effect(effect)) }
      tellRateChange(of: lane)
      // This cannot wait for a validation.
      if lane.progress.explosions.explosion?.step == lane.progress.step {
        suspect(lane, rules: [ExplodingSuspect.self])
      }
    }
    sessionStep += 1
    let due = working.filter(validatesNow)
    if !due.isEmpty { validate(due) }
    finishLanes(working)
  }

  /// Whether the gradient of a lane's next step is inspected.
  private func looks(_ lane: Lane) -> Bool { lane.progress.step % gradientEvery == 0 }

  /// The gradient of the next batch, or of all batches of an epoch, in every lane at work.
  /// - Returns: false if it was aborted midway.
  private func computeGradient() -> Bool {
    gatherBatches()
    if plan.stream != nil {
      for lane in working where lane.progress.step % stepsPerEpoch == 0 {
        lane.model.clearCarriedStates()
      }
    }
    for part in 0... {
      if part > 0, stop.isRaised { return false }
      let isLast = fillBatches(part: part)
      for (place, lane) in working.enumerated() {
        lane.model.begin(
          batch(of: lane, after: working[..<place]),
          lane.job(looks: looks(lane) && isLast, part: part))
      }
      run(isLast ? PassPhase.gradient : PassPhase.accumulation, working)
      if isLast { break }
    }
    return true
  }

  /// Lanes whose validation was aborted because the session is asked to end.
  var lanesToValidate: [Lane] {
    lanes.filter {
      $0.progress.step > 0 && validatesNow($0)
        && $0.progress.validationCurve.lastStep != $0.progress.step
    }
  }

  private func validatesNow(_ lane: Lane) -> Bool {
    guard lane.isTraining else { return false }
    switch preset.training.validateEvery {
    case .epoch: return lane.progress.step % stepsPerEpoch == 0
    case .steps(let interval): return lane.progress.step % interval == 0
    }
  }

  // MARK: the pool

  private func run(_ phases: [PassPhase], _ lanes: [Lane]) {
    passes.run(phases, lanes.lazy.map { $0.model })
  }

  /// Runs phases of some lanes on a batch, with all shards spread over the pool.
  func evaluate(_ lanes: [Lane], _ batch: Batch) {
    for lane in lanes { lane.model.begin(batch, lane.evaluationJob) }
    run(PassPhase.evaluation, lanes)
  }

  // MARK: pace

  /// Recent steps per second, and seconds left until the last lane ends.
  var pace: (rate: Double, left: Double?) {
    let rate = clock.rate
    guard rate > 0 else { return (0, nil) }
    var most: Int?
    for lane in lanes where lane.isTraining {
      guard let steps = endStep else { return (rate, nil) }
      most = max(most ?? 0, steps - lane.progress.step)
    }
    return (rate, most.map { Double($0) / rate })
  }
}

extension Lane {
  /// Without dropout and noise; zoneout uses its mean path.
  var evaluationJob: PassJob {
    var job = PassJob()
    job.plan = plan.forEvaluation
    return job
  }
}
