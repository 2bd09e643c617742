/// Spreads a share of each target's probability evenly over all classes (Szegedy et al. 2016); targets
/// that are numbers stay as they are.
/// Applied in the losses (`SoftmaxCrossEntropy`, `BinaryCrossEntropy`).
package enum LabelSmoothing: Regularizer {
  package static let key = "label_smoothing"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 0.01...0.9
  package static let needsProbabilities = true

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    plan.labelSmoothing = setting.strength
  }
}
