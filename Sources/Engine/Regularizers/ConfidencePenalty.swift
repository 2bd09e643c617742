/// Rewards the entropy of the predicted distribution (Pereyra et al. 2017): less sure, less
/// overfitted.
package enum ConfidencePenalty: Regularizer {
  package static let key = "confidence_penalty"
  package static let digit: Character? = nil
  package static let label = "confidence penalty"
  package static let short = "conf"
  package static let meaning = "factor of the outputs' entropy"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let ladder = Ladder(.oneTwoFive, 1e-4...10)
  package static let needsProbabilities = true

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.confidencePenalty = setting.strength
  }
}
