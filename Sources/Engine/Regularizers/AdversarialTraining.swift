/// Half of the objective is the loss on inputs moved against the gradient g of the clean loss, by
/// strength * g / |g| a sequence (Miyato, Dai, Goodfellow 2017) or strength * sign g (Goodfellow,
/// Shlens, Szegedy 2015). Words move in their embedding. Doubles the cost of a step.
/// A second pass: `PassPhase.adversarialPass`.
package enum AdversarialTraining: Regularizer {
  package static let key = "adversarial"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 1e-4...10
  package static let options = [
    RegularizerOption(
      name: "by", allowed: .oneOf(["norm", "sign"]), defaultValues: ["norm"],
      meaning: "along the gradient of each sequence, or by its sign")
  ]

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.adversarial = setting.strength
    plan.adversarialTakesSign = values("by", setting) == ["sign"]
  }
}
