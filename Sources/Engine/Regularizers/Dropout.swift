/// Sets values to zero at random while training and divides the others by the kept share, so that
/// the expectation stays (inverted dropout; Srivastava et al. 2014, Zaremba et al. 2014: never on
/// the recurrent path).
/// Masks are drawn in `RecurrentStack+Dropout` and `OutputHead.drawMask`.
package enum Dropout: Regularizer {
  package static let key = "dropout"
  package static let defaultSetting = RegularizerSetting(strength: 0.2)
  package static let strengths: ClosedRange<Float> = 0.05...0.9
  package static let options = [
    RegularizerOption(
      name: "where", allowed: .someOf(["input", "between", "head"]),
      defaultValues: ["between", "head"],
      meaning: "on what the first layer is fed, between layers, before the head")
  ]

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    let places = values("where", setting)
    if places.contains("input") { plan.inputDropout = setting.strength }
    if places.contains("between") { plan.betweenDropout = setting.strength }
    if places.contains("head") { plan.headDropout = setting.strength }
  }
}
