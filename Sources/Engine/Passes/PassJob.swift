/// The purpose of a pass over a batch.
package struct PassJob: Sendable {
  package enum Kind: Sendable { case training, evaluation }
  /// The states before the first step.
  package enum States: Sendable {
    case zero
    /// Set by the caller.
    case given
    /// The final states of the pass before.
    case continued
    /// The states kept from before; the last ones are kept for the next batch of the stream.
    case carried
  }
  package var kind = Kind.evaluation
  package var plan = StepPlan(slices: 0)
  /// Makes every random mask, together with `step`.
  package var seed: UInt64 = 0
  package var step = 0
  /// Also pass the last step's loss alone back (only where the loss is taken at every step).
  package var passesLastStepBack = false
  /// Also count the activity of gates and units.
  package var wantsStatistics = false
  package var wantsInputGradient = false
  package var states = States.zero
  /// Share of a target's true tokens that a decoder in training is fed; at the other
  /// places it is fed its own answers.
  package var teacherForcing: Float = 1
  /// The number of this batch among those whose gradients are added up; from 0.
  package var part = 0

  package init() {}
}
