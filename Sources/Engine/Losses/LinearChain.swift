/// The negative log probability of the tags of a whole sequence under a linear-chain conditional
/// random field (Lafferty, McCallum, Pereira 2001), mean over all tags. The outputs are the scores
/// of tags; those of pairs of neighbours, of first and of last tags are learned besides them
/// (`ChainScores`).
package enum LinearChain: Loss {
  package static let name = "crf"
  package static let title = SoftmaxCrossEntropy.title
  package static let hasClassTargets = true
  package static let isProbabilistic = false
  package static let scope = LossScope.sequence
}
