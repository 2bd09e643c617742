import Datasets
import Engine
import Foundation
import Telemetry

/// The lanes of a session, trained in lock step on the same batches. `step()` does one training
/// step of every lane that is still at work, validates when it is time, and tells what happened as
/// events. It knows no screen and no worker thread of its own; the pool only shares its work.
package final class Trainer: @unchecked Sendable {
  let preset: Preset
  let dataset: Dataset
  package internal(set) var lanes: [Lane]
  package var cursor: DataCursor
  /// In place of the cursor where a text is read as streams.
  package private(set) var stream: StreamCursor?
  let batch: Batch
  let scoring: Scoring
  private let plan: BatchPlan
  var sizes: Lane.Sizes { plan.sizes }
  var run: RunLength { plan.run }
  let gradientEvery: Int
  let settings = SettingsTable()
  /// Those that the data bear, for the screen.
  let offeredSettings: [SettingsTable.Setting]
  let augmenter: Augmenter
  /// Which example stands in a column of the batch.
  private let examplesOfColumns: Block<Int32>
  private let pool: ThreadPool
  private let clock = SessionClock()
  private(set) var diagnosticsCost = DiagnosticsCost()
  /// Steps of the session, whichever lanes took part.
  package private(set) var sessionStep = 0

  /// Where the best weights go when a lane ends; nil: nowhere.
  package var folder: RunFolder?
  /// What happened, in order; the one who drives the trainer sets it.
  package var onEvent: (TrainingEvent) -> Void = { _ in }

  // What the pool is doing.
  private var phase = Network.Phase.pass
  private var working: [Lane] = []
  private var taskCounts: [Int] = []

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// - Parameters:
  ///   - threads: that train, the caller's among them.
  ///   - onThreadStart: runs first on every new thread.
  package init(
    _ preset: Preset, _ dataset: Dataset, threads: Int,
    onThreadStart: @escaping @Sendable () -> Void = {}
  ) throws(Failure) {
    self.preset = preset
    self.dataset = dataset
    let training = preset.training
    let plan = try BatchPlan(training, dataset)
    self.plan = plan
    let architectures = try LaneArchitectures(preset, dataset).all()
    guard let first = architectures.first else {
      throw Failure(description: "a session needs at least one lane")
    }
    let needed = architectures.reduce(0.0) {
      $0 + Memory.needed($1, timeSteps: plan.mostTimeSteps, batch: plan.size)
    }
    let augmentation = LaneAugmentation(AugmentationFacts(dataset, isStream: plan.stream != nil))
    let configurations = try preset.lanes.map { (lane) throws(Failure) in
      try augmentation.prepared(lane)
    }
    let batches = configurations.count { $0.augmentation.isOn }
    try Memory.require(
      needed + Double(batches)
        * Memory.batch(first, timeSteps: plan.mostTimeSteps, batch: plan.size))
    LinearAlgebra.useOneThreadPerCall()
    batch = Batch(first, timeSteps: plan.mostTimeSteps, size: plan.size)
    examplesOfColumns = Block(count: plan.size)
    offeredSettings = settings.all.filter { !augmentation.hides($0) }
    augmenter = Augmenter(
      augmentation.facts, timeSteps: plan.mostTimeSteps, seed: training.seed)
    scoring = Scoring(dataset)
    cursor = DataCursor(
      count: dataset.training.count, seed: training.seed,
      buckets: preset.data.lengths.bucket && plan.stream == nil
        ? LengthBuckets(dataset.training, batch: plan.size) : nil)
    stream = plan.stream
    gradientEvery = dataset.shape.everyStep ? 20 : 4
    lanes = []
    for (configuration, architecture) in zip(configurations, architectures) {
      let transfer = try configuration.model.from.map { (path) throws(Failure) in
        try Transfer(
          from: path, lane: configuration.name, architecture,
          vocabulary: dataset.description.vocabulary, relativeTo: preset.dataFolders)
      }
      lanes.append(Lane(configuration, architecture, plan.sizes, start: transfer?.weights))
    }
    pool = ThreadPool(threads: threads, onThreadStart: onThreadStart)
    working.reserveCapacity(16)
    taskCounts.reserveCapacity(16)
  }

  /// Ends the pool's threads; the trainer must not be used any more.
  package func close() { pool.stop() }

  package var stepsPerEpoch: Int { run.stepsPerEpoch }
  var seconds: Double { clock.seconds }
  /// Seconds of training so far.
  package var elapsed: Double { clock.seconds }
  package func pause() { clock.pause() }
  package func resume() { clock.resume() }
  package var hasEnded: Bool { !lanes.contains { $0.isTraining } }

  // MARK: one step

  /// One training step of every lane at work.
  package func step() {
    working.removeAll(keepingCapacity: true)
    for lane in lanes where lane.isTraining { working.append(lane) }
    guard !working.isEmpty else { return }
    clock.stepBegins()
    let looks = sessionStep % gradientEvery == 0
    let endsEpoch = computeGradient(looks: looks)
    var anyDiverged = false
    for lane in working where !lane.prepareUpdate(seconds: seconds) {
      anyDiverged = true
      tellDivergence(lane)
    }
    if anyDiverged { working.removeAll { !$0.isTraining } }
    if looks {
      for lane in working { lane.diagnostics.collect(lane.network, step: lane.progress.step + 1) }
    }
    run(Network.Phase.step)
    if looks { for lane in working { lane.diagnostics.tensors.lookAfter(lane.network) } }
    diagnosticsCost.add(seconds: clock.secondsOfStep, looks: looks)
    for lane in working {
      lane.progress.step += 1
      tellRateChange(of: lane)
    }
    sessionStep += 1
    if endsEpoch, stream == nil { cursor.beginNextEpoch() }
    if validatesNow(endsEpoch: endsEpoch) { validate() }
    finishLanes(working)
  }

  /// The gradient of the next batch, or of all batches of an epoch, in every lane at work.
  /// - Returns: true when it ends the epoch.
  private func computeGradient(looks: Bool) -> Bool {
    for part in 0... {
      let pass = stream?.epoch ?? cursor.epoch
      let endsEpoch = fillBatch()
      let isLast = endsEpoch || !plan.takesWholeSet
      for (place, lane) in working.enumerated() {
        let own = ownBatch(of: lane, after: working[..<place], pass: pass) ?? batch
        lane.network.begin(own, lane.job(looks: looks && isLast, part: part))
      }
      run(isLast ? Network.Phase.gradient : Network.Phase.accumulation)
      if isLast { return endsEpoch }
    }
    return true
  }

  /// - Returns: true when the batch ends the epoch.
  private func fillBatch() -> Bool {
    if stream != nil { return fillFromStream() }
    batch.size = min(batch.maxSize, dataset.training.count - cursor.position)
    let pass = cursor.epoch
    let examples = dataset.training
    let places = examplesOfColumns.pointer
    return batch.fill { pointers in
      cursor.next(pointers.batch) { column, example in
        examples.write(example, pass: pass, to: pointers, column: column)
        places[column] = Int32(example)
      }.endsEpoch
    }
  }

  private func fillFromStream() -> Bool {
    guard let cursor = stream else { return true }
    if cursor.beginsEpoch { for lane in working { lane.network.clearCarriedStates() } }
    batch.size = batch.maxSize
    batch.timeSteps = cursor.steps
    dataset.stream?.write(
      position: cursor.position, steps: cursor.steps, columns: batch.size, to: batch.pointers)
    for column in 0..<batch.size {
      examplesOfColumns.pointer[column] = Int32(
        truncatingIfNeeded: cursor.position * batch.size + column)
    }
    stream?.advance()
    return cursor.endsEpoch
  }

  /// The batch as augmentation changes it for a lane; nil where the lane takes it as it is. What a
  /// lane before it with the same settings was given is given again.
  private func ownBatch(of lane: Lane, after others: ArraySlice<Lane>, pass: Int) -> Batch? {
    let settings = lane.progress.augmentation
    guard settings.isOn, let own = lane.augmented else { return nil }
    for other in others where other.progress.augmentation == settings { return other.augmented }
    own.copy(from: batch)
    let pointers = own.pointers
    for column in 0..<own.size {
      augmenter.apply(
        settings, to: pointers, column: column,
        example: Int(examplesOfColumns.pointer[column]), pass: pass)
    }
    own.timeSteps = own.longest
    return own
  }

  private func validatesNow(endsEpoch: Bool) -> Bool {
    switch preset.training.validateEvery {
    case .epoch: return endsEpoch
    case .steps(let interval): return sessionStep % interval == 0
    }
  }

  /// Whether a lane has done all epochs or steps asked for.
  func isDone(_ lane: Lane) -> Bool { run.steps.map { lane.progress.step >= $0 } ?? false }

  /// Ends lanes that have done all epochs or steps asked for.
  func finishLanes(_ lanes: [Lane]) {
    for lane in lanes where lane.isTraining && isDone(lane) {
      // A last look, where the end does not fall on a validation.
      if lane.progress.validationCurve.lastStep != lane.progress.step { validate([lane]) }
      guard lane.isTraining else { continue }
      lane.progress.state = .finished
      lane.useBest()
      let stepsDone = preset.training.maxSteps.map { lane.progress.step >= $0 } ?? false
      end(lane, reason: stepsDone ? "max_steps" : "max_epochs")
    }
  }

  private func tellDivergence(_ lane: Lane) {
    guard case .diverged(let step, let layer, let timeStep, let what) = lane.progress.state else {
      return
    }
    onEvent(.diverged(lane: lane.info.name, step, layer: layer, timeStep: timeStep, what: what))
    lane.useBest()
    end(lane, reason: "diverged")
  }

  // MARK: the pool

  private func run(_ phases: [Network.Phase]) {
    for phase in phases {
      self.phase = phase
      taskCounts.removeAll(keepingCapacity: true)
      var total = 0
      for lane in working {
        taskCounts.append(lane.network.taskCount(phase))
        total += taskCounts[taskCounts.count - 1]
      }
      pool.run(total, self)
    }
  }

  /// Runs phases of some lanes on a batch, all shards spread over the pool.
  func evaluate(_ lanes: [Lane], _ batch: Batch) {
    let before = working
    working = lanes
    for lane in lanes { lane.network.begin(batch, lane.evaluationJob) }
    run(Network.Phase.evaluation)
    working = before
  }

  // MARK: validation

  private func validate() {
    validate(working.filter { $0.isTraining })
  }

  private func validate(_ lanes: [Lane]) {
    let evaluator = evaluator(lanes)
    let plain = evaluator.plainLosses(of: dataset.training, sample: dataset.validation.count)
    let scores = evaluator.scores(of: dataset.validation, .validation, keeps: true)
    let picture = OutputPicture(dataset: dataset, scoring: scoring)
    for (i, lane) in lanes.enumerated() {
      lane.take(validation: scores[i], plain: plain[i], seconds: seconds)
      lane.progress.lastMetric = scores[i].value(of: scoring.beside)
      lane.updateSpectralRadii()
      lane.attention = AttentionSnapshot(lane.network, step: lane.progress.step)
      lane.output = picture.snapshot(of: lane, from: scores[i])
      onEvent(.validation(lane: lane.info.name, lane.validationRecord(scores[i], rate: clock.rate)))
      judge(lane)
      adapt(lane)
    }
  }

  private func judge(_ lane: Lane) {
    let loss = lane.progress.lastValidationLoss ?? .nan
    let (step, epoch) = (lane.progress.step, lane.epoch)
    // Before a stop, which keeps what the lane is for going on.
    lane.progress.beginInterval()
    lane.progress.ghosts.observe(loss, step: step, epoch: epoch)
    showSchedule(loss, of: lane)
    switch lane.progress.earlyStopping.observe(loss, step: step, epoch: epoch) {
    case .improved:
      lane.keepBest()
      onEvent(.improved(lane: lane.info.name, epoch: epoch, step: step, loss))
    case .waits(let left):
      onEvent(
        .noImprovement(
          lane: lane.info.name, left: lane.progress.earlyStopping.on ? left : nil))
    case .stops:
      let stopping = lane.progress.earlyStopping
      onEvent(
        .earlyStop(
          lane: lane.info.name, epoch: epoch, step: step, bestEpoch: stopping.bestEpoch,
          bestLoss: stopping.bestLoss ?? .nan))
      lane.stopEarly()
      end(lane, reason: "early_stop")
    }
  }

  // MARK: the end

  /// Scores the lane's best weights on the test part and tells the end.
  private func end(_ lane: Lane, reason: String) {
    // Saved first: whoever is in a hurry has the weights then.
    lane.saved = save(lane)
    let score = evaluator([lane]).scores(of: dataset.test, .test)[0]
    lane.progress.testLoss = score.loss
    lane.testMetrics = score.metrics
    lane.endReason = reason
    onEvent(
      .end(
        lane: lane.info.name, reason: reason, epoch: lane.epoch, step: lane.progress.step,
        testLoss: score.loss, testMetrics: score.metrics,
        baselines: scoring.baselines, model: lane.saved))
  }

  /// Ends every lane that is still at work or rests, with its best weights, or those it has where it
  /// was not validated yet.
  package func finish() {
    for lane in lanes where lane.isTraining || lane.progress.state == .off {
      lane.progress.state = .finished
      lane.useBest()
      end(lane, reason: "interrupted")
    }
  }

  /// Steps a second of late, and seconds left until the last lane ends.
  var pace: (rate: Double, left: Double?) {
    let rate = clock.rate
    guard rate > 0 else { return (0, nil) }
    var most: Int?
    for lane in lanes where lane.isTraining {
      guard let steps = run.steps else { return (rate, nil) }
      most = max(most ?? 0, steps - lane.progress.step)
    }
    return (rate, most.map { Double($0) / rate })
  }
}

