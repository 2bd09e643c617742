/// A regularizer: its effect on one training step, as a function of its setting. Each can be
/// switched and rescaled between two steps without disturbing anything else.
///
/// A new regularizer is one file that conforms to this and one line in `RegularizerRegistry.all`; how
/// it appears to a user is defined in the table of settings.
package protocol Regularizer: Sendable {
  /// The key below `regularizers` in presets.
  static var key: String { get }
  static var defaultSetting: RegularizerSetting { get }
  /// The range of its strength where it is on.
  static var strengths: ClosedRange<Float> { get }
  static var options: [RegularizerOption] { get }
  /// True if it acts on probabilities, so that it does nothing to a loss on numbers.
  static var needsProbabilities: Bool { get }
  /// True if it acts on the operand of recurrent products, so that it does nothing to a cell
  /// without such.
  static var needsRecurrentWeights: Bool { get }
  /// True if the trainer applies it between steps, so that a step itself is unchanged.
  static var actsBetweenSteps: Bool { get }
  /// Called only for a setting that is on and has a strength above 0.
  static func contribute(
    _ setting: RegularizerSetting, to plan: inout StepPlan, layout: ParameterLayout)
}

package struct RegularizerSetting: Sendable, Equatable, Codable {
  package var isOn: Bool
  package var strength: Float
  /// The options' chosen values; an absent option has its default.
  package var options: [String: [String]]

  package init(isOn: Bool = false, strength: Float, options: [String: [String]] = [:]) {
    self.isOn = isOn
    self.strength = strength
    self.options = options
  }
}

/// A further key of a regularizer in a preset, besides `on` and `strength`.
package struct RegularizerOption: Sendable {
  package enum Allowed: Sendable {
    case oneOf([String])
    case someOf([String])
    /// `all`, or numbers of recurrent layers from 0.
    case layers
  }
  package let name: String
  package let allowed: Allowed
  package let defaultValues: [String]
  package let meaning: String
}

extension Regularizer {
  package static var options: [RegularizerOption] { [] }
  package static var needsProbabilities: Bool { false }
  package static var needsRecurrentWeights: Bool { false }
  package static var actsBetweenSteps: Bool { false }

  static func values(_ option: String, _ setting: RegularizerSetting) -> [String] {
    setting.options[option] ?? options.first { $0.name == option }?.defaultValues ?? []
  }
}

/// The settings of every regularizer, in the registry's order.
package struct Regularization: Sendable, Equatable, Codable {
  package var settings: [RegularizerSetting]

  package init() { settings = RegularizerRegistry.all.map { $0.defaultSetting } }

  package subscript(key: String) -> RegularizerSetting? {
    get { RegularizerRegistry.place(of: key).map { settings[$0] } }
    set {
      if let place = RegularizerRegistry.place(of: key), let newValue {
        settings[place] = newValue
      }
    }
  }

  /// The regularizers' part of one training step.
  package func plan(for layout: ParameterLayout) -> StepPlan {
    var plan = StepPlan(slices: layout.slices.count)
    for (type, setting) in zip(RegularizerRegistry.all, settings)
    where setting.isOn && setting.strength > 0 {
      type.contribute(setting, to: &plan, layout: layout)
    }
    return plan
  }
}
