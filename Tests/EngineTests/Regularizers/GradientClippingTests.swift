import Engine
import Testing

struct GradientClippingTests {
  private func plan(_ by: [String]?, _ strength: Float) -> StepPlan {
    var all = Regularization()
    all["clip"] = RegularizerSetting(
      isOn: true, strength: strength, options: by.map { ["by": $0] } ?? [:])
    return all.plan(for: EngineRun(EngineCase()).network.layout)
  }

  @Test func isOnByDefault() {
    let plan = Regularization().plan(for: EngineRun(EngineCase()).network.layout)
    #expect(plan.clipNorm == 1 && plan.clipValue == nil)
  }

  @Test func normOrValue() {
    #expect(plan(nil, 2).clipNorm == 2 && plan(["norm"], 2).clipNorm == 2)
    #expect(plan(["norm"], 2).clipValue == nil)
    #expect(plan(["value"], 2).clipValue == 2 && plan(["value"], 2).clipNorm == nil)
  }

  @Test(
    arguments: [
      (0, 1), (0.5, 1), (0.9999, 1), (2, 0.5), (1e10, 1e-10), (.infinity, 1), (.nan, 1),
    ] as [(Double, Float)])
  func scaleByNorm(_ norm: Double, _ want: Float) {
    let got = plan(["norm"], 1).gradientScale(norm: norm)
    #expect(abs(got - want) <= 1e-5 * want && got <= 1)
    #expect(plan(["value"], 1).gradientScale(norm: norm) == 1)
  }

  /// The update has the clipped gradient's norm and the gradient's direction.
  @Test func updateIsClipped() {
    let limit: Float = 0.001
    let run = EngineRun(EngineCase(hidden: [3, 5]))
    run.job.plan = plan(["norm"], limit)
    let before = run.network.weights.array
    let gradient = {
      run.run()
      return run.network.gradients.array.map(Double.init)
    }()
    #expect(run.network.gradientNorm.norm > Double(10 * limit))
    run.prepareUpdate(rate: 100)
    run.network.perform(PassPhase.step)
    let scale = 100 * Double(limit) / run.network.gradientNorm.norm
    let moved = zip(before, run.network.weights.array).map { Double($0) - Double($1) }
    #expect(relativeError(moved, gradient.map { $0 * scale }) < 1e-4)
  }

  /// By value: entries beyond the limit are cut, the others keep their bits, and the norm reported
  /// is the one before.
  @Test func entriesAreCut() {
    let plain = EngineRun(EngineCase(hidden: [3, 5]))
    plain.run()
    let limit: Float = 0.005
    let run = EngineRun(EngineCase(hidden: [3, 5]))
    run.job.plan = plan(["value"], limit)
    run.run()
    let before = plain.network.gradients.array
    #expect(before.contains { abs($0) > limit } && before.contains { abs($0) < limit })
    #expect(run.network.gradients.array == before.map { min(max($0, -limit), limit) })
    #expect(run.network.gradientNorm.norm == plain.network.gradientNorm.norm)
  }
}
