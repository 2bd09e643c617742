/// Adds strength * sum |w| to the objective: weights that do little become exactly small.
package enum L1Penalty: Regularizer {
  package static let key = "l1"
  package static let digit: Character? = "1"
  package static let label = "L1"
  package static let short = "L1"
  package static let meaning = "factor of the sum of |w|"
  package static let defaultSetting = RegularizerSetting(strength: 1e-5)
  package static let ladder = Ladder(.oneTwoFive, 1e-8...1)
  package static let options = penaltyOptions

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    for place in penalizedSlices(
      of: values("of", setting), layers: values("layers", setting), layout)
    {
      plan.l1[place] += setting.strength
    }
  }
}

/// Which tensors a penalty acts on; biases never.
let penaltyOptions = [
  RegularizerOption(
    name: "of", allowed: .someOf(["input", "recurrent", "head", "embedding"]),
    defaultValues: ["input", "recurrent", "head", "embedding"], meaning: "kinds of tensors"),
  RegularizerOption(
    name: "layers", allowed: .layers, defaultValues: ["all"],
    meaning: "recurrent layers, from 0; embedding and head always count"),
]

func penalizedSlices(of kinds: [String], layers: [String], _ layout: ParameterLayout) -> [Int] {
  layout.slices.indices.filter { place in
    let slice = layout.slices[place]
    guard kinds.contains(slice.kind.rawValue) else { return false }
    guard let layer = slice.layer else { return true }
    return layers.contains("all") || layers.contains(String(layer))
  }
}
