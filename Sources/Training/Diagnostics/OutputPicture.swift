import Datasets
import Foundation
import Telemetry

/// The content of the Output pane for a lane, made from its last validation.
struct OutputPicture {
  let dataset: Dataset
  let scoring: Scoring
  /// For answers that are separate sequences.
  let answers: AnswerPicture?

  /// Number of answers to a generated task that are drawn.
  private static let mostOfTask = 100

  func snapshot(of lane: Lane, from score: Evaluator.Score) -> OutputSnapshot {
    if dataset.kind == .language {
      guard let vocabulary = dataset.vocabulary else { return .none }
      var sampler = TextSampler(lane, vocabulary)
      let earlier = if case .text(let samples) = lane.output { samples } else { [TextSample]() }
      let newest = sampler.sample(
        step: lane.progress.step, epoch: lane.epoch, validationLoss: score.loss)
      return .text(TextSample.appending(newest, to: earlier))
    }
    if let sums = score.sums.answers {
      return answers.map { .answers($0.answers(of: lane, sums)) } ?? .none
    }
    if let confusion = score.sums.confusion {
      return confusion.total > 0 ? .confusion(picture(confusion, lane)) : .none
    }
    let forecasts = forecasts(score)
    return forecasts.isEmpty ? .none : .forecast(forecasts)
  }

  private func picture(_ confusion: ConfusionMatrix, _ lane: Lane) -> Confusion {
    let baseline = scoring.baselines.first.flatMap { baseline in
      baseline.score(on: .validation)[Accuracy.name].map { (baseline.name, $0) }
    }
    var picture = confusion.snapshot(
      names: scoring.classes, unit: dataset.shape.everyStep ? "steps" : "sequences",
      step: lane.progress.step, baseline: baseline)
    picture.transitions = lane.model.outputs.chainScores.map { transitions($0, confusion) }
    return picture
  }

  /// - Parameter scores: for all classes.
  private func transitions(_ scores: [Float], _ confusion: ConfusionMatrix) -> TagTransitions {
    let n = confusion.classes
    let kept = Confusion.kept(support: confusion.support, most: Confusion.most)
    var rows = kept.map { scores[n * n + $0] } + [-.infinity]
    for before in kept {
      rows += kept.map { scores[before * n + $0] } + [scores[n * (n + 1) + before]]
    }
    return TagTransitions(
      classes: kept.map { scoring.classes.indices.contains($0) ? scoring.classes[$0] : "\($0)" },
      scores: rows)
  }

  /// One per target.
  private func forecasts(_ score: Evaluator.Score) -> [Forecast] {
    let kept = score.sums.keptInOrder.suffix(Evaluator.mostKept)
    guard !kept.isEmpty else { return [] }
    let overTime = dataset.kind == .series
    let errors = score.sums.errors
    let places = overTime ? places(kept.map(\.example)) : nil
    return errors.indices.map { output in
      var pairs = kept.map { ($0.truths[output], $0.answers[output]) }
      if !overTime { pairs = pairs.suffix(Self.mostOfTask).sorted { $0.0 < $1.0 } }
      return Forecast(
        title: dataset.forecastTitle, target: errors.count > 1 ? targetName(output) : "",
        places: places, truth: pairs.map(\.0), forecast: pairs.map(\.1),
        rmse: Float(errors[output].rootMeanSquare),
        mae: Float(errors[output].meanMagnitude),
        baselineRMSE: errors.count > 1 ? nil : baselineRMSE, overTime: overTime)
    }
  }

  /// For examples of the validation part; nil if the data do not know.
  private func places(_ examples: [Int]) -> ForecastPlaces? {
    let part = dataset.validation
    let places = examples.compactMap { part.place(of: $0) }
    guard let first = places.first, places.count == examples.count else { return nil }
    let dates = places.compactMap(\.date)
    return ForecastPlaces(
      unit: dataset.report.rowsName, rows: places.map(\.row),
      dates: dates.count == places.count ? dates : [], partCount: part.count,
      total: first.total)
  }

  private func targetName(_ output: Int) -> String {
    scoring.targets.indices.contains(output) ? scoring.targets[output] : "target \(output + 1)"
  }

  private var baselineRMSE: Float? {
    guard let baseline = scoring.baselines.first?.score(on: .validation) else { return nil }
    let square = baseline[MeanSquaredErrorMetric.name]
    return (baseline[RootMeanSquaredError.name] ?? square?.squareRoot()).map { Float($0) }
  }
}
