/// Something with weights that learns from batches, as a trainer sees it.
///
/// A pass is a list of phases; every phase is a number of tasks that may run on any threads, in any
/// order, and each phase needs the one before. Engine has no threads: the caller runs the tasks.
/// All memory is made in `begin`, none in tasks, so that in the steady state a step allocates
/// nothing. Sums over tasks are taken in a fixed order, so results have the same bits for any
/// thread count.
package protocol Model: AnyObject, Sendable {
  var parameters: Parameters { get }
  var loss: any Loss.Type { get }
  /// Time steps of the longest sequences that it has memory for.
  var maxTimeSteps: Int { get }
  /// Sets all weights from a source of random numbers, in the layout's order.
  func initialise(_ how: Initialisation, using random: inout some RandomNumberGenerator)
  /// Must follow every change of weights from outside.
  func weightsChanged()

  // A pass.

  /// Prepares a pass over a batch and makes the memory that it needs.
  func begin(_ batch: Batch, _ job: PassJob)
  func taskCount(_ phase: PassPhase) -> Int
  func perform(_ phase: PassPhase, task: Int)

  // Results of the last pass.

  /// For the last pass, and for the passes before it whose gradients are added up.
  var tally: LossTally { get }
  /// The answers of the last evaluation pass.
  var outputs: Outputs { get }
  /// The weights of the last pass's attention; nil if there is none.
  var attentionWeights: AttentionWeights? { get }
  /// The first place where a number of the last pass is not finite: forward in time through the
  /// states, else backward through the gradient.
  func firstNonfinite() -> Nonfinite?

  // States carried from batch to batch of a stream.

  /// By shard and recurrence: h, then c.
  var carriedStates: [[Float]] { get set }
  /// A stream begins: at each epoch (`Trainer.computeGradient`).
  func clearCarriedStates()

  // Its recurrences: layers of its stacks in one direction.

  var recurrenceCount: Int { get }
  func recurrence(_ number: Int) -> Recurrence
  /// For convolutions in front of the recurrences; nil if there are none.
  var convolvedSteps: ConvolvedSteps? { get }
  /// True if attention gives the gradient a direct path to distant steps.
  var hasAttention: Bool { get }
}

extension Model {
  package var convolvedSteps: ConvolvedSteps? { nil }
  package var layout: ParameterLayout { parameters.layout }
  package var weights: FloatBlock { parameters.weights }
  package var gradients: FloatBlock { parameters.gradients }

  /// Takes weights from elsewhere.
  package func take(weights: [Float]) {
    parameters.weights.copy(from: weights)
    weightsChanged()
  }

  /// Runs phases on the calling thread alone.
  package func perform(_ phases: [PassPhase]) {
    for phase in phases {
      for task in 0..<taskCount(phase) { perform(phase, task: task) }
    }
  }

  /// The mean loss over the last pass (or all parts of a gradient), without what regularizers add,
  /// and the rows answered right. The mean is weighted where classes have weights.
  package var meanLoss: (loss: Double, correct: Int, rows: Int) { tally.mean }

  /// The norm of the whole gradient before clipping, penalties included, and what regularizers add
  /// to the objective.
  package var gradientNorm: (norm: Double, penalty: Double) {
    let (norm, penalty) = parameters.gradientNorm
    return (norm, penalty + tally.meanExtra)
  }

  package var recurrences: [Recurrence] { (0..<recurrenceCount).map { recurrence($0) } }
}
