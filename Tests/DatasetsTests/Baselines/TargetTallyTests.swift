import Datasets
import Foundation
import Testing

/// The trivial predictor's numbers against sums taken here from the sequences as they are written.
struct TargetTallyTests {
  @Test(arguments: generatedTasks.map(\.name)) func baselineIsWhatTheDataGive(
    _ name: String
  ) throws {
    let data = try generate(DataConfiguration(source: name, length: 24, count: 400, seed: 5))
    let parts = data.all
    let baseline = data.baseline
    for (place, loss, metrics) in [
      (1, baseline.validationLoss, baseline.validationMetrics),
      (2, baseline.testLoss, baseline.testMetrics),
    ] {
      let expected =
        data.shape.target == .classes
        ? classes(parts[0], parts[place], data.shape.outputs) : mean(parts[0], parts[place])
      #expect(abs(Double(loss) - expected.loss) < 1e-5)
      #expect(metrics.map(\.name) == data.metrics)
      for (metric, value) in zip(metrics, expected.metrics) {
        #expect(abs(metric.value - value) < 1e-9, "\(name) \(metric.name)")
      }
    }
    #expect(
      baseline.name
        == (data.shape.target == .classes ? "most frequent class" : "predicting the mean"))
  }

  private typealias Score = (loss: Double, metrics: [Double])

  private func mean(_ training: [WrittenExample], _ part: [WrittenExample]) -> Score {
    let known = training.flatMap(\.values).map { Double($0) }
    let mean = known.reduce(0, +) / Double(known.count)
    let errors = part.flatMap(\.values).map { (Double($0) - mean) * (Double($0) - mean) }
    let error = errors.reduce(0, +) / Double(errors.count)
    return (error, [error])
  }

  private func classes(
    _ training: [WrittenExample], _ part: [WrittenExample], _ outputs: Int
  ) -> Score {
    func counts(_ examples: [WrittenExample]) -> [Double] {
      var counts = [Double](repeating: 0, count: outputs)
      for answer in examples.flatMap(\.classes) where answer >= 0 { counts[Int(answer)] += 1 }
      return counts
    }
    let (fitted, asked) = (counts(training), counts(part))
    let total = fitted.reduce(0, +) + Double(outputs)
    let scored = asked.reduce(0, +)
    let loss = -zip(fitted, asked).reduce(0) { $0 + $1.1 * log(($1.0 + 1) / total) } / scored
    let answer = fitted.firstIndex(of: fitted.max()!)!
    // Precision and recall of each class, where `answer` is always said.
    let scores = (0..<outputs).filter { asked[$0] > 0 || $0 == answer }.map { number -> Double in
      let hits = number == answer ? asked[number] : 0
      let precision = number == answer ? hits / scored : 0
      let recall = asked[number] > 0 ? hits / asked[number] : 0
      return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }
    return (loss, [asked[answer] / scored, scores.reduce(0, +) / Double(scores.count)])
  }

  /// What `about` says of equally frequent classes.
  @Test(arguments: [
    ("copy", 8), ("temporal_order", 4), ("parity", 2), ("echo", 2), ("majority", 2),
    ("brackets", 2), ("sort", 10), ("reverse", 10), ("digits", 10), ("tones", 10),
  ])
  func equallyFrequentClasses(_ name: String, _ classes: Int) throws {
    let data = try generate(DataConfiguration(source: name, count: 5000))
    #expect(abs(Double(data.baseline.testLoss) - log(Double(classes))) < 0.02)
    #expect(abs(data.baseline.testMetrics[0].value - 1 / Double(classes)) < 0.05)
    #expect(
      DataSources.named(name)?.about.contains(String(format: "%.3f", log(Double(classes)))) == true)
  }

  @Test(arguments: [
    ("reber", 0.369, 1.612), ("bracket_depth", 0.17, 2.13), ("anomalies", 0.85, 0.43),
  ])
  func otherClasses(_ name: String, _ accuracy: Double, _ nats: Double) throws {
    let data = try generate(DataConfiguration(source: name, count: 4000))
    #expect(abs(data.baseline.testMetrics[0].value - accuracy) < 0.015)
    #expect(abs(Double(data.baseline.testLoss) - nats) < 0.03, "\(name) \(data.baseline.testLoss)")
  }
}
