import Dashboard
import Telemetry
import Testing

/// What is shown of lanes whose best validation is that of a metric.
@Suite struct LaneBestTests {
  private static let f1 = MonitorInfo(name: "f1", isShare: false, isBetterHigher: true)
  private static let accuracy = MonitorInfo(name: "accuracy", isShare: true, isBetterHigher: true)

  /// Three lanes; those with a monitor have the best values given.
  private func snapshot(_ monitors: [MonitorInfo?], _ values: [Float?]) -> SessionSnapshot {
    var snapshot = Fixture.adding()
    for lane in snapshot.lanes.indices {
      snapshot.lanes[lane].earlyStopping.monitor = monitors[lane]
      snapshot.lanes[lane].bestMetric = values[lane]
    }
    return snapshot
  }

  private func frame(_ columns: Int, _ rows: Int, _ snapshot: SessionSnapshot) -> String {
    text(render(Fixture.state(columns, rows, snapshot)))
  }

  private func titles(_ snapshot: SessionSnapshot) -> [String] {
    LaneColumn.all(snapshot.lanes, metric: nil).map(\.title)
  }

  private func best(_ snapshot: SessionSnapshot) -> [String] {
    let column = LaneColumn.all(snapshot.lanes, metric: nil).first { $0.id == .best }
    return snapshot.lanes.map { column?.value($0) ?? "" }
  }

  @Test func theColumnNamesTheMetric() {
    let all = snapshot([Self.f1, Self.f1, Self.f1], [0.5, 0.75, nil])
    #expect(titles(all).contains("best f1") && best(all) == ["0.5000", "0.7500", "-"])
    let shares = snapshot(Array(repeating: Self.accuracy, count: 3), [0.5, 0.75, 1])
    #expect(titles(shares).contains("best accuracy"))
    #expect(best(shares) == ["50.0%", "75.0%", "100.0%"])
    let mixed = snapshot([Self.f1, nil, Self.accuracy], [0.5, nil, 0.875])
    #expect(titles(mixed).contains("best"))
    #expect(best(mixed)[0] == "f1 0.5000" && best(mixed)[2] == "accuracy 87.5%")
    #expect(best(mixed)[1] == Numbers.loss(mixed.lanes[1].bestLoss))
    // Following the loss nothing is named.
    #expect(titles(Fixture.adding()).contains("best"))
    for column in LaneColumn.all(mixed.lanes, metric: nil) where column.id == .best {
      #expect(best(mixed).allSatisfy { TextWidth.of($0) <= column.width })
    }
  }

  @Test func earlyStoppingNamesTheMetric() {
    var lanes = snapshot([Self.f1, Self.f1, Self.f1], [0.5, 0.75, 0.625])
    lanes.lanes[0].earlyStopping.ghosts = [
      PatienceGhost(patience: 3, epoch: 5, step: 50, bestLoss: 0.1, bestMetric: 0.375)
    ]
    let pane = frame(160, 50, lanes)
    #expect(pane.contains("best f1, patience left") && !pane.contains("best loss, patience left"))
    #expect(pane.contains("what if: patience 3 would stop rnn at epoch 5, f1 0.1250 worse"))
    let mixed = frame(160, 50, snapshot([Self.f1, nil, nil], [0.5, nil, nil]))
    #expect(mixed.contains("best of each lane, patience left"))
    #expect(frame(160, 50, Fixture.adding()).contains("best loss, patience left"))
  }

  /// A lane that was stopped by a metric does not look as if its loss had stopped it.
  @Test func aStopNamesTheMetric() {
    var lane = snapshot([Self.f1, nil, nil], [0.5, nil, nil]).lanes[0]
    lane.phase = .stoppedEarly(epoch: 12, step: 1368, bestEpoch: 2)
    #expect(
      LaneSentence.text(lane, width: 80)
        == "stopped at epoch 12, step 1 368: weights of epoch 2 restored, the best f1")
    #expect(
      LaneSentence.text(lane, width: 48) == "stopped at epoch 12 by f1, back to epoch 2")
    (lane.phase, lane.bestEpoch) = (.finished, 7)
    #expect(LaneSentence.text(lane, width: 48).hasSuffix(", best f1 at epoch 7"))
  }

  /// By what all of them follow; where they differ, by the loss that all of them have.
  @Test func thePanesShowTheBestLane() {
    let lanes = Fixture.adding().lanes
    let byLoss = LaneBest.first([0, 1, 2], of: lanes)
    #expect(
      byLoss
        == [0, 1, 2].min { (lanes[$0].bestLoss ?? .infinity) < (lanes[$1].bestLoss ?? .infinity) }
    )
    let up = snapshot([Self.f1, Self.f1, Self.f1], [0.5, 0.75, nil]).lanes
    #expect(LaneBest.first([0, 1, 2], of: up) == 1)
    #expect(LaneBest.first([0, 2], of: up) == 0)
    let rmse = MonitorInfo(name: "rmse", isShare: false, isBetterHigher: false)
    let down = snapshot([rmse, rmse, rmse], [3, 2, 4]).lanes
    #expect(LaneBest.first([0, 1, 2], of: down) == 1)
    let mixed = snapshot([Self.f1, nil, Self.f1], [0.9, nil, 0.1]).lanes
    #expect(LaneBest.first([0, 1, 2], of: mixed) == byLoss)
    #expect(LaneBest.first([], of: lanes) == nil)
  }

  @Test func theFactsSayWhatTheBestIs() {
    var state = Fixture.state(160, 60, snapshot([Self.f1, Self.f1, Self.f1], [0.5, 0.75, 0.625]))
    for key in [Key.character("N"), .enter] { _ = update(&state, .key(key)) }
    let facts = text(render(state))
    #expect(facts.contains("best validation, loss") && facts.contains("best validation, at epoch"))
    #expect(!facts.contains("best loss, at epoch"))
  }

  /// Class weights have no rungs, so no key for them is shown, and may be longer than a number.
  @Test func aValueThatIsNoNumberIsTyped() {
    var snapshot = Fixture.adding()
    var setting = SettingInfo(
      key: "training.class_weights", digit: nil, label: "class weighting", short: "class wt",
      meaning: "how much a class counts", allowed: "balanced", switches: true)
    setting.hasRungs = false
    snapshot.info?.settings.append(setting)
    for lane in snapshot.lanes.indices {
      snapshot.lanes[lane].settings.append(SettingSnapshot(on: false, text: "balanced"))
    }
    var state = Fixture.state(120, 40, snapshot)
    for key in [Key.character("R")] + Array(repeating: .down, count: 30) {
      _ = update(&state, .key(key))
    }
    let list = text(render(state))
    #expect(list.contains("class weighting") && list.contains("Space toggle  Enter value"))
    _ = update(&state, .key(.enter))
    for letter in " {rare one: 12.5, another one: 1.25} " {
      _ = update(&state, .key(.character(letter)))
    }
    #expect(text(render(state)).contains("now: off, when on balanced"))
    let effects = update(&state, .key(.enter))
    #expect(
      effects == [
        .send(
          Command(
            id: 1, lanes: .all,
            action: .set(
              key: "training.class_weights", value: "{rare one: 12.5, another one: 1.25}")))
      ])
  }
}
