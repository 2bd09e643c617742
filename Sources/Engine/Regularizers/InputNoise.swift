/// Adds Gaussian noise to the first layer's input, features or embeddings (Bishop 1995).
package enum InputNoise: Regularizer {
  package static let key = "input_noise"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 1e-4...10

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.inputNoise = setting.strength
  }
}
