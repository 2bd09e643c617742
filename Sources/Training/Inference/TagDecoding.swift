/// How a model whose loss scores whole sequences chooses the tags of their steps.
package enum TagDecoding: String, Sendable, CaseIterable {
  /// The one with the highest score at each step, without its neighbours.
  case greedy
  /// The most probable ones of the whole sequence together (Viterbi 1967).
  case viterbi
}
