/// Rewards the entropy of the predicted distribution (Pereyra et al. 2017): less sure, less
/// overfitted.
package enum ConfidencePenalty: Regularizer {
  package static let key = "confidence_penalty"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 1e-4...10
  package static let needsProbabilities = true

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.confidencePenalty = setting.strength
  }
}
