/// Adds strength * sum |w| to the objective: weights that do little become exactly small.
/// Its derivative is added in `Parameters.computeNorm`.
package enum L1Penalty: Regularizer {
  package static let key = "l1"
  package static let defaultSetting = RegularizerSetting(strength: 1e-5)
  package static let strengths: ClosedRange<Float> = 1e-8...1
  package static let options = tensorOptions

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    for place in chosenSlices(setting, layout) { plan.l1[place] += setting.strength }
  }
}
