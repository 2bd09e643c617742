import Telemetry

/// Findings about the data and how they were prepared: the data screen's and `rnn-tui data`'s
/// contents. Values only; each source fills in what it has.
package struct DataReport: Sendable, Equatable, Encodable {
  /// A column of a table, or the one text of a language model.
  package struct Column: Sendable, Equatable, Encodable {
    package enum Role: String, Sendable, Encodable {
      case input, target, label, text, time, sequence, unused
      /// Fed up to the predicted row.
      case known
      case inputAndTarget = "input, target"
    }
    package var name: String
    package var role: Role
    /// "number", "category", "text", "date".
    package var kind: String
    package var present: Int
    package var missing: Int
    /// Kinds of values, where it is a category.
    package var distinct: Int?
    /// In the data's own units, of the values present.
    package var minimum: Double?
    package var mean: Double?
    package var maximum: Double?
    /// Why it is not used, or what is odd about it: "constant", "rises evenly".
    package var note: String

    package init(
      name: String, role: Role, kind: String, present: Int, missing: Int, distinct: Int? = nil,
      minimum: Double? = nil, mean: Double? = nil, maximum: Double? = nil, note: String = ""
    ) {
      self.name = name
      self.role = role
      self.kind = kind
      self.present = present
      self.missing = missing
      self.distinct = distinct
      self.minimum = minimum
      self.mean = mean
      self.maximum = maximum
      self.note = note
    }
  }

  /// Training, validation or test.
  package struct Part: Sendable, Equatable, Encodable {
    package var name: String
    package var examples: Int
    /// "rows 1 to 2256", "lines 1 to 4459", or empty.
    package var place: String
    /// Examples of each class, in the order of `classes`; empty if there are none.
    package var classCounts: [Int]

    package init(name: String, examples: Int, place: String = "", classCounts: [Int] = []) {
      self.name = name
      self.examples = examples
      self.place = place
      self.classCounts = classCounts
    }
  }

  /// Steps of the sequences before they were cut or padded.
  package struct Lengths: Sendable, Equatable, Encodable {
    package var shortest: Int
    package var median: Int
    package var longest: Int
    /// How many are longer than what is fed, and so are cut.
    package var cut: Int
    /// Sequences per bucket of equal width from 0 to `longest`, at most 40 of them.
    package var histogram: [Int]

    /// - Parameter most: what is fed at most; nil: everything.
    package init(_ lengths: [Int], most: Int?) {
      let sorted = lengths.sorted()
      shortest = sorted.first ?? 0
      median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
      longest = sorted.last ?? 0
      cut = most.map { most in sorted.filter { $0 > most }.count } ?? 0
      let buckets = min(40, longest + 1)
      histogram = [Int](repeating: 0, count: buckets)
      for length in lengths { histogram[length * buckets / (longest + 1)] += 1 }
    }
  }

  /// An example, drawn: numbers over the steps, or text.
  package struct Picture: Sendable, Equatable, Encodable {
    package var title: String
    /// One line of numbers each, with its name; the steps of one example or of the whole series.
    package var series: [Line]
    /// Where the parts begin on the axis of `series`, 0 to 1; empty if it is one example.
    package var parts: [Double]
    /// Lines of text: the input, and the answer.
    package var text: [String]
    /// Numbers over two axes; nil: there are none.
    package var map: PictureMap?

    package struct Line: Sendable, Equatable, Encodable {
      package var name: String
      /// In the data's own units; NaN is a gap. At most 400 points.
      package var values: [Float]

      package init(name: String, values: [Float]) {
        self.name = name
        self.values = values
      }

      package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        try container.encode(values.map { $0.isFinite ? $0 : nil }, forKey: .values)
      }
      private enum Key: CodingKey { case name, values }
    }

    package init(
      title: String, series: [Line] = [], parts: [Double] = [], text: [String] = [],
      map: PictureMap? = nil
    ) {
      self.title = title
      self.series = series
      self.parts = parts
      self.text = text
      self.map = map
    }
  }

  package var source: String
  /// "csv: a table of 2 columns ..."; nil if the source was named.
  package var recognised: String?
  package var file: String
  /// "one step ahead of Sunspots from 32 rows".
  package var task: String
  /// Rows, lines or characters of the file.
  package var rows: Int
  package var rowsName: String
  /// Rows that occur more than once; nil if it was not counted.
  package var duplicates: Int?
  package var columns: [Column]
  package var steps: [PreparationReport]
  package var classes: [String]
  package var parts: [Part]
  package var lengths: Lengths?
  /// For sounds; nil elsewhere.
  package var sound: SoundReport?
  /// Lags of a series' inputs, where one stands out.
  package var lags: [LagFinding]
  package var pictures: [Picture]

  package init(
    source: String, recognised: String? = nil, file: String = "", task: String, rows: Int = 0,
    rowsName: String = "rows", duplicates: Int? = nil, columns: [Column] = [],
    steps: [PreparationReport] = [], classes: [String] = [], parts: [Part], lengths: Lengths? = nil,
    lags: [LagFinding] = [], pictures: [Picture] = []
  ) {
    self.source = source
    self.recognised = recognised
    self.file = file
    self.task = task
    self.rows = rows
    self.rowsName = rowsName
    self.duplicates = duplicates
    self.columns = columns
    self.steps = steps
    self.classes = classes
    self.parts = parts
    self.lengths = lengths
    self.lags = lags
    self.pictures = pictures
  }
}
