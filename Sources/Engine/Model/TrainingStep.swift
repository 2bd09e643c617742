/// A training step of a model: from a batch over the gradient and the update to the next weights. The
/// order of the phases is in `PassPhase`, that of penalties and clipping in `Parameters`.
package final class TrainingStep: @unchecked Sendable {
  package let model: any Model
  package let optimizer: any Optimizer.Type
  package let options: OptimizerOptions
  /// The optimizer's, as long as the weights each; zero at first.
  package let moments: [FloatBlock]

  package init(
    _ model: any Model, _ optimizer: any Optimizer.Type, _ options: OptimizerOptions? = nil
  ) {
    self.model = model
    self.optimizer = optimizer
    self.options = options ?? optimizer.defaults
    let count = model.layout.count
    moments = (0..<optimizer.momentCount).map { _ in FloatBlock(count: count) }
  }

  /// The results of a gradient's phases.
  package struct Gradient: Sendable {
    /// The mean loss, and what regularizers add to the objective.
    package var loss: Double
    package var penalty: Double
    /// The norm of the whole gradient as it is, and as the update takes it.
    package var norm: Double
    package var clippedNorm: Double
    /// The factor of clipping.
    package var scale: Float

    /// False: the weights must stay as they are. In a lane `Lane.prepareUpdate` decides by it, and
    /// the lane has then diverged.
    package var isFinite: Bool { loss.isFinite && norm.isFinite && penalty.isFinite }
  }

  /// The results of the gradient's phases, available between them and those of the step.
  package func gradient(_ plan: StepPlan) -> Gradient {
    let (norm, penalty) = model.gradientNorm
    let scale = plan.gradientScale(norm: norm)
    let clipped =
      model.parameters.normOfClippedEntries ?? (scale < 1 ? norm * Double(scale) : norm)
    return Gradient(
      loss: model.meanLoss.loss, penalty: penalty, norm: norm, clippedNorm: clipped, scale: scale)
  }

  /// Sets how the phases of the step change the weights.
  /// - Parameter number: the update's number, from 1.
  package func prepareUpdate(_ gradient: Gradient, rate: Float, number: Int) {
    model.parameters.nextUpdate = Parameters.Update(
      optimizer: optimizer, options: options, moments: moments, rate: rate, step: number,
      gradientScale: gradient.scale)
  }

  /// The whole step on one batch, on the calling thread: for measurements and tests. Lanes are
  /// stepped together, in the same order, by `Trainer.step`.
  /// - Returns: its gradient; where that is not finite, the weights are as before.
  @discardableResult
  package func run(_ batch: Batch, _ job: PassJob, rate: Float, number: Int) -> Gradient {
    model.begin(batch, job)
    return finish(job.plan, rate: rate, number: number) { model.perform($0) }
  }

  /// The phases after `begin`.
  /// - Parameter run: runs phases of the model.
  @discardableResult
  package func finish(
    _ plan: StepPlan, rate: Float, number: Int, by run: ([PassPhase]) -> Void
  ) -> Gradient {
    run(PassPhase.gradient)
    let gradient = gradient(plan)
    guard gradient.isFinite else { return gradient }
    prepareUpdate(gradient, rate: rate, number: number)
    run(PassPhase.step)
    return gradient
  }
}
