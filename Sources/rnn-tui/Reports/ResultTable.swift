import Dashboard
import Datasets
import Telemetry
import Training

/// The table at the end, 80 columns wide: every lane's result, best first, then the trivial
/// predictors and what was saved.
package struct ResultTable {
  package static let width = 80
  private let results: SessionResults

  package init(_ results: SessionResults) { self.results = results }

  /// A column of numbers, or of words.
  private struct Column {
    var head: String
    /// The head if there is little room.
    var short: String
    var isText = false
    var lanes: [String]
    var baselines: [String]

    var width: Int {
      (baselines + lanes + [head]).map { TextWidth.of($0) }.max() ?? 0
    }
  }

  package var lines: [String] { ["rnn-tui \(escaped(results.preset))"] + table + saved }

  private var ranked: [LaneResult] { results.ranked }
  private var baselines: [Baseline] { results.lanes.first?.baselines ?? [] }

  // MARK: the table

  /// The first three columns; a trivial predictor's name spans them.
  private var names: [Column] {
    let none = baselines.map { _ in "" }
    return [
      Column(
        head: "lane", short: "lane", isText: true,
        lanes: ranked.map { escaped($0.lane, limit: 32) }, baselines: none),
      Column(
        head: "ended", short: "ended", isText: true,
        lanes: ranked.map { $0.reason?.text ?? "taken out" }, baselines: none),
      Column(
        head: "best epoch", short: "best",
        lanes: ranked.map { $0.bestEpoch.map { "\($0)" } ?? "-" },
        baselines: none),
    ]
  }

  private var losses: [Column] {
    [
      Column(
        head: "validation", short: "valid.",
        lanes: ranked.map { Numbers.measured($0.validationLoss) },
        baselines: baselines.map { Numbers.measured($0.validationLoss) }),
      Column(
        head: "test", short: "test",
        lanes: ranked.map { Numbers.measured($0.testLoss) },
        baselines: baselines.map { Numbers.measured($0.testLoss) }),
    ]
  }

  /// Without those that repeat the loss in the same digits.
  private func metrics(besides test: [String]) -> [Column] {
    let named = Set(ranked.flatMap { $0.testMetrics.map(\.name) })
    // In the registry's order: metrics read from a file have lost theirs.
    return MetricRegistry.all.map { $0.name }.filter(named.contains).compactMap { name -> Column? in
      let metric = MetricRegistry.named(name)
      let cells = ranked.map { Self.number($0.testMetrics, name) }
      if metric?.restatesLoss == true, cells == test { return nil }
      let short = metric?.short ?? name
      return Column(
        head: "test \(short)", short: short, lanes: cells,
        baselines: baselines.map { Self.number($0.testMetrics, name) })
    }
  }

  private var table: [String] {
    var (names, losses) = (names, losses)
    var metrics = metrics(besides: losses[1].lanes)
    func width() -> Int {
      names[0].head = "lane"
      let spread = names.map(\.width).reduce(-2) { $0 + $1 + 2 }
      let longest = baselines.map { TextWidth.of(escaped($0.name, limit: 40)) }.max() ?? 0
      // If a predictor's name is wider than its columns, the first column is widened.
      names[0].head = names[0].head.padded(
        right: names[0].width + max(0, longest - spread))
      return (names + losses + metrics).map(\.width).reduce(-2) { $0 + $1 + 2 }
    }
    let isNarrow = width() > Self.width
    if isNarrow {
      for place in metrics.indices { metrics[place].head = metrics[place].short }
    }
    if width() > Self.width {
      for place in 1..<names.count { names[place].head = names[place].short }
      names[0].lanes = names[0].lanes.map { $0.shortened(to: 14) }
    }
    var leftOut: [String] = []
    while width() > Self.width, !metrics.isEmpty {
      leftOut.insert(metrics.removeLast().short, at: 0)
    }
    var notes: [String] = []
    if isNarrow, !metrics.isEmpty {
      notes.append("On the test part: " + metrics.map(\.short).joined(separator: ", "))
    }
    if !leftOut.isEmpty {
      notes.append("Left out for lack of room: " + leftOut.joined(separator: ", "))
    }
    if let monitors { notes.append(monitors) }
    return rows(names, losses + metrics) + notes.flatMap { Wrapping.lines($0, width: Self.width) }
  }

  /// The metrics that chose the best epochs, unless all lanes used the loss.
  private var monitors: String? {
    let names = ranked.map { $0.monitor ?? EarlyStopping.loss }
    guard ranked.contains(where: { $0.monitor != nil }) else { return nil }
    let unique = names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
    let whose = unique.map { name in
      guard unique.count > 1 else { return name }
      let lanes = zip(ranked, names).filter { $0.1 == name }.map { escaped($0.0.lane, limit: 32) }
      return "\(name) (\(lanes.joined(separator: ", ")))"
    }
    return "Best epoch: the one with the best \(whose.joined(separator: ", ")) on the validation "
      + "part. Lanes are sorted by loss."
  }

  private func rows(_ names: [Column], _ numbers: [Column]) -> [String] {
    func line(_ cells: [(Column, String)]) -> String {
      cells.map { column, cell in
        column.isText ? cell.padded(right: column.width) : cell.padded(left: column.width)
      }.joined(separator: "  ")
    }
    let all = names + numbers
    let spread = names.map(\.width).reduce(-2) { $0 + $1 + 2 }
    return [line(all.map { ($0, $0.head) })]
      + ranked.indices.map { row in line(all.map { ($0, $0.lanes[row]) }) }
      + baselines.indices.map { row in
        escaped(baselines[row].name, limit: 40).padded(right: spread) + "  "
          + line(numbers.map { ($0, $0.baselines[row]) })
      }
  }

  // MARK: what was saved

  private var saved: [String] {
    var folders: [(path: String, files: [String])] = []
    var failures: [(reason: String, lanes: [String])] = []
    /// - Parameter note: describes a file that is not the lane's current one.
    func add(_ file: Result<String, SaveFailure>, _ lane: String, _ note: String? = nil) {
      let lane = escaped(lane, limit: 32) + (note.map { ", \($0)" } ?? "")
      switch file {
      case .success(let path):
        let cut = path.lastIndex(of: "/")
        let folder = cut.map { String(path[..<$0]) } ?? "."
        let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
        let entry = escaped(name, limit: 400) + (note == nil ? "" : " (\(lane))")
        if let place = folders.firstIndex(where: { $0.path == folder }) {
          folders[place].files.append(entry)
        } else {
          folders.append((folder, [entry]))
        }
      case .failure(let failure):
        if let place = failures.firstIndex(where: { $0.reason == failure.description }) {
          failures[place].lanes.append(lane)
        } else {
          failures.append((failure.description, [lane]))
        }
      }
    }
    for result in ranked {
      add(result.file, result.lane)
      for file in result.earlierFiles { add(file, result.lane, "earlier") }
    }
    for result in results.removed {
      for file in result.files { add(file, result.lane, "removed") }
    }
    return folders.flatMap { folder in
      Self.listed("saved in \(escaped(folder.path, limit: 400)):", folder.files)
    }
      + failures.flatMap { failure in
        Wrapping.lines(
          "not saved: \(failure.lanes.joined(separator: ", ")) (\(failure.reason))",
          width: Self.width)
      }
  }

  /// On one line, or below each other.
  private static func listed(_ head: String, _ items: [String]) -> [String] {
    let line = head + " " + items.joined(separator: ", ")
    if TextWidth.of(line) <= width { return [line] }
    return [head]
      + Wrapping.lines(items.joined(separator: ", "), width: width - 2).map { "  " + $0 }
  }

  private static func number(_ metrics: [Baseline.Metric], _ name: String) -> String {
    Numbers.measured(metrics.first { $0.name == name }?.value)
  }
}
