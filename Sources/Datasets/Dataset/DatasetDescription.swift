import Telemetry

/// How the data were prepared, so that a model file alone suffices for new data: written to the
/// model file as `rnn-tui.data`. Each source fills in its own part.
package struct DatasetDescription: Sendable, Equatable, Codable {
  package var source: String
  package var series: SeriesDescription?
  /// Steps of one training sequence, where it is not a window of a series.
  package var length: Int?
  /// The tokens by number, each a string.
  package var vocabulary: [String]?
  /// The token of what is not in `vocabulary`.
  package var unknown: Int?
  /// The classes by number.
  package var labels: [String]?
  /// How text becomes tokens; absent if none is fed, and in files of models of characters that are
  /// older than the field.
  package var text: TextDescription?
  /// For labelled and tagged sequences; nil elsewhere.
  package var sequences: SequenceDescription?
  /// For pairs of sequences: how targets are written; nil elsewhere.
  package var pairs: PairDescription?
  /// Of the text in the model's own files; nil: UTF-8. `loadDataset` fills it in.
  package var encoding: String?
  /// For a generated task; `loadDataset` fills it in.
  package var generated: Generated?

  package init(
    source: String, series: SeriesDescription? = nil, length: Int? = nil,
    vocabulary: [String]? = nil, unknown: Int? = nil, labels: [String]? = nil,
    text: TextDescription? = nil
  ) {
    self.source = source
    self.series = series
    self.length = length
    self.vocabulary = vocabulary
    self.unknown = unknown
    self.labels = labels
    self.text = text
  }
}

/// How windows of a series were made from the columns of a table.
package struct SeriesDescription: Sendable, Equatable, Codable {
  /// Columns of the table by name, or by number where it has no names.
  package var columns: [String]
  package var targets: [String]
  /// Columns known ahead of time; they follow `columns`. Nil: there are none.
  package var known: [String]?
  /// Parts of the date that are fed after the columns; nil: none.
  package var calendar: [CalendarColumn]?
  /// Windows are scaled by their own means and deviations; nil: they are not.
  package var windowScaling: WindowScaling?
  package var time: String?
  /// The kinds of columns of words, each fed as a column of 0 and 1.
  package var categories: [String: [String]]
  package var window: Int
  package var horizon: Int
  package var season: Int?
  package var steps: [FittedPreparation]
  /// How the numbers of columns are read; nil in files of models that are older than the field.
  package var readings: [String: ColumnReading]?
  /// The day comes first in the dates of the model's own data; nil: not ambiguous.
  package var isDayFirst: Bool?
  package var gaps: GapPolicy?
  /// For several series in one table; nil: there is one.
  package var panel: Panel?
  /// For a table with one series per row; nil: a row is a step.
  package var wide: WideColumns?

  package struct Panel: Sendable, Equatable, Codable {
    /// The column with the id of a row's series.
    package var column: String
    /// The columns, if several form the id together.
    package var columns: [String]?
    /// `steps` as fitted to each series; nil: they are fitted to all together.
    package var steps: [String: [FittedPreparation]]?
    /// The treatment of gaps in the clock of each series; nil in older files, where `gaps` held for all.
    package var gaps: [String: GapPolicy]?

    var keys: [String] { columns ?? [column] }
  }
}

/// A whole file, prepared as a model's own training data were.
package struct PreparedFile: Sendable {
  package var kind: DataKind
  package var shape: SequenceShape
  package var examples: any Examples
  /// Scored as test part in `testLoss` and `testMetrics`.
  package var baselines: [Baseline]
  package var classes: [String]
  /// The names of the target values, in the order of the outputs; empty if there are none.
  package var targetNames: [String]
  package var metrics: [String]
  package var notes: [String]
  /// Heads of the columns that identify an example ("row", "Month"), and their contents.
  package var keyNames: [String]
  /// For targets that are sequences of their own; nil elsewhere.
  package var targetVocabulary: TokenVocabulary?
  package var keys: @Sendable (Int) -> [String]

  package init(
    kind: DataKind, shape: SequenceShape, examples: any Examples, baselines: [Baseline] = [],
    classes: [String] = [], targetNames: [String] = [], metrics: [String], notes: [String] = [],
    targetVocabulary: TokenVocabulary? = nil, keyNames: [String] = ["example"],
    keys: @escaping @Sendable (Int) -> [String] = { ["\($0 + 1)"] }
  ) {
    self.kind = kind
    self.shape = shape
    self.examples = examples
    self.baselines = baselines
    self.classes = classes
    self.targetNames = targetNames
    self.metrics = metrics
    self.notes = notes
    self.targetVocabulary = targetVocabulary
    self.keyNames = keyNames
    self.keys = keys
  }
}
