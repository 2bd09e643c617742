/// Connectionist temporal classification (Graves, Fernández, Gomez, Schmidhuber 2006): the negative
/// log probability of a target that is a sequence of its own length, over all ways to lay its
/// labels along the steps (`LabelAlignment`). Class 0 is blank: a step without a label.
///
/// The mean is over all labels and the end of every target, as for a decoder that writes them, so
/// that both measure the same targets in the same way. PyTorch's "mean" is over sequences instead,
/// each divided by its labels.
package enum TemporalClassification: Loss {
  package static let name = "ctc"
  package static let title = SoftmaxCrossEntropy.title
  package static let hasClassTargets = true
  package static let isProbabilistic = false
  package static let scope = LossScope.alignment
}
