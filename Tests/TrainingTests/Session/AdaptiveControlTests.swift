import Engine
import Testing
import Training

@Suite struct AdaptiveControlTests {
  private func settings(dropout: (Bool, Float), l2: (Bool, Float)) -> Regularization {
    var all = Regularization()
    all["adaptive"]?.isOn = true
    all["dropout"] = RegularizerSetting(isOn: dropout.0, strength: dropout.1)
    all["l2"] = RegularizerSetting(isOn: l2.0, strength: l2.1)
    return all
  }

  @Test(
    arguments: [
      // Above 10 %: stronger, from the least where they are off, up to their bounds.
      (0.2, (true, 0.2), (true, 0.001), (true, 0.25), (true, 0.00125)),
      (0.2, (false, 0.4), (false, 0.01), (true, 0.05), (true, 1e-6)),
      (0.2, (true, 0.69), (true, 0.009), (true, 0.7), (true, 0.01)),
      (0.2, (true, 0.9), (true, 0.5), (true, 0.9), (true, 0.5)),
      // Between: as they are.
      (0.05, (true, 0.2), (false, 0.001), (true, 0.2), (false, 0.001)),
      // Below 3 %: weaker, and off below the least.
      (0.01, (true, 0.25), (true, 0.00125), (true, 0.2), (true, 0.001)),
      (-0.5, (true, 0.06), (true, 1.1e-6), (false, 0.06), (false, 1.1e-6)),
      (0.01, (false, 0.2), (false, 0.001), (false, 0.2), (false, 0.001)),
    ] as [(Float, (Bool, Float), (Bool, Float), (Bool, Float), (Bool, Float))])
  func followsTheGap(
    _ gap: Float, _ dropout: (Bool, Float), _ l2: (Bool, Float), _ wantedDropout: (Bool, Float),
    _ wantedL2: (Bool, Float)
  ) {
    var all = settings(dropout: dropout, l2: l2)
    let before = all
    let changed = AdaptiveControl.apply(gap: gap, to: &all)
    for (key, wanted) in [("dropout", wantedDropout), ("l2", wantedL2)] {
      #expect(all[key]?.isOn == wanted.0)
      #expect(abs((all[key]?.strength ?? 0) - wanted.1) < 1e-6 * max(1, wanted.1))
      #expect(changed.contains("regularizers.\(key)") == (all[key] != before[key]))
    }
  }

  @Test func doesNothingWhenOff() {
    var all = settings(dropout: (true, 0.2), l2: (true, 0.001))
    all["adaptive"]?.isOn = false
    let before = all
    #expect(AdaptiveControl.apply(gap: 5, to: &all).isEmpty && all == before)
  }

  @Test func gapNeedsTwoFiniteLosses() {
    #expect(AdaptiveControl.gap(validation: 1.2, plain: 1) == 0.20000005)
    #expect(AdaptiveControl.gap(validation: nil, plain: 1) == nil)
    #expect(AdaptiveControl.gap(validation: .nan, plain: 1) == nil)
    #expect(AdaptiveControl.gap(validation: 1, plain: 0) == nil)
  }

  /// What it changes is told like a command and drawn as an intervention, in the lane that has it on.
  @Test func changesAreToldAndDrawn() throws {
    let session = try SmallSession(
      SmallData.csv.dataset(in: Scratch()), ["lstm", "gru"],
      training: { $0.validateEvery = .steps(2) },
      lane: { lane in
        lane.regularization["adaptive"]?.isOn = lane.name == "lstm"
        // So large that the gap lies below 0.3 of it, and dropout is weakened.
        lane.regularization["adaptive"]?.strength = 1
        lane.regularization["dropout"] = RegularizerSetting(isOn: true, strength: 0.5)
      })
    session.steps(8)
    let told = session.events.compactMap { event -> String? in
      guard case .command(let e) = event, e.reason == nil, e.by == .adaptive else { return nil }
      return "\(e.lane ?? "") \(e.name)"
    }
    #expect(!told.isEmpty && told.allSatisfy { $0.hasPrefix("lstm regularizers.") })
    #expect(!session.lane.progress.interventions.isEmpty)
    #expect(session.trainer.lanes[1].progress.interventions.isEmpty)
    #expect((session.lane.progress.regularization["dropout"]?.strength ?? 1) < 0.5)
  }
}
