/// One way to change a training sequence at random so that its answer stays true: it acts in place
/// on one column of a batch in memory and allocates nothing.
///
/// A new one is one file that conforms to this and one line in `AugmentationRegistry.all`.
package protocol Augmentation: SendableMetatype {
  /// The key below `augmentation` in presets.
  static var key: String { get }
  static var label: String { get }
  static var short: String { get }
  /// The meaning of the strength, with its unit.
  static var meaning: String { get }
  static var strength: AugmentationStrength { get }
  /// Numbers or tokens: what the method acts on.
  static var feed: AugmentationFeed { get }
  /// True if steps move or disappear, so that it suits only data whose steps may.
  static var movesSteps: Bool { get }
  /// True if it is safe even if the answer follows from every step.
  static var keepsEveryStep: Bool { get }
  /// True if it is used when augmentation is switched on and no method was chosen.
  static var isUsual: Bool { get }
  /// Why it would spoil these data; nil if it does not. Asked after `feed` and the other flags.
  static func refusal(_ data: AugmentationFacts) -> String?
  /// Changes a column; `strength` is in the range.
  static func apply(
    _ strength: Float, to column: AugmentedColumn, _ data: AugmentationFacts,
    using random: inout SeededRandom)
}

package enum AugmentationFeed: Sendable {
  case numbers
  case tokens
}

/// The numbers that a strength may be, and the rungs on which keys move it.
package struct AugmentationStrength: Sendable {
  package enum Rungs: Sendable {
    case oneTwoFive
    case every(Float)
  }
  package let usual: Float
  package let range: ClosedRange<Float>
  package let rungs: Rungs
  package let isWhole: Bool

  init(
    _ usual: Float, in range: ClosedRange<Float>, _ rungs: Rungs = .oneTwoFive,
    isWhole: Bool = false
  ) {
    self.usual = usual
    self.range = range
    self.rungs = rungs
    self.isWhole = isWhole
  }

  /// A probability per sequence or per token.
  static let probability = AugmentationStrength(0.1, in: 0.05...0.9, .every(0.05))
}

extension Augmentation {
  package static var movesSteps: Bool { false }
  package static var keepsEveryStep: Bool { false }
  package static var isUsual: Bool { false }
  package static func refusal(_ data: AugmentationFacts) -> String? { nil }

  /// Why it cannot act on these data, in words; nil if it can.
  package static func whyNot(_ data: AugmentationFacts) -> String? {
    switch feed {
    case .numbers where data.shape.features == 0: return "acts on numbers; these data are tokens"
    case .tokens where data.shape.vocabulary == 0: return "acts on tokens; these data are numbers"
    case .numbers where data.columns.isEmpty:
      return "no input column has more than two different values"
    default: break
    }
    if data.answer == .exact, !keepsEveryStep {
      return "the answer to this task depends on every step and would become wrong"
    }
    if movesSteps {
      if data.holdsTagsToTheirScheme {
        return "moves tags where their scheme forbids them, and model.loss=crf enforces it"
      }
      if data.isStream { return "the text is read as streams, which continue from batch to batch" }
      if data.shape.timeSteps < 2 { return "the sequences have one step" }
    }
    return refusal(data)
  }
}
