import Datasets
import Foundation
import Telemetry
import Testing
import Training

@Suite struct ScoringTests {
  private func baseline(_ name: String, _ loss: Float, _ metrics: [Baseline.Metric]) -> Baseline {
    Baseline(
      name: name, validationLoss: loss, testLoss: loss / 2, validationMetrics: metrics,
      testMetrics: metrics.map { ($0.name, $0.value / 2) })
  }

  private func value(_ metrics: [Baseline.Metric], _ name: String) -> Double? {
    metrics.first { $0.name == name }?.value
  }

  @Test func registryNamesEachOnce() {
    let names = MetricRegistry.all.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names { #expect(MetricRegistry.named(name) != nil) }
    #expect(MetricRegistry.named("charm") == nil)
  }

  @Test(arguments: DataSources.all.indices)
  func everySourceNamesKnownMetrics(_ index: Int) throws {
    let scratch = try Scratch()
    for data in SmallData.allCases where data.rawValue == DataSources.all[index].name {
      for name in try data.dataset(in: scratch).metrics {
        #expect(MetricRegistry.named(name) != nil)
      }
    }
  }

  @Test(
    arguments: [
      (["rmse", "mae"], .series, ["rmse", "mae", "skill"]),
      (["mae"], .series, ["mae"]),
      (["mse"], .task, ["mse"]),
      (["accuracy"], .task, ["accuracy"]),
      (["accuracy"], .classes, ["accuracy", "f1", "balanced_accuracy"]),
      (["f1", "accuracy"], .classes, ["f1", "accuracy", "balanced_accuracy"]),
      (
        ["nats_per_token", "perplexity"], .language,
        ["nats_per_token", "perplexity", "bits_per_character"]
      ),
    ] as [([String], DataKind, [String])])
  func whatFollows(_ c: (named: [String], kind: DataKind, all: [String])) {
    #expect(MetricRegistry.metrics(named: c.named, c.kind).map { $0.name } == c.all)
  }

  /// Skill is measured against the one that is drawn, with mse as the square of rmse.
  @Test func baselinesOfASeriesAreCompleted() throws {
    let scoring = Scoring(
      kind: .series, shape: .test(outputs: 1, .values), metrics: ["rmse", "mae"], classes: [],
      baselines: [
        baseline("persistence", 4, [("rmse", 10), ("mae", 8)]),
        baseline("seasonal naive", 1, [("rmse", 5), ("mae", 4)]),
      ])
    #expect(scoring.baselines.map(\.name) == ["persistence", "seasonal naive"])
    #expect(scoring.baselines[0].validationMetrics.map(\.name) == ["rmse", "mae", "skill"])
    #expect(value(scoring.baselines[0].testMetrics, "skill") == 0)
    #expect(value(scoring.baselines[1].testMetrics, "skill") == 0.75)
    #expect(value(scoring.baselines[1].testMetrics, "mae") == 2)
    #expect(scoring.beside?.name == "rmse")
  }

  /// Several targets in different units: the loss, which is of scaled values, weighs them alike.
  @Test func skillOfSeveralTargetsIsThatOfTheLoss() {
    let scoring = Scoring(
      kind: .series, shape: .test(outputs: 3, .values), metrics: ["rmse", "mae"], classes: [],
      baselines: [
        baseline("persistence", 4, [("rmse", 10), ("mae", 8)]),
        baseline("seasonal naive", 1, [("rmse", 9), ("mae", 4)]),
      ])
    #expect(value(scoring.baselines[1].validationMetrics, "skill") == 0.75)
  }

  @Test func baselinesOfALanguageAreCompleted() throws {
    let scoring = Scoring(
      kind: .language, shape: .test(.classes, everyStep: true), metrics: ["nats_per_token"],
      classes: [], baselines: [baseline("unigram", 6, [("nats_per_token", 6)])],
      charactersPerToken: 5)
    let bits = try #require(value(scoring.baselines[0].validationMetrics, "bits_per_character"))
    #expect(abs(bits - 6 / (5 * log(2))) < 1e-12)
    #expect(scoring.beside == nil && !scoring.hasConfusion)
  }

  /// What a trivial predictor cannot be known to reach is left out.
  @Test func whatCannotBeToldIsLeftOut() {
    let scoring = Scoring(
      kind: .classes, shape: .test(.classes), metrics: ["accuracy"], classes: [],
      baselines: [baseline("most frequent class", 0.7, [("accuracy", 0.5)])])
    #expect(scoring.baselines[0].testMetrics.map(\.name) == ["accuracy"])
    #expect(scoring.beside?.name == "accuracy" && scoring.hasConfusion)
  }

  /// A model as surprised as 4 equal tokens of 2 characters: 2 bits a token, 1 a character.
  @Test func threeUnitsOfSurprise() {
    let context = MetricContext(charactersPerToken: 2)
    let four = BaselineScore(loss: log(4), metrics: [])
    #expect(abs((Perplexity.value(of: four, context) ?? 0) - 4) < 1e-12)
    #expect(abs((BitsPerCharacter.value(of: four, context) ?? 0) - 1) < 1e-12)
    #expect(NatsPerToken.value(of: four, context) == log(4))
  }

  @Test func nothingCountedIsNotANumber() {
    for target in [TargetKind.values, .binary, .classes] {
      let sums = ScoreSums(.test(outputs: 2, target), hasConfusion: target != .values)
      for metric in MetricRegistry.all {
        #expect(metric.value(sums, MetricContext()).isNaN, "\(metric.name) of \(target)")
      }
    }
  }
}
