extension Batch {
  /// - Parameter targetSteps: for targets with their own length; ignored elsewhere.
  package convenience init(
    _ architecture: Architecture, timeSteps: Int, targetSteps: Int = 0, size: Int
  ) {
    let hasClasses = LossRegistry.named(architecture.loss)?.hasClassTargets ?? false
    self.init(
      Contents(
        inputs: architecture.vocabulary > 0 ? nil : architecture.input,
        targets: architecture.isAligned
          ? .ownSteps : architecture.head == .every ? .steps : .sequences,
        outputs: hasClasses ? nil : architecture.outputs),
      timeSteps: timeSteps, targetSteps: targetSteps, size: size)
  }
}