extension Trainer: ParallelWork {
  package func perform(task: Int) {
    var rest = task
    for (i, count) in taskCounts.enumerated() {
      if rest < count {
        working[i].network.perform(phase, task: rest)
        return
      }
      rest -= count
    }
  }
}

extension Lane {
  /// Dropout and noise off; zoneout takes its mean path.
  var evaluationJob: Network.Job {
    var job = Network.Job()
    job.plan = plan.forEvaluation
    return job
  }
}

extension Batch {
  /// Lets examples be written to the columns in use; the batch then has as many time steps as the
  /// longest of them.
  package func fill<Result>(_ write: (BatchPointers) -> Result) -> Result {
    timeSteps = maxTimeSteps
    let result = write(pointers)
    timeSteps = longest
    return result
  }

  /// Valid steps of the longest sequence in use.
  var longest: Int { Int(lengths.values[..<size].max() ?? 1) }

  /// For the dataset to write to, laid out for the size in use.
  var pointers: BatchPointers {
    BatchPointers(
      inputs: inputs.count > 0 ? inputs.pointer : nil,
      tokens: tokens.count > 0 ? tokens.pointer : nil,
      targetValues: targetValues.count > 0 ? targetValues.pointer : nil,
      targetClasses: targetClasses.count > 0 ? targetClasses.pointer : nil,
      lengths: lengths.pointer, timeSteps: timeSteps, batch: size)
  }
}
