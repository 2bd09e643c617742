import Datasets
import Foundation
import Telemetry
import Testing
import Training

/// `early_stopping.monitor`: what says which validation is the best.
@Suite struct MonitorTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let f1 = Monitor(name: "f1", isBetterHigher: true)
  private static let rmse = Monitor(name: "rmse", isBetterHigher: false)

  /// By what a metric is, not by its name: shares and skill up, errors and surprise down.
  @Test func everyMetricSaysWhichWayIsBetter() {
    let higher = MetricRegistry.all.filter { $0.isBetterHigher }.map { $0.name }
    #expect(
      higher == [
        "skill", "accuracy", "span_f1", "f1", "balanced_accuracy", "exact_match",
        "token_accuracy", "bleu", "chrf",
      ])
    let wrong = MetricRegistry.all.filter { metric in
      metric.isShare && !metric.isBetterHigher || metric.restatesLoss && metric.isBetterHigher
    }
    #expect(wrong.isEmpty)
    #expect(Monitor(named: "f1") == Self.f1 && Monitor(named: "rmse") == Self.rmse)
    #expect(Monitor(named: nil) == nil && Monitor(named: "loss") == nil)
  }

  struct Case: Sendable {
    var monitor: Monitor?
    var minDelta: Float = 0
    var losses: [Float]
    var metrics: [Float?]
    var expected: String
    var best: Float?
    var bestEpoch: Int
  }

  static let cases = [
    // The loss rises while the metric improves.
    Case(
      monitor: f1, losses: [1, 2, 3, 4, 5], metrics: [0.2, 0.3, 0.5, 0.4, 0.5],
      expected: "i i i 1 s", best: 0.5, bestEpoch: 3),
    // And the other way round.
    Case(
      monitor: f1, losses: [5, 4, 3], metrics: [0.5, 0.4, 0.5], expected: "i 1 s", best: 0.5,
      bestEpoch: 1),
    Case(
      monitor: rmse, losses: [1, 2, 3, 4], metrics: [9, 8, 8, 8], expected: "i i 1 s", best: 8,
      bestEpoch: 2),
    Case(
      monitor: f1, minDelta: 0.125, losses: [1, 1, 1], metrics: [0.5, 0.625, 0.75],
      expected: "i 1 i", best: 0.75, bestEpoch: 3),
    Case(
      monitor: f1, losses: [1, 1, 1], metrics: [.nan, .infinity, nil], expected: "1 s s",
      best: nil, bestEpoch: 0),
    // Weights whose loss is no number are not the best of anything.
    Case(
      monitor: f1, losses: [.nan, 1], metrics: [0.9, 0.5], expected: "1 i", best: 0.5,
      bestEpoch: 2),
    Case(
      losses: [1, 2, 3], metrics: [0.1, 0.2, 0.3], expected: "i 1 s", best: nil, bestEpoch: 1),
  ]

  @Test(arguments: cases.indices) func patienceFollowsIt(_ place: Int) {
    let c = Self.cases[place]
    var stopping = EarlyStopping(on: true, patience: 2, minDelta: c.minDelta, monitor: c.monitor)
    var ghosts = PatienceGhosts(minDelta: c.minDelta, monitor: c.monitor)
    var verdicts: [String] = []
    for (i, loss) in c.losses.enumerated() {
      ghosts.observe(loss, metric: c.metrics[i], step: i, epoch: i + 1)
      switch stopping.observe(loss, metric: c.metrics[i], step: i, epoch: i + 1) {
      case .improved: verdicts.append("i")
      case .waits(let left): verdicts.append("\(left)")
      case .stops: verdicts.append("s")
      }
    }
    #expect(verdicts.joined(separator: " ") == c.expected)
    #expect(stopping.bestMetric == c.best && stopping.bestEpoch == c.bestEpoch)
    #expect(stopping.bestLoss == (c.bestEpoch > 0 ? c.losses[c.bestEpoch - 1] : nil))
    // A ghost of the same patience stops at the same validation, with the same best.
    let stop = verdicts.firstIndex(of: "s").map { $0 + 1 }
    let ghost = ghosts.stops.first { $0.patience == 2 }
    #expect(ghost?.epoch == stop)
    if stop != nil { #expect(ghost?.bestMetric == stopping.bestMetric) }
  }

  private func session(_ monitor: String?, steps: Int = 60) throws -> SmallSession {
    try SmallSession(
      loadDataset(
        DataConfiguration(source: "anomalies", length: 20, count: 200), relativeTo: []
      ) { _ in },
      training: {
        ($0.batch, $0.validateEvery, $0.maxSteps) = (32, .steps(3), steps)
        ($0.learningRate, $0.classWeights) = (0.02, ClassWeights(isOn: true))
      },
      lane: { ($0.earlyStopping.monitor, $0.earlyStopping.patience) = (monitor, 4) })
  }

  /// The kept weights are those of the validation with the best value, everything that tells of it
  /// names the metric, and the run ends when that rests.
  @Test(arguments: ["accuracy", "f1", "balanced_accuracy"])
  func theBestIsTheBestOfTheMetric(_ name: String) throws {
    let session = try session(name)
    while !session.trainer.hasEnded { session.steps(1) }
    let validations = session.events.compactMap(\.validated)
    let values = try validations.map { Float(try #require($0.metrics[name])) }
    let best = try #require(values.max())
    let place = try #require(values.firstIndex(of: best))
    let stopping = session.lane.progress.earlyStopping
    #expect(stopping.bestMetric == best && stopping.bestStep == validations[place].step)
    #expect(stopping.bestLoss == validations[place].validationLoss)
    let kept = try #require(session.lane.state.best)
    #expect(kept.step == validations[place].step)
    #expect(kept.validation?.monitor?.name == name && kept.validation?.monitored == best)
    for event in session.events {
      switch event {
      case .improved(let e): #expect(e.monitor == name && e.metric != nil)
      case .noImprovement(let e): #expect(e.monitor == name)
      case .earlyStop(let e): #expect(e.monitor == name && e.bestMetric == best)
      default: break
      }
    }
    let facts = session.trainer.laneSnapshots()[0].facts
    #expect(facts.bestMetric == best && facts.earlyStopping.monitor?.name == name)
    #expect(facts.earlyStopping.monitor?.isBetterHigher == true)
    #expect(session.trainer.results()[0].monitor == name)
    #expect(session.trainer.verdict().text.contains("weights of the best \(name)"))
    // It stopped by the metric's patience, not the loss's.
    if case .stoppedEarly(_, let step, _) = session.lane.progress.phase {
      #expect(validations.last?.step == step)
      #expect(values.suffix(4).allSatisfy { $0 <= best } && validations.count == place + 5)
    }
  }

  /// The default: nothing of a metric anywhere, and the bits of before.
  @Test func theLossIsFollowedByDefault() throws {
    let session = try session(nil, steps: 12)
    while !session.trainer.hasEnded { session.steps(1) }
    for event in session.events {
      let line = JSONLine.text(TimedEvent(event, seconds: 0))
      #expect(!line.contains("monitor") && !line.contains("val_metric\""))
    }
    let state = String(decoding: CodedState.bytes(session.lane.state), as: UTF8.self)
    #expect(!state.contains("onitor") && !state.contains("bestMetric"))
    #expect(session.trainer.verdict().text.contains("(best weights)"))
    #expect(session.trainer.results()[0].monitor == nil)
  }

  /// A metric that restates the loss chooses what the loss chooses.
  @Test func aMetricOfTheLossIsTheLoss() throws {
    func run(_ monitor: String?) throws -> SmallSession {
      let session = try SmallSession(
        SmallData.text.dataset(in: scratch),
        training: { ($0.maxSteps, $0.validateEvery) = (40, .steps(4)) },
        lane: { $0.earlyStopping.monitor = monitor })
      while !session.trainer.hasEnded { session.steps(1) }
      return session
    }
    let loss = try run(nil)
    for name in ["nats_per_token", "perplexity", "bits_per_character"] {
      let other = try run(name)
      #expect(other.lane.state.best?.step == loss.lane.state.best?.step)
      #expect(other.lane.state.weights == loss.lane.state.weights)
    }
  }

  @Test(
    arguments: [
      (SmallData.adding, "f1", "loss, mse"),
      (.csv, "accuracy", "loss, rmse, mae, skill"),
      (.text, "rmse", "loss, nats_per_token, perplexity, bits_per_character"),
    ])
  func whatTheDataDoNotHaveIsRefused(
    _ c: (data: SmallData, name: String, allowed: String)
  ) throws {
    let error = #expect(throws: Trainer.Failure.self) {
      try SmallSession(
        c.data.dataset(in: scratch), ["gru"], lane: { $0.earlyStopping.monitor = c.name })
    }
    #expect(
      error?.description
        == "lane gru: early_stopping.monitor: these data have no \(c.name); allowed: \(c.allowed)")
  }

  @Test func itIsReadAndWritten() throws {
    let preset = try read("early_stopping: {monitor: f1}").get()
    #expect(preset.lanes[0].earlyStopping.monitor == "f1")
    #expect(try read("early_stopping: {monitor: loss}").get().lanes[0].earlyStopping.monitor == nil)
    #expect(PresetWriter.yaml(preset).contains("monitor: f1"))
    #expect(!PresetKeys.changeablePaths.contains("early_stopping.monitor"))
  }

  // MARK: files

  /// What was the best by something else is neither better nor worse: both files stay.
  @Test(arguments: ["loss", "another metric", "better", "unknown", "worse"])
  func filesOfTheSameMonitorCompare(_ obstacle: String) throws {
    let session = try session("f1", steps: 30)
    session.trainer.save(in: try RunFolder(scratch.file("run"), preset: "small"))
    session.steps(9)
    let best = try #require(session.lane.state.best)
    let value = try #require(best.validation?.monitored)
    let path = scratch.file("run/lstm.safetensors")
    var score = SavedScore(
      loss: 1e6, metric: .init([]), step: 1,
      data: try loadDataset(
        DataConfiguration(source: "anomalies", length: 20, count: 200), relativeTo: []
      ) { _ in }.validationDigest)
    switch obstacle {
    case "loss": break
    case "another metric": (score.monitor, score.monitored) = ("accuracy", 0)
    case "better": (score.monitor, score.monitored) = ("f1", value + 0.125)
    case "unknown": (score.monitor, score.monitored) = ("charm", 0)
    default: (score.monitor, score.monitored, score.loss) = ("f1", value - 0.125, 0)
    }
    try ModelFile(
      architecture: session.lane.architecture, weights: best.weights.map { $0 / 2 },
      score: score
    ).write(to: path)
    session.trainer.finish()
    let name = obstacle == "worse" ? "lstm" : "lstm.2"
    let file = scratch.file("run/\(name).safetensors")
    #expect(session.trainer.results()[0].file == .success(file))
    let saved = try #require(SavedScore(ofFile: file))
    #expect(
      saved.monitor == "f1" && saved.monitored == session.lane.state.best?.validation?.monitored)
  }
}
