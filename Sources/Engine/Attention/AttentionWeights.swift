/// The weights of a pass's attention, and the steps that they weigh.
package struct AttentionWeights: Sendable {
  package enum Queries: Sendable {
    /// One a sequence: [B, T].
    case last
    /// One a step, which sees itself and what came before: [B, T, T].
    case causal
    /// One a step of the target, which sees the whole source: [B, U, T].
    case target
  }
  package let queries: Queries
  package let shape: [Int]
  package let values: [Float]
  /// Valid steps of every sequence.
  package let lengths: [Int]

  /// Steps that attention looks at.
  package var timeSteps: Int { shape[shape.count - 1] }

  /// Steps of a sequence, from the first on, that one of its queries may look at.
  package func seen(by query: Int, of sequence: Int) -> Int {
    switch queries {
    case .last, .target: lengths[sequence]
    case .causal: min(query + 1, lengths[sequence])
    }
  }
}
