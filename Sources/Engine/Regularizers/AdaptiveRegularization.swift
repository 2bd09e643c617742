/// Follows the gap (validation loss - plain training loss) / plain training loss: at each
/// validation dropout and L2 become 1.25 times stronger while it is above `strength`, and weaker by
/// the same factor while it is below 0.3 of it. Acts between steps, in the trainer.
package enum AdaptiveRegularization: Regularizer {
  package static let key = "adaptive"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 0.05...1
  package static let actsBetweenSteps = true

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    // No effect within a step.
  }
}
