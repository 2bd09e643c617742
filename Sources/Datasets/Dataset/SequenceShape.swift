/// The kind of targets in a dataset, which decides the loss.
package enum TargetKind: String, Sendable, Equatable, Encodable {
  /// Real numbers; mean squared error.
  case values
  /// 0 or 1; binary cross entropy on logits.
  case binary
  /// One class of several; softmax cross entropy.
  case classes
  /// Tokens, in a sequence of their own length; softmax cross entropy at every step of it.
  case tokens
}

/// The shape that every example of a dataset has.
package struct SequenceShape: Sendable, Equatable {
  /// T, the longest sequence in steps.
  package var timeSteps: Int
  /// I, the numbers fed at each step; 0 if tokens are fed.
  package var features: Int
  /// V, the kinds of tokens; 0 if numbers are fed.
  package var vocabulary: Int
  /// O, the outputs: target values, or classes.
  package var outputs: Int
  package var target: TargetKind
  /// True if every step has a target, false if only the last one has.
  package var everyStep: Bool
  /// For targets that are sequences of their own; nil elsewhere.
  package var targetSequence: TargetSequence?

  /// How sequences that are answers begin and end.
  package struct TargetSequence: Sendable, Equatable {
    /// U, the longest in steps, the one that ends it among them.
    package var timeSteps: Int
    /// The token that is fed before the first one, and the one that follows the last.
    package var begin: Int
    package var end: Int

    package init(timeSteps: Int, begin: Int, end: Int) {
      (self.timeSteps, self.begin, self.end) = (timeSteps, begin, end)
    }
  }

  package init(
    timeSteps: Int, features: Int, vocabulary: Int, outputs: Int, target: TargetKind,
    everyStep: Bool, targetSequence: TargetSequence? = nil
  ) {
    self.timeSteps = timeSteps
    self.features = features
    self.vocabulary = vocabulary
    self.outputs = outputs
    self.target = target
    self.everyStep = everyStep
    self.targetSequence = targetSequence
  }
}
