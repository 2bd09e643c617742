import Engine

/// How a regularizer appears to a user: the key that toggles it, its names, and the rungs of its
/// strength.
package struct RegularizerControl: Sendable {
  package let type: any Regularizer.Type
  /// The key that toggles it in the dashboard.
  package let digit: Int?
  package let label: String
  package let short: String
  /// The meaning of the strength, with its unit.
  package let meaning: String
  package let ladder: Ladder

  private init(
    _ type: any Regularizer.Type, digit: Int?, _ label: String, short: String,
    _ rungs: Ladder.Rungs, _ meaning: String
  ) {
    self.type = type
    self.digit = digit
    self.label = label
    self.short = short
    self.meaning = meaning
    ladder = Ladder(rungs, type.strengths)
  }

  /// One for every regularizer, in the registry's order.
  package static let all: [RegularizerControl] = [
    RegularizerControl(
      L1Penalty.self, digit: 1, "L1", short: "L1", .oneTwoFive, "factor of the sum of |w|"),
    RegularizerControl(
      L2Penalty.self, digit: 2, "L2", short: "L2", .oneTwoFive, "factor of the sum of w squared"),
    RegularizerControl(
      Dropout.self, digit: 3, "dropout", short: "drop", .every(0.05),
      "probability that a value is dropped"),
    RegularizerControl(
      RecurrentDropout.self, digit: 4, "recurrent dropout", short: "rdrop", .every(0.05),
      "probability that a unit is dropped"),
    RegularizerControl(
      GradientClipping.self, digit: 5, "gradient clipping", short: "clip", .oneTwoFive,
      "threshold of the gradient's norm |g|"),
    RegularizerControl(
      Zoneout.self, digit: 8, "zoneout", short: "zone", .every(0.05),
      "probability that a unit keeps its old state"),
    RegularizerControl(
      AdaptiveRegularization.self, digit: 9, "adaptive regularization", short: "adapt",
      .every(0.05), "gap above which dropout and L2 grow"),
    RegularizerControl(
      WeightDecay.self, digit: nil, "weight decay", short: "decay", .oneTwoFive,
      "share of each weight that a step of rate 1 removes"),
    RegularizerControl(
      WeightNoise.self, digit: nil, "weight noise", short: "wnoise", .oneTwoFive,
      "standard deviation of noise on the weights"),
    RegularizerControl(
      InputNoise.self, digit: nil, "input noise", short: "inoise", .oneTwoFive,
      "standard deviation of noise on the inputs"),
    RegularizerControl(
      LabelSmoothing.self, digit: nil, "label smoothing", short: "smooth", .every(0.05),
      "share of the target spread over all classes"),
    RegularizerControl(
      ConfidencePenalty.self, digit: nil, "confidence penalty", short: "conf", .oneTwoFive,
      "factor of the outputs' entropy"),
    RegularizerControl(
      AdversarialTraining.self, digit: nil, "adversarial training", short: "adv", .oneTwoFive,
      "how far inputs are moved"),
  ]
}
