import Telemetry
import Testing
import Training

@Suite struct SweepProgressTests {
  /// Two combinations on two folds: trials c1-f1, c1-f2, c2-f1, c2-f2.
  static func progress() throws -> SweepProgress {
    SweepProgress(try SweepSamples.grid(["model.hidden=[4, 8]"]) { $0.folds = 2 })
  }

  static func run(
    _ place: Int, _ losses: [Float], parameters: Int, _ progress: inout SweepProgress
  ) {
    progress.start(place)
    for line in SweepSamples.lines(losses, parameters: parameters) {
      progress.take(line, of: place)
    }
    progress.finish(place)
  }

  @Test func fromStartToEnd() throws {
    var progress = try Self.progress()
    #expect(progress.waiting == [0, 1, 2, 3] && !progress.isOver)
    progress.start(0)
    #expect(progress.states[0] == .running && progress.runningFold(of: 0) == 1)
    progress.stop(0)
    #expect(progress.waiting == [0, 1, 2, 3] && progress.logs[0] == nil)
    Self.run(0, [0.5, 0.25], parameters: 10, &progress)
    Self.run(2, [0.25, 0.125], parameters: 90, &progress)
    #expect(progress.ranking.order == [1, 0] && progress.ranking.winner == nil)
    Self.run(1, [0.375, 0.375], parameters: 10, &progress)
    Self.run(3, [0.7, 0.6], parameters: 90, &progress)
    #expect(progress.isOver && progress.doneCount == 4)
    // Means 0.3125 and 0.3625.
    #expect(progress.ranking.order == [0, 1] && progress.ranking.winner == 0)
    #expect(progress.ranking.entries[0].spread?.mean == 0.3125)
    #expect(progress.metricName == "mse" && progress.parameters(of: 1) == 90)
  }

  /// Combinations that follow a metric are ranked by it, and everything that is said names it.
  @Test func whatAllCombinationsFollowRanksThem() throws {
    let yaml = SweepSamples.oneCell + "early_stopping: {monitor: f1}\n"
    var progress = SweepProgress(
      try SweepSamples.grid(["model.hidden=[4, 8]"], yaml) { $0.folds = 1 })
    #expect(progress.grid.monitor == Monitor(name: "f1", isBetterHigher: true))
    #expect(progress.grid.notes.isEmpty)
    // The first has the lower loss, the second the better f1, at a validation with a higher loss.
    for (place, f1) in [[Float(0.5), 0.25], [0.75, 0.875]].enumerated() {
      progress.start(place)
      for line in SweepSamples.lines([place == 0 ? 0.25 : 0.5, 1], f1: f1) {
        progress.take(line, of: place)
      }
      progress.finish(place)
    }
    #expect(progress.ranking.order == [1, 0] && progress.ranking.entries[1].scores == [0.875])
    let report = SweepReport(progress)
    #expect(report.table[0].contains("  f1  ") && !report.table[0].contains("validation"))
    #expect(report.text(of: 1).hasSuffix("f1 0.875, validation 1 (mse 2) at epoch 2"))
    #expect(report.aboutWinner.contains("mean best validation f1 0.875"))
    let ranked = report.rankingLines(seconds: 0)
    #expect(ranked[0].contains(#""mean": 0.875"#) && ranked[0].contains(#""monitor": "f1""#))
    #expect(report.trialLine(1, seconds: 0).contains(#""best_val_metric": 0.875"#))
    var board = SweepBoard(progress.grid, threads: 1)
    let snapshot = board.snapshot(progress, seconds: 0, secondsLeft: nil)
    #expect(snapshot.sweep?.monitor == "f1")
    #expect(snapshot.info?.about.contains("the mean of its best f1 on the validation part") == true)
  }

