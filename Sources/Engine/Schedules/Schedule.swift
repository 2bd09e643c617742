/// How the learning rate changes over a run: a function from step to factor.
///
/// A new schedule is one file that conforms to this and one line in `ScheduleRegistry.all`.
package protocol Schedule: Sendable {
  static var name: String { get }
  /// The `ScheduleOptions` that it reads.
  static var options: [ScheduleOption] { get }
  /// A word for a jump of its factor.
  static var jump: String { get }
  /// True if it cannot be made without the number of steps of the run.
  static func needsLength(_ options: ScheduleOptions) -> Bool

  init(_ options: ScheduleOptions, _ run: RunLength)

  /// - Parameters:
  ///   - step: updates done so far, from where the schedule begins.
  ///   - state: its record of the validations so far.
  /// - Returns: the factor on the base learning rate for the next update.
  func factor(step: Int, _ state: ScheduleState) -> Double
  /// Whether the factor after `step` updates is a discrete change from the one before.
  func jumps(at step: Int) -> Bool
  /// Records a validation loss.
  /// - Returns: true if the factor changed for it.
  func observe(_ loss: Double, _ state: inout ScheduleState) -> Bool
}

extension Schedule {
  package static var options: [ScheduleOption] { [] }
  package static var jump: String { name }
  package static func needsLength(_ options: ScheduleOptions) -> Bool { false }
  package func jumps(at step: Int) -> Bool { false }
  package func observe(_ loss: Double, _ state: inout ScheduleState) -> Bool { false }
}

/// A schedule's record of the validations: a value next to the lane's step, so that a lane that is
/// rewound has the rate that it had.
package struct ScheduleState: Sendable, Equatable, Codable {
  /// The least loss so far, infinite before the first.
  package var best = Double.infinity
  /// Validations in a row that were no better.
  package var withoutImprovement = 0
  /// Validations that still do not count.
  package var cooldown = 0
  package var factor = 1.0

  package init() {}
}

/// The length of a run.
package struct RunLength: Sendable, Equatable {
  package let stepsPerEpoch: Int
  /// Updates until the end; nil if nothing limits them.
  package let steps: Int?

  /// Whichever limit comes first.
  package init(stepsPerEpoch: Int, maxEpochs: Int?, maxSteps: Int?) {
    precondition(stepsPerEpoch > 0, "an epoch has at least one step")
    self.stepsPerEpoch = stepsPerEpoch
    steps = [maxEpochs.map { $0 * stepsPerEpoch }, maxSteps].compactMap { $0 }.min()
  }

  private init(stepsPerEpoch: Int, steps: Int?) {
    self.stepsPerEpoch = stepsPerEpoch
    self.steps = steps
  }

  /// The number of steps left after some steps; at least one.
  func after(_ done: Int) -> RunLength {
    RunLength(stepsPerEpoch: stepsPerEpoch, steps: steps.map { max(1, $0 - done) })
  }

  /// The nearest whole number of steps, at least 1.
  func steps(epochs: Double) -> Int {
    max(1, Int(min(1e18, (epochs * Double(stepsPerEpoch)).rounded())))
  }
}
