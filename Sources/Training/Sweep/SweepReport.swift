import Datasets
import Foundation
import Telemetry

/// The results of a sweep, as text and as lines of JSON.
package struct SweepReport {
  let progress: SweepProgress
  private var grid: SweepGrid { progress.grid }
  private var ranking: SweepRanking { progress.ranking }

  package init(_ progress: SweepProgress) { self.progress = progress }

  // MARK: text

  /// The combinations as a table, best first.
  package var table: [String] {
    var heads = ["rank", "no."] + (showsLanes ? ["lane"] : []) + grid.axes.map(\.label)
    let showsSizes = showsSizes
    if showsSizes { heads.append("trained") }
    let texts = 2..<heads.count
    heads +=
      ["parameters", ranking.monitor?.name ?? "validation", "sd", "se"]
      + (metric.map { [$0] } ?? [])
    heads += ["folds", ""]
    let rows = [heads] + ranking.order.map { row($0, showsSizes: showsSizes) }
    let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    // Swept keys and notes are aligned left.
    return rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        let isText = texts.contains(column) || column == row.count - 1
        return isText ? row[column] + padding : padding + row[column]
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Whether sizes other than those requested were trained.
  private var showsSizes: Bool {
    grid.combinations.indices.contains { progress.otherSizes(of: $0) != nil }
  }

  private var showsLanes: Bool { grid.lanes.count > 1 || grid.axes.isEmpty }

  /// The metric's name if it is not the loss in another unit.
  private var metric: String? {
    guard let name = progress.metricName, name != ranking.monitor?.name else { return nil }
    let isSame = ranking.entries.allSatisfy { entry in
      zip(entry.scores, entry.metrics).allSatisfy { score, metric in
        guard let score, let metric else { return true }
        return abs(score - metric) <= 1e-5 * abs(score)
      }
    }
    return isSame ? nil : name
  }

  private func row(_ place: Int, showsSizes: Bool) -> [String] {
    let entry = ranking.entries[place]
    let combination = grid.combinations[place]
    let spread = entry.spread
    var cells = [ranking.ranks[place].map(String.init) ?? "-", String(combination.number)]
    if showsLanes { cells.append(escaped(combination.lane)) }
    cells += combination.values.map { escaped($0.text) }
    if showsSizes { cells.append(progress.trainedSizes(of: place).map { "\($0)" } ?? "-") }
    cells.append(entry.parameters.map(Numbers.grouped) ?? "-")
    cells += [spread?.mean, spread?.deviation, spread?.standardError].map { Numbers.measured($0) }
    if metric != nil { cells.append(Numbers.measured(entry.metric?.mean)) }
    return cells + ["\(entry.foldsDone)/\(grid.folds)", note(place)]
  }

  /// Notes on a combination next to its numbers.
  private func note(_ place: Int) -> String {
    if let failure = progress.failure(of: place) {
      let fold = grid.folds > 1 ? " in fold \(failure.fold)" : ""
      return "failed\(fold): \(escaped(failure.reason, limit: 200))"
    }
    let isBest = place == ranking.winner && progress.isOver
    let isSimplest = place == ranking.simplest && progress.isOver
    switch (isBest, isSimplest) {
    case (true, true): return "best, and the simplest within one standard error"
    case (true, false): return "best"
    case (false, true): return "simplest within one standard error of the best"
    case (false, false): return ""
    }
  }

  /// "gru, hidden [32]: validation 0.0123 (mse 0.012) at epoch 7".
  package func text(of place: Int) -> String {
    let trial = grid.trial(place)
    let words = words(of: trial.combination)
    let start = grid.folds > 1 ? "\(words), fold \(trial.fold): " : "\(words): "
    switch progress.states[place] {
    case .failed(let reason): return start + "failed: \(escaped(reason, limit: 400))"
    case .done:
      guard let best = progress.logs[place]?.best else { return start + "done" }
      let metric =
        self.metric.flatMap { name in best.metric.map { " (\(name) \(Numbers.measured($0)))" } }
        ?? ""
      let followed = ranking.monitor.flatMap { monitor in
        best.monitored.map { "\(monitor.name) \(Numbers.measured($0)), " }
      }
      return start + (followed ?? "")
        + "validation \(Numbers.measured(best.loss))\(metric) at epoch \(best.epoch)"
    case .waiting: return start + "stopped"
    case .running: return start + "started"
    }
  }

  /// "gru, hidden [32]"; sizes trained instead of the requested ones are added.
  package func words(of combination: Int) -> String {
    let words = escaped(grid.words(grid.combinations[combination]), limit: 400)
    return words + (progress.otherSizes(of: combination).map { ", trained with \($0)" } ?? "")
  }

  /// The winner's preset's description.
  package var aboutWinner: String {
    guard let winner = ranking.winner, let spread = ranking.entries[winner].spread else {
      return ""
    }
    let error =
      spread.standardError.map { " with a standard error of \(Numbers.measured($0))" } ?? ""
    let folds = grid.folds > 1 ? "over \(grid.folds) folds" : "on the validation part"
    return "The best of \(grid.combinations.count) combinations of a sweep: mean best validation "
      + "\(ranking.monitor?.name ?? "loss") \(Numbers.measured(spread.mean))\(error) \(folds)."
  }

  // MARK: JSON

  package func startLine(folder: String, jobs: Int, threads: Int) -> String {
    JSONLine.text(
      SweepStart(
        preset: grid.base.name, folder: folder, lanes: grid.lanes.map(\.name),
        over: NamedValues(grid.axes.map { ($0.key, $0.values.map(\.node)) }), notes: grid.notes,
        folds: grid.folds, combinations: grid.combinations.count, trials: grid.trialCount,
        done: progress.doneCount, jobs: jobs, threads: threads))
  }

  /// A trial that has ended.
  package func trialLine(_ place: Int, seconds: Double) -> String {
    let trial = grid.trial(place)
    let log = progress.logs[place]
    var reason: String?
    var best: TrialLog.Best?
    switch progress.states[place] {
    case .done: best = log?.best
    case .failed(let text): reason = text
    case .waiting, .running: break
    }
    return JSONLine.text(
      SweepTrialEnded(
        seconds: seconds, trial: grid.name(of: trial), combination: combination(trial.combination),
        fold: trial.fold, parameters: log?.parameters, state: reason == nil ? .done : .failed,
        loss: best?.loss, metricName: progress.metricName, metric: best?.metric,
        bestEpoch: best?.epoch, monitor: ranking.monitor?.name, monitored: best?.monitored,
        reason: reason))
  }

  /// A line for each combination, best first.
  package func rankingLines(seconds: Double) -> [String] {
    ranking.order.map { place in
      let entry = ranking.entries[place]
      return JSONLine.text(
        SweepRanked(
          seconds: seconds, rank: ranking.ranks[place], combination: combination(place),
          parameters: entry.parameters, folds: entry.foldsDone, mean: entry.spread?.mean,
          deviation: entry.spread?.deviation, standardError: entry.spread?.standardError,
          scores: entry.scores, monitor: ranking.monitor?.name, metricName: progress.metricName,
          metricMean: entry.metric?.mean,
          metricDeviation: entry.metric?.deviation,
          isBest: progress.isOver && place == ranking.winner,
          isSimplest: progress.isOver && place == ranking.simplest,
          reason: progress.failure(of: place)?.reason))
    }
  }

  package func endLine(reason: String, best: String?, seconds: Double) -> String {
    JSONLine.text(
      SweepEnded(
        seconds: seconds, reason: reason, trials: grid.trialCount, done: progress.doneCount,
        failed: progress.failures.count, best: best))
  }

  private func combination(_ place: Int) -> SweptCombination {
    let combination = grid.combinations[place]
    return SweptCombination(
      number: combination.number, lane: combination.lane,
      values: NamedValues(combination.values.map { ($0.key, $0.node) }),
      hidden: progress.trainedSizes(of: place))
  }
}
