extension Batch {
  /// Sources with targets of their own lengths.
  package convenience init(
    _ architecture: EncoderDecoderArchitecture, timeSteps: Int, targetSteps: Int, size: Int
  ) {
    self.init(
      Contents(
        inputs: architecture.sourceVocabulary > 0 ? nil : architecture.encoder.input,
        targets: .ownSteps, outputs: nil),
      timeSteps: timeSteps, targetSteps: targetSteps, size: size)
  }
}
