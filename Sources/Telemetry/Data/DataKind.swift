/// The kind of task, which decides the useful scores and the Output picture.
package enum DataKind: String, Sendable, Equatable, Codable {
  /// A time series: forecast against truth.
  case series
  /// A language model: sampled text.
  case language
  /// One class per sequence or step: confusion.
  case classes
  /// A generated task with a number as its answer: answer against truth.
  case task
  /// A sequence of tokens as the answer to another: source, target, answer.
  case pairs
}
