/// Bounds the gradient before the update (Pascanu, Mikolov, Bengio 2013): by the norm of the whole
/// parameter gradient, or entry by entry.
/// By value in `Parameters.computeNorm`, by norm as a factor of the update.
package enum GradientClipping: Regularizer {
  package static let key = "clip"
  package static let defaultSetting = RegularizerSetting(isOn: true, strength: 1)
  package static let strengths: ClosedRange<Float> = 1e-4...1e4
  package static let options = [
    RegularizerOption(
      name: "by", allowed: .oneOf(["norm", "value"]), defaultValues: ["norm"],
      meaning: "the norm of the whole gradient, or the size of each entry")
  ]

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    if values("by", setting) == ["value"] {
      plan.clipValue = setting.strength
    } else {
      plan.clipNorm = setting.strength
    }
  }
}
