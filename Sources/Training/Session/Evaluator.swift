import Datasets
import Engine
import Foundation
import Telemetry

/// Scores lanes on a part of the data, dropout and noise off.
struct Evaluator {
  struct Score {
    var loss: Float
    var metrics: [TrainingEvent.Metric]
    /// Answers and truths in the data's own units, of the last examples; where answers are numbers.
    var answers: [Float] = []
    var truths: [Float] = []
    var rmse: Float = .nan
  }

  let trainer: Trainer
  /// Answers that are kept for the picture.
  static let mostAnswers = 400

  private var dataset: Dataset { trainer.dataset }

  func scores(of part: any Examples, _ lanes: [Lane]) -> [Score] {
    evaluate(lanes, part, count: part.count) { $0 }
  }

  /// The training loss measured like the validation loss, on a fixed sample of the training part as
  /// large as the validation part.
  func plainTraining(_ lanes: [Lane]) -> [Score] {
    let part = dataset.training
    let count = min(part.count, dataset.validation.count)
    return evaluate(lanes, part, count: count) { $0 * part.count / count }
  }

  private func evaluate(
    _ lanes: [Lane], _ part: any Examples, count: Int, _ example: (Int) -> Int
  ) -> [Score] {
    guard !lanes.isEmpty else { return [] }
    let batch = trainer.batch
    var sums = lanes.map { _ in Sums() }
    let (trainingSize, trainingSteps) = (batch.size, batch.timeSteps)
    defer { (batch.size, batch.timeSteps) = (trainingSize, trainingSteps) }
    batch.timeSteps = dataset.shape.timeSteps
    for first in stride(from: 0, to: count, by: batch.maxSize) {
      batch.size = min(batch.maxSize, count - first)
      let pointers = batch.pointers
      for column in 0..<batch.size {
        part.write(example(first + column), pass: 0, to: pointers, column: column)
      }
      trainer.evaluate(lanes, batch)
      for (i, lane) in lanes.enumerated() {
        sums[i].add(lane.network, keepsAnswers: count - first <= Self.mostAnswers) {
          part.inUnits($0, of: example(first + $1), output: $2)
        }
      }
    }
    return sums.map { score($0, part) }
  }

  private struct Sums {
    var loss = 0.0
    var rows = 0
    var correct = 0
    var squares = 0.0
    var absolutes = 0.0
    var elements = 0
    var answers: [Float] = []
    var truths: [Float] = []

    /// - Parameter inUnits: of a value, the batch's column it is of, and its place among the outputs.
    mutating func add(
      _ network: Network, keepsAnswers: Bool, inUnits: (Float, Int, Int) -> Double
    ) {
      let (loss, correct, rows) = network.meanLoss
      self.loss += loss * Double(rows)
      self.rows += rows
      self.correct += correct
      guard !network.loss.hasClassTargets else { return }
      for shard in network.shards.prefix(network.shardsInUse) {
        for row in 0..<shard.headRows where shard.hasTarget(row: row) {
          let column = shard.firstColumn + row % shard.pass.rows
          for output in 0..<network.architecture.outputs {
            let j = row * network.architecture.outputs + output
            let answer = inUnits(shard.outputs.pointer[j], column, output)
            let truth = inUnits(shard.target(at: j), column, output)
            let difference = answer - truth
            squares += difference * difference
            absolutes += abs(difference)
            elements += 1
            if keepsAnswers {
              answers.append(Float(answer))
              truths.append(Float(truth))
            }
          }
        }
      }
    }
  }

  private func score(_ sums: Sums, _ part: any Examples) -> Score {
    let loss = sums.loss / Double(max(1, sums.rows))
    let rmse = (sums.squares / Double(max(1, sums.elements))).squareRoot()
    let metrics: [TrainingEvent.Metric] = dataset.metrics.map { name in
      switch name {
      case "rmse": return (name, rmse)
      case "mae": return (name, sums.absolutes / Double(max(1, sums.elements)))
      case "nats_per_token": return (name, loss)
      case "perplexity": return (name, exp(loss))
      case "bits_per_character": return (name, loss / log(2) / (part.charactersPerToken ?? 1))
      case "accuracy": return (name, Double(sums.correct) / Double(max(1, sums.rows)))
      default: return (name, loss)
      }
    }
    return Score(
      loss: Float(loss), metrics: metrics, answers: sums.answers, truths: sums.truths,
      rmse: Float(rmse))
  }

  // MARK: the Output pane

  func output(of lane: Lane, from score: Score) -> OutputSnapshot {
    switch dataset.kind {
    case .language:
      guard let vocabulary = dataset.vocabulary else { return .none }
      return .text(TextSampler(lane, vocabulary).sample(step: lane.progress.step))
    case .series, .task:
      guard !score.answers.isEmpty else { return .none }
      return .forecast(forecast(score))
    case .classes:
      return .none
    }
  }

  private func forecast(_ score: Score) -> Forecast {
    let overTime = dataset.kind == .series
    let baseline = dataset.baseline.validationMetrics.first {
      $0.name == "rmse" || $0.name == "mse"
    }
    let baselineRMSE = baseline.map { Float($0.name == "mse" ? $0.value.squareRoot() : $0.value) }
    var pairs = zip(score.truths, score.answers).map { $0 }
    if !overTime {
      pairs = pairs.suffix(100).sorted { $0.0 < $1.0 }
    }
    return Forecast(
      title: dataset.forecastTitle, start: "", truth: pairs.map(\.0), forecast: pairs.map(\.1),
      rmse: score.rmse, baselineRMSE: baselineRMSE, overTime: overTime)
  }
}
