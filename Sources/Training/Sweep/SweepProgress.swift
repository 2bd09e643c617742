import Telemetry

/// The state of a sweep: every trial with what it has reported, and the ranking so far. It knows no
/// processes: the code that runs the trials reports what happens.
package struct SweepProgress: Sendable {
  package enum TrialState: Sendable, Equatable {
    case waiting
    case running
    case done
    /// With the reason.
    case failed(String)
  }

  /// The curves of the latest fold of a combination.
  package struct Curve: Sendable, Equatable {
    package let fold: Int
    package private(set) var train = Series(capacity: 128)
    package private(set) var validation = Series(capacity: 128)
    package fileprivate(set) var best: TrialLog.Best?

    fileprivate init(fold: Int) { self.fold = fold }

    fileprivate mutating func add(_ new: TrialLog.Validation) {
      validation.append(step: new.step, seconds: new.seconds, value: Float(new.loss))
      guard let loss = new.trainLoss else { return }
      train.append(step: new.step, seconds: new.seconds, value: Float(loss))
    }
  }

  package let grid: SweepGrid
  package private(set) var states: [TrialState]
  package private(set) var logs: [TrialLog?]
  package private(set) var curves: [Curve?]
  package private(set) var ranking: SweepRanking
  /// Counts the changes of each combination, and of the ranking.
  package private(set) var versions: [Int]
  package private(set) var rankingVersion = 0

  package init(_ grid: SweepGrid) {
    self.grid = grid
    states = Array(repeating: .waiting, count: grid.trialCount)
    logs = Array(repeating: nil, count: grid.trialCount)
    curves = Array(repeating: nil, count: grid.combinations.count)
    versions = Array(repeating: 0, count: grid.combinations.count)
    let entry = SweepRanking.Entry(scores: Array(repeating: nil, count: grid.folds))
    ranking = SweepRanking(
      Array(repeating: entry, count: grid.combinations.count), monitor: grid.monitor)
  }

  // MARK: what happens

  /// Takes over trials that were finished before; the others wait.
  package mutating func adopt(_ finished: [Int: TrialLog]) {
    for (place, log) in finished {
      logs[place] = log
      settle(place)
    }
    rank()
  }

  package mutating func start(_ place: Int) {
    let trial = grid.trial(place)
    states[place] = .running
    logs[place] = TrialLog()
    curves[trial.combination] = Curve(fold: trial.fold)
    versions[trial.combination] += 1
  }

  /// The next line of a running trial.
  package mutating func take(_ line: String, of place: Int) {
    let trial = grid.trial(place)
    let validation = logs[place]?.take(line)
    if curves[trial.combination]?.fold == trial.fold {
      if let validation { curves[trial.combination]?.add(validation) }
      curves[trial.combination]?.best = logs[place]?.best
    }
    versions[trial.combination] += 1
  }

  /// A trial has ended by itself, according to its log.
  package mutating func finish(_ place: Int) {
    settle(place)
    rank()
  }

  /// A trial was interrupted: it has to be run again.
  package mutating func fail(_ place: Int, _ reason: String) {
    states[place] = .failed(reason)
    versions[grid.trial(place).combination] += 1
    rank()
  }

  /// A trial was stopped: none of it counts.
  package mutating func stop(_ place: Int) {
    states[place] = .waiting
    logs[place] = nil
    versions[grid.trial(place).combination] += 1
  }

  private mutating func settle(_ place: Int) {
    switch logs[place]?.outcome {
    case .scored: states[place] = .done
    case .failed(let reason): states[place] = .failed(reason)
    case .unfinished, nil: states[place] = .waiting
    }
    versions[grid.trial(place).combination] += 1
  }

  private mutating func rank() {
    ranking = SweepRanking(grid.combinations.indices.map(entry), monitor: grid.monitor)
    rankingVersion += 1
  }

  private func entry(_ combination: Int) -> SweepRanking.Entry {
    var entry = SweepRanking.Entry(scores: [], parameters: parameters(of: combination))
    for fold in 1...grid.folds {
      let place = grid.place(combination: combination, fold: fold)
      let best = states[place] == .done ? logs[place]?.best : nil
      entry.scores.append(grid.monitor == nil ? best?.loss : best?.monitored)
      entry.metrics.append(best?.metric)
      if case .failed = states[place] { entry.hasFailed = true }
    }
    return entry
  }

  // MARK: queries

  package func parameters(of combination: Int) -> Int? {
    for fold in 1...grid.folds {
      let log = logs[grid.place(combination: combination, fold: fold)]
      if let parameters = log?.parameters { return parameters }
    }
    return nil
  }

  package var waiting: [Int] { states.indices.filter { states[$0] == .waiting } }
  package var runningCount: Int { states.count { $0 == .running } }
  package var doneCount: Int { states.count { $0 == .done } }
  package var failures: [String] {
    states.compactMap { if case .failed(let reason) = $0 { reason } else { nil } }
  }
  package var isOver: Bool { doneCount + failures.count == states.count }

  package func failure(of combination: Int) -> (fold: Int, reason: String)? {
    for fold in 1...grid.folds {
      if case .failed(let reason) = states[grid.place(combination: combination, fold: fold)] {
        return (fold, reason)
      }
    }
    return nil
  }

  package func runningFolds(of combination: Int) -> [Int] {
    (1...grid.folds).filter {
      states[grid.place(combination: combination, fold: $0)] == .running
    }
  }

  /// Of a combination's running folds, the latest.
  package func runningFold(of combination: Int) -> Int? {
    let folds = runningFolds(of: combination)
    if let fold = curves[combination]?.fold, folds.contains(fold) { return fold }
    return folds.last
  }

  /// The name of the primary metric, as reported by the trials.
  package var metricName: String? { firstLog?.metricName }
  package var kind: DataKind? { firstLog?.kind }
  private var firstLog: TrialLog? { logs.lazy.compactMap { $0 }.first { $0.metricName != nil } }
}

extension SweepGrid {
  /// "gru, hidden [32], lr 0.001": a combination in words.
  package func words(_ combination: Combination) -> String {
    let values = zip(axes, combination.values).map { "\($0.label) \($1.text)" }
    return ((lanes.count > 1 || values.isEmpty ? [combination.lane] : []) + values)
      .joined(separator: ", ")
  }
}
