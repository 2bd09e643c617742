/// Adds Gaussian noise to the weights, drawn again for each step, and takes the gradient there
/// (Graves 2011): solutions that survive it need fewer bits.
/// Drawn in `Parameters.addNoise`.
package enum WeightNoise: Regularizer {
  package static let key = "weight_noise"
  package static let defaultSetting = RegularizerSetting(strength: 0.02)
  package static let strengths: ClosedRange<Float> = 1e-5...1
  package static let options = tensorOptions

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.weightNoise = bySlice(setting, layout)
  }
}
