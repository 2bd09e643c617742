/// Adds strength * sum w^2 to the objective: large weights are drawn towards zero.
/// Its derivative is added in `Parameters.computeNorm`.
package enum L2Penalty: Regularizer {
  package static let key = "l2"
  package static let defaultSetting = RegularizerSetting(strength: 1e-4)
  package static let strengths: ClosedRange<Float> = 1e-8...1
  package static let options = tensorOptions

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    for place in chosenSlices(setting, layout) { plan.l2[place] += setting.strength }
  }
}