  /// Where they follow different things they have only the loss in common.
  @Test func combinationsThatFollowDifferentThingsAreRankedByTheLoss() throws {
    let grid = try SweepSamples.grid(["early_stopping.monitor=[loss, mse]"]) { $0.folds = 1 }
    #expect(grid.monitor == nil)
    #expect(grid.notes.last?.hasPrefix("combinations differ in early_stopping.monitor") == true)
    let weights = try SweepSamples.grid(["training.class_weights=[off, balanced, [1, 5]]"])
    #expect(weights.axes[0].label == "class wt")
    #expect(
      try weights.combinations.map { try weights.preset(of: $0).lanes[0].training.classWeights }
        == [
          ClassWeights(), ClassWeights(isOn: true), ClassWeights(isOn: true, .numbers([1, 5])),
        ])
  }

  @Test func aFailedTrialRanksItsCombinationLast() throws {
    var progress = try Self.progress()
    Self.run(0, [0.1], parameters: 1, &progress)
    progress.start(1)
    progress.fail(1, "ended by signal 9")
    Self.run(2, [0.9], parameters: 1, &progress)
    Self.run(3, [0.8], parameters: 1, &progress)
    #expect(progress.isOver && progress.failures == ["ended by signal 9"])
    #expect(progress.ranking.order == [1, 0] && progress.ranking.winner == 1)
    #expect(progress.failure(of: 0)?.fold == 2)
    let table = SweepReport(progress).table
    #expect(table.count == 3)
    #expect(table[1].hasPrefix("   1    2  8"))
    #expect(table[1].hasSuffix("2/2  best, and the simplest within one standard error"))
    #expect(table[2].hasPrefix("   -    1  4"))
    #expect(table[2].hasSuffix("1/2  failed in fold 2: ended by signal 9"))
  }

  @Test func whatWasDoneBeforeIsTakenUp() throws {
    var progress = try Self.progress()
    let log = TrialLog(lines: SweepSamples.lines([0.25]).joined(separator: "\n"))
    progress.adopt([3: log, 0: TrialLog()])
    #expect(progress.states == [.waiting, .waiting, .waiting, .done])
    #expect(progress.ranking.entries[1].scores == [nil, 0.25])
  }

  @Test func onScreen() throws {
    var progress = try Self.progress()
    var board = SweepBoard(progress.grid, threads: 2)
    var snapshot = board.snapshot(progress, seconds: 1, secondsLeft: nil)
    #expect(snapshot.phase == .training && snapshot.lanes.map(\.info.name) == ["#1", "#2"])
    #expect(snapshot.sweep?.heads == ["hidden"] && snapshot.sweep?.trials == 4)
    #expect(snapshot.lanes.allSatisfy { $0.combination?.state == .waiting })
    Self.run(0, [0.5, 0.25], parameters: 10, &progress)
    board.tell(0, progress, seconds: 2)
    progress.start(2)
    for line in SweepSamples.lines([0.5, 0.3]).dropLast() { progress.take(line, of: 2) }
    snapshot = board.snapshot(progress, seconds: 3, secondsLeft: 9)
    #expect(snapshot.sweep?.done == 1 && snapshot.sweep?.order == [0, 1])
    #expect(snapshot.lanes[0].combination?.scores == [0.25, nil])
    #expect(snapshot.lanes[1].combination?.state == .running(folds: [1]))
    #expect(snapshot.lanes[1].phase == .training && snapshot.lanes[1].validationLoss == 0.3)
    #expect(snapshot.lanes[1].validationCurve.buckets.map(\.mean) == [0.5, 0.3])
    #expect(snapshot.lanes[1].stepsPerEpoch == 10 && snapshot.lanes[1].bestStep == 20)
    #expect(snapshot.log.map(\.text) == ["fold 1: 0.2500 at epoch 2, leads now"])
    #expect(snapshot.info?.lossName == "MSE")
    for (place, loss) in [(2, 0.5), (1, 0.2), (3, 0.6)] as [(Int, Float)] {
      Self.run(place, [loss], parameters: 1, &progress)
    }
    snapshot = board.snapshot(progress, seconds: 4, secondsLeft: 9)
    #expect(snapshot.phase == .done && snapshot.lanes[0].combination?.isBest == true)
  }

  /// Every line is one object; a ranking has the numbers of the table.
  @Test func json() throws {
    var progress = try Self.progress()
    for (place, loss) in ([0.125, 0.375, 0.5, 0.5] as [Float]).enumerated() {
      Self.run(place, [loss], parameters: 7, &progress)
    }
    let report = SweepReport(progress)
    let lines = report.rankingLines(seconds: 2)
    #expect(
      lines.first
        == """
        {"event": "ranking", "seconds": 2, "rank": 1, "combination": 1, "lane": "gru", \
        "values": {"model.hidden": 4}, "hidden": [8], "parameters": 7, "folds": 2, "mean": 0.25, \
        "sd": 0.176776695, "se": 0.125, "scores": [0.125, 0.375], "metric": "mse", \
        "metric_mean": 0.5, "metric_sd": 0.353553391, "best": true, \
        "simplest_within_one_se": true, "reason": null}
        """)
    #expect(
      report.trialLine(2, seconds: 3)
        == """
        {"event": "trial", "seconds": 3, "trial": "c2-f1", "combination": 2, "lane": "gru", \
        "values": {"model.hidden": 8}, "hidden": [8], "fold": 1, "parameters": 7, "state": "done", \
        "val_loss": 0.5, "metric": "mse", "val_metric": 1, "best_epoch": 1, "reason": null}
        """)
  }
}
