/// What prepared the data, so that a model file can be used on new data by itself: written to the
/// model file as `rnn-tui.data`. Each source fills in its own part.
package struct DatasetDescription: Sendable, Equatable, Codable {
  /// A column of numbers and how it was scaled: scaled = (value - mean) / scale.
  package struct Column: Sendable, Equatable, Codable {
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
  /// The tokens by number, each a string.
  package var vocabulary: [String]?
  /// The token of what is not in `vocabulary`.
  package var unknown: Int?
  /// The classes by number.
  package var labels: [String]?
  /// What was done to the values, in order.
  package var preparation: [String]
  /// How text becomes tokens; absent where none is fed, and in files of models of characters that are
  /// older than the field.
  package var text: TextDescription?

  package init(
    source: String, columns: [Column]? = nil, target: Column? = nil, window: Int? = nil,
    horizon: Int? = nil, length: Int? = nil, vocabulary: [String]? = nil, unknown: Int? = nil,
    labels: [String]? = nil, preparation: [String] = [], text: TextDescription? = nil
  ) {
    self.source = source
    self.columns = columns
    self.target = target
    self.window = window
    self.horizon = horizon
    self.length = length
    self.vocabulary = vocabulary
    self.unknown = unknown
    self.labels = labels
    self.preparation = preparation
    self.text = text
  }
}

/// A whole file, prepared as a model's own training data were.
package struct PreparedFile: Sendable {
  package var kind: DatasetKind
  package var shape: SequenceShape
  package var examples: any Examples
  /// Scored as test part in `testLoss` and `testMetrics`.
  package var baselines: [Baseline]
  package var classes: [String]
  package var metrics: [String]
  package var notes: [String]
  /// Heads of the columns that say which example it is ("row", "Month"), and their contents.
  package var keyNames: [String]
  package var keys: @Sendable (Int) -> [String]

  package init(
    kind: DatasetKind, shape: SequenceShape, examples: any Examples, baselines: [Baseline] = [],
    classes: [String] = [], metrics: [String], notes: [String] = [],
    keyNames: [String] = ["example"],
    keys: @escaping @Sendable (Int) -> [String] = { ["\($0 + 1)"] }
  ) {
    self.kind = kind
    self.shape = shape
    self.examples = examples
    self.baselines = baselines
    self.classes = classes
    self.metrics = metrics
    self.notes = notes
    self.keyNames = keyNames
    self.keys = keys
  }
}
