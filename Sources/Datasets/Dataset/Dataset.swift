import Telemetry

/// Data that is cleaned, tokenized, split and cut into examples.
package struct Dataset: Sendable {
  /// The registry name of the source that made it.
  package var source: String
  package var kind: DataKind
  /// The name of the file that they are from, without its ending; nil if they are generated.
  package var file: String?
  /// In a few words: "adding problem, T 150", "Close, window 32". It does not name the file.
  package var summary: String
  /// Notes on what was recognised and how the data were divided, one sentence each.
  package var notes: [String]
  package var shape: SequenceShape
  package var training: any Examples
  package var validation: any Examples
  package var test: any Examples
  /// The training part as contiguous streams; nil if examples are apart.
  package var stream: TextStream?
  /// Trivial predictors, the one that is drawn first.
  package var baselines: [Baseline]
  /// The names of the classes, in the order of the outputs; empty if targets are not classes, or
  /// are tokens.
  package var classes: [String] = []
  /// Where tags mark spans by a scheme that all of them keep to: the tags that cannot follow each other
  /// [O, O], cannot be first [O] or last [O], as places one after another.
  package var impossibleTags: [Int] = []
  /// The names of the target values, in the order of the outputs; empty if there is one, or none.
  package var targetNames: [String] = []
  /// Nil if no text is fed.
  package var vocabulary: TokenVocabulary?
  /// For targets that are sequences of their own; nil elsewhere.
  package var targetVocabulary: TokenVocabulary? = nil
  /// The metrics of this kind, the primary one first.
  package var metrics: [String]
  /// The title of the output's picture: "Sunspots, 1 step ahead".
  package var forecastTitle: String
  /// Steps of numbers make a picture whose first row is at the top, not a spectrogram.
  package var isPicture = false
  /// The description that the model file keeps under `rnn-tui.data`.
  package var description: DatasetDescription
  /// For the data screen.
  package var report: DataReport

  /// The summary after the file's name: "prices · Close, window 32".
  package var title: String { (file.map { $0 + " · " } ?? "") + summary }
  package var baseline: Baseline { baselines[0] }
}
