import Engine
import Testing

/// What holds for every regularizer in the registry.
struct RegularizerTests {
  static let keys = RegularizerRegistry.all.map { $0.key }

  private func type(_ key: String) throws -> any Regularizer.Type {
    RegularizerRegistry.all[try #require(RegularizerRegistry.place(of: key))]
  }

  /// Everything off but for what `change` switches on.
  private func regularization(
    _ key: String, _ change: (inout RegularizerSetting) -> Void
  ) -> Regularization {
    var all = Regularization()
    for i in all.settings.indices { all.settings[i].isOn = false }
    if var setting = all[key] {
      change(&setting)
      all[key] = setting
    }
    return all
  }

  private let layout = EngineRun(EngineCase(hidden: [3, 5, 1])).network.layout

  /// Weights after three steps; nil stands for no regularizer at all.
  private func trained(_ regularization: Regularization?) -> [UInt32] {
    let run = EngineRun(EngineCase(loss: "ce", head: .every, hidden: [3, 5, 1]))
    run.job.plan =
      regularization?.plan(for: layout) ?? StepPlan(slices: run.network.layout.slices.count)
    run.train(steps: 3)
    return run.network.weights.bits
  }

  @Test(arguments: keys) func offIsAsIfAbsent(_ key: String) throws {
    let type = try type(key)
    let none = StepPlan(slices: layout.slices.count)
    let off = regularization(key) {
      $0.isOn = false
      $0.strength = type.strengths.upperBound
    }
    let zero = regularization(key) {
      $0.isOn = true
      $0.strength = 0
    }
    let on = regularization(key) { $0.isOn = true }
    #expect((on.plan(for: layout) == none) == type.actsBetweenSteps)
    #expect(off.plan(for: layout) == none && zero.plan(for: layout) == none)
    #expect(trained(off) == trained(nil) && trained(zero) == trained(nil))
  }

  @Test(arguments: keys) func onChangesTraining(_ key: String) throws {
    guard try !type(key).actsBetweenSteps else { return }
    let range = try type(key).strengths
    let strengths = [range.lowerBound, range.upperBound]
    let weights = strengths.map { strength in
      trained(
        regularization(key) {
          $0.isOn = true
          $0.strength = strength
        })
    }
    #expect(weights.contains { $0 != trained(nil) })
    #expect(weights[0] != weights[1])
  }

  @Test(arguments: keys) func describesItself(_ key: String) throws {
    let type = try type(key)
    #expect(type.strengths.contains(type.defaultSetting.strength))
    for option in type.options {
      switch option.allowed {
      case .oneOf(let names):
        #expect(option.defaultValues.count == 1 && names.contains(option.defaultValues[0]))
      case .someOf(let names):
        #expect(!option.defaultValues.isEmpty && Set(option.defaultValues).isSubset(of: names))
      case .layers: #expect(option.defaultValues == ["all"])
      }
    }
  }

  @Test func keysAreUnique() {
    #expect(Set(Self.keys).count == Self.keys.count)
    #expect(RegularizerRegistry.place(of: "none such") == nil)
  }

  @Test func settingsAreFoundByKey() {
    var all = Regularization()
    all["dropout"]?.strength = 0.4
    #expect(all["dropout"]?.strength == 0.4 && all["none such"] == nil)
    all["none such"] = RegularizerSetting(strength: 1)
    #expect(all.settings.count == RegularizerRegistry.all.count)
  }

  // MARK: penalties

  @Test(arguments: ["l1", "l2"]) func penaltiesActOnWhatIsNamed(_ key: String) {
    let layout = EngineRun(EngineCase(hidden: [3, 5, 1], inputs: .fewWords)).network.layout
    let kinds = ["input", "recurrent", "head", "embedding"]
    let choices = kinds.map { [$0] } + [kinds, ["input", "head"], []]
    for of in choices {
      for layers in [["all"], ["1"], ["0", "2"], []] {
        let plan = regularization(key) {
          $0 = RegularizerSetting(
            isOn: true, strength: 0.5, options: ["of": of, "layers": layers])
        }.plan(for: layout)
        for (place, slice) in layout.slices.enumerated() {
          let named =
            slice.kind != .bias && of.contains(slice.kind.rawValue)
            && (slice.layer.map { layers == ["all"] || layers.contains("\($0)") } ?? true)
          #expect(plan.l1[place] == (named && key == "l1" ? 0.5 : 0), "\(slice.name)")
          #expect(plan.l2[place] == (named && key == "l2" ? 0.5 : 0), "\(slice.name)")
        }
        #expect(plan.hasPenalty == (plan.l1 + plan.l2).contains { $0 > 0 })
      }
    }
  }

  /// The gradient of biases, and of layers that are not named, keeps its bits.
  @Test(arguments: ["l1", "l2"]) func penaltiesLeaveTheRestAlone(_ key: String) {
    let plain = EngineRun(EngineCase(hidden: [3, 5, 1]))
    plain.run()
    let run = EngineRun(EngineCase(hidden: [3, 5, 1]))
    run.job.plan =
      regularization(key) {
        $0 = RegularizerSetting(
          isOn: true, strength: 0.5, options: ["of": ["recurrent"], "layers": ["1"]])
      }.plan(for: layout)
    run.run()
    for slice in layout.slices {
      let (a, b) = (
        plain.network.gradients.bits[slice.range], run.network.gradients.bits[slice.range]
      )
      #expect((a == b) == (slice.name != "rnn.weight_hh_l1"), "\(slice.name)")
    }
    #expect(plain.network.gradientNorm.penalty == 0 && run.network.gradientNorm.penalty > 0)
    #expect(plain.network.meanLoss.loss == run.network.meanLoss.loss)
  }
}
