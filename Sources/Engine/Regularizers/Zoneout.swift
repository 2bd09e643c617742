/// Lets units keep their old state at random while training, and takes the mean of both when
/// evaluating (Krueger et al. 2017): dropout that the memory survives.
/// Drawn and applied in `RecurrentLayer+Zoneout`.
package enum Zoneout: Regularizer {
  package static let key = "zoneout"
  package static let defaultSetting = RegularizerSetting(strength: 0.1)
  package static let strengths: ClosedRange<Float> = 0.05...0.9
  package static let options = [
    RegularizerOption(
      name: "of", allowed: .someOf(["hidden", "cell"]), defaultValues: ["hidden", "cell"],
      meaning: "h, c of the LSTM, or both")
  ]

  package static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout
  ) {
    let states = values("of", setting)
    if states.contains("hidden") { plan.hiddenZoneout = setting.strength }
    if states.contains("cell") { plan.cellZoneout = setting.strength }
  }
}
