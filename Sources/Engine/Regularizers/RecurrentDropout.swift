/// Drops units of h(t-1) where h(t-1) enters the recurrent product: the same ones at every step of a
/// sequence (Gal and Ghahramani 2016), noise that memory can survive, or new ones at every
/// step (Semeniuta, Severyn, Barth 2016 argue that this hurts it).
/// The masks are drawn in `RecurrentStack+Dropout`.
package enum RecurrentDropout: Regularizer {
  package static let key = "recurrent_dropout"
  package static let needsRecurrentWeights = true
  package static let defaultSetting = RegularizerSetting(strength: 0.2)
  package static let strengths: ClosedRange<Float> = 0.05...0.9
  package static let options = [
    RegularizerOption(
      name: "mask", allowed: .oneOf(["sequence", "step"]), defaultValues: ["sequence"],
      meaning: "one mask for a whole sequence, or a new one each step")
  ]

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.recurrentDropout = setting.strength
    plan.recurrentDropoutEveryStep = values("mask", setting) == ["step"]
  }
}
