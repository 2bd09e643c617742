/// What is learned, in the sense of which scores and which picture of the output make sense.
package enum DatasetKind: String, Sendable, Equatable {
  case series
  case language
  case classes
  case task
}

/// Data that is cleaned, tokenized, split and cut into examples.
package struct Dataset: Sendable {
  /// The registry name of the source that made it.
  package var source: String
  package var kind: DatasetKind
  /// In a few words: "adding problem, T 150", "sunspots, window 32".
  package var summary: String
  /// What was recognised and how the data was divided, one sentence each.
  package var notes: [String]
  package var shape: SequenceShape
  package var training: any Examples
  package var validation: any Examples
  package var test: any Examples
  /// The training part as contiguous streams; nil where examples are apart.
  package var stream: TextStream?
  package var baseline: Baseline
  /// Scaling of the target; nil where targets are not scaled.
  package var scaler: AffineScaler?
  /// Nil where no characters are learned.
  package var vocabulary: CharacterVocabulary?
  /// The metrics of this kind, the primary one first.
  package var metrics: [String]
  /// The title of the output's picture: "Sunspots, 1 step ahead".
  package var forecastTitle: String
  /// What the model file keeps under `rnn-tui.data`.
  package var description: DatasetDescription
}

/// What prepared the data, so that a model file can be used on new data by itself.
package struct DatasetDescription: Sendable, Equatable, Encodable {
  /// A column of numbers and how it was scaled: scaled = (value - mean) / scale.
  package struct Column: Sendable, Equatable, Encodable {
    package var name: String
    package var mean: Double
    package var scale: Double
  }

  package var source: String
  /// The input columns, in the order in which they are fed.
  package var columns: [Column]?
  package var target: Column?
  package var window: Int?
  package var horizon: Int?
  /// Steps of one training sequence, where it is not a window of a series.
  package var length: Int?
  /// The characters by token number, each a string of one Unicode scalar.
  package var vocabulary: [String]?
  /// The token of characters that are not in `vocabulary`; it comes after them.
  package var unknown: Int?
  /// What was done to the values, in order: "linear interpolation", "standard scaling".
  package var preparation: [String]

  package init(
    source: String, columns: [Column]? = nil, target: Column? = nil, window: Int? = nil,
    horizon: Int? = nil, length: Int? = nil, vocabulary: [String]? = nil, unknown: Int? = nil,
    preparation: [String] = []
  ) {
    self.source = source
    self.columns = columns
    self.target = target
    self.window = window
    self.horizon = horizon
    self.length = length
    self.vocabulary = vocabulary
    self.unknown = unknown
    self.preparation = preparation
  }
}
