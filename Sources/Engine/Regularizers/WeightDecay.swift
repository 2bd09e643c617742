/// Shrinks weights by rate * strength at every update, apart from the gradient and the optimizer's
/// moments (Loshchilov and Hutter 2019): with Adam not the same as L2.
/// Applied in `Parameters.update`.
package enum WeightDecay: Regularizer {
  package static let key = "weight_decay"
  package static let defaultSetting = RegularizerSetting(strength: 0.01)
  package static let strengths: ClosedRange<Float> = 1e-6...10
  package static let options = tensorOptions

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.weightDecay = bySlice(setting, layout)
  }
}
