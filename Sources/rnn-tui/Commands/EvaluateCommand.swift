import ArgumentParser
import Dashboard
import Datasets
import Foundation
import Telemetry
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a trained model on a file: loss, metrics and trivial predictors.",
    discussion: """
      The file is prepared like the model's own data: same columns, steps, scaling, vocabulary. \
      The whole file is scored. Without --data a model of a generated task is scored on the test \
      set of that task, which is regenerated.
      """)

  @OptionGroup var options: ModelOptions
  @Option(help: "The file to score on.", completion: .file()) var data: String?
  @Option(help: "Pairs: a file with the target for each line of --data.")
  var targetFile: String?
  @OptionGroup var tags: TagOptions
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    if targetFile != nil, data == nil { throw ValidationError("--target-file needs --data") }
  }

  func run() throws {
    Signals.endAtOnce()
    let model = try options.load()
    let (name, part, scoring, notes) = try examples(model)
    let runner = try options.runner(model, scoring.shape, count: part.count)
    try tags.apply(to: runner, options.model)
    if let shortage = runner.shortage(of: part, scoring.shape) {
      throw Failure.badData("\(escaped(name, limit: 400)): the model's loss \(shortage)")
    }
    let score = runner.score(part, scoring)
    guard score.examples > 0 else {
      throw Failure.badData(
        "\(escaped(name, limit: 400)): it has no known targets, so nothing can be scored; "
          + (scoring.kind == .pairs && targetFile == nil
            ? "give the file of targets with --target-file FILE, or " : "")
          + "see the model's answers with `predict`")
    }
    var greedy: ModelScore?
    if runner.answersSequences, tags.decode == nil {
      runner.decoding = .greedy
      greedy = runner.score(part, scoring)
    }
    let report = EvaluationReport(
      model: model, data: name, kind: scoring.kind, score: score, greedy: greedy?.metrics,
      decoding: tags.decode, notes: notes)
    let out = LineWriter(STDOUT_FILENO)
    if json {
      out.write(report.json)
    } else {
      for line in report.lines { out.write(line) }
    }
    try out.requireWritten()
  }

  /// The data to score: the file, or the generated test part.
  private func examples(
    _ model: TrainedModel
  ) throws -> (name: String, part: any Examples, scoring: Scoring, notes: [String]) {
    if let data {
      let file = try options.prepare(data, targets: targetFile, for: model)
      return (data, file.examples, Scoring(file), file.notes)
    }
    let progress = ProgressLine()
    defer { progress.clear() }
    let dataset = try badData { try model.regenerate(progress: progress.show) }
    return ("\(dataset.title), test part", dataset.test, Scoring(dataset), dataset.notes)
  }
}

/// A model's scores as text and as JSON.
struct EvaluationReport {
  let model: TrainedModel
  let data: String
  let kind: DataKind
  let score: ModelScore
  /// The same metrics with each step answered separately; nil: not requested.
  var greedy: [Baseline.Metric]?
  /// Nil: the default.
  var decoding: TagDecoding?
  let notes: [String]

  var json: String { JSONLine.text(Object(self)) }

  /// Keys and their order in `--json`.
  private struct Object: Encodable {
    let model: String
    let source: String
    let data: String
    let kind: DataKind
    let examples: Int
    let loss: Double
    let metrics: NamedValues<Double>
    /// Absent if steps are answered separately anyway.
    @OmittedIfNil var greedyMetrics: NamedValues<Double>?
    let baselineMetrics: NamedValues<Double>
    let baselines: NamedValues<NamedValues<Double>>
    /// Absent for a single series.
    @OmittedIfNil var series: NamedValues<NamedValues<Double>>?
    let notes: [String]

    private enum CodingKeys: String, CodingKey {
      case model, source, data, kind, examples, loss, metrics
      case greedyMetrics = "greedy_metrics"
      case baselineMetrics = "baseline_metrics"
      case baselines, series, notes
    }

    init(_ report: EvaluationReport) {
      model = report.model.path
      source = report.model.description.source
      data = report.data
      kind = report.kind
      examples = report.score.examples
      loss = report.score.loss
      metrics = NamedValues(report.score.metrics)
      greedyMetrics = report.greedy.map { NamedValues($0) }
      baselineMetrics = NamedValues(report.score.baselines.first?.testMetrics ?? [])
      baselines = NamedValues(
        report.score.baselines.map { baseline in
          (baseline.name, NamedValues([("loss", Double(baseline.testLoss))] + baseline.testMetrics))
        })
      series =
        report.score.series.isEmpty
        ? nil
        : NamedValues(
          report.score.series.map { one in
            (one.name, NamedValues([("examples", Double(one.examples))] + one.metrics))
          })
      notes = report.notes
    }
  }

  var lines: [String] {
    let a = model.architecture
    var lines = [
      "\(escaped(model.path, limit: 400)): \(a.summary), \(a.parameterCount ?? 0) parameters",
      "\(escaped(data, limit: 400)): \(score.examples) "
        + "example\(score.examples == 1 ? "" : "s") scored",
    ]
    lines += notes.map { "  \(escaped($0, limit: 400))" }
    let name = decoding?.rawValue ?? (greedy == nil ? "model" : TagDecoding.viterbi.rawValue)
    let other = greedy == nil ? [] : [TagDecoding.greedy.rawValue]
    let heads = [""] + [name] + other + score.baselines.map { escaped($0.name, limit: 40) }
    let loss =
      ["loss", Numbers.measured(score.loss)] + other.map { _ in "-" }
      + score.baselines.map { Numbers.measured(Double($0.testLoss)) }
    let metrics = score.metrics.map { metric -> [String] in
      let own = [metric.name, Numbers.measured(metric.value)]
      let second = (greedy ?? []).filter { $0.name == metric.name }.map {
        Numbers.measured($0.value)
      }
      let others = score.baselines.map { baseline in
        baseline.testMetrics.first { $0.name == metric.name }.map { Numbers.measured($0.value) }
          ?? "-"
      }
      return own + second + others
    }
    return lines + [""] + TextTable.lines([heads, loss] + metrics) + seriesLines
  }

  /// At most this many series are listed; `--json` has all.
  private static let mostSeries = 40

  private var seriesLines: [String] {
    guard !score.series.isEmpty else { return [] }
    let heads =
      ["series", "examples"]
      + ["model"] + score.baselines.map { escaped($0.name, limit: 40) }
    let rows = score.series.prefix(Self.mostSeries).map { one in
      [escaped(one.name, limit: 40), "\(one.examples)", rmse(one.metrics)]
        + one.baselines.map(rmse)
    }
    let more = score.series.count - Self.mostSeries
    return ["", "rmse of each series"] + TextTable.lines([heads] + rows)
      + (more > 0 ? ["and \(more) more (--json lists all)"] : [])
  }

  private func rmse(_ metrics: [Baseline.Metric]) -> String {
    Numbers.measured(metrics.first { $0.name == "rmse" }?.value)
  }
}
