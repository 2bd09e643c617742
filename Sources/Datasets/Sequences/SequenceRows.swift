import Telemetry

/// The prepared rows of a table of sequences: numbers or tokens, sequence by sequence.
struct SequenceRows {
  /// [rows, I]; empty if tokens are fed.
  var values: [Float] = []
  /// [rows]; empty if numbers are fed.
  var tokens: [Int32] = []
  /// For each sequence of the table; empty if nothing is left of it.
  var ranges: [Range<Int>]
  /// [rows], the row of the table; nil if they are all there.
  var rowOfTable: [Int]?
  var notes: [String] = []
  var steps: [PreparationReport] = []
  var fitted: [FittedPreparation] = []

  /// From the words of `table`.
  init(_ table: SequenceTable, _ words: SequenceTable.Words, _ numbers: WordNumbers) {
    ranges = (0..<table.count).map(table.range)
    let unknown: Int
    (tokens, unknown) = numbers.numbers(words)
    if unknown > 0 {
      notes.append("\(counted(unknown, "word")) not in the vocabulary, or seen once in training")
    }
  }

  /// From a frame on which the steps of `data.prepare` ran. Throws if something is still missing,
  /// or too far out to be trained on.
  init(_ frame: Frame, _ run: PreparationRun) throws(DatasetError) {
    ranges = frame.segments
    rowOfTable = frame.rowNumbers.map { numbers in numbers.map { Int($0) - 1 } }
    steps = run.report
    fitted = run.fitted
    for input in frame.inputs {
      for range in ranges {
        let own = input.values[range]
        let missing = own.lazy.filter(\.isNaN).count
        if missing > 0 {
          throw .stillMissing(file: frame.file, column: input.name, count: missing)
        }
        if let far = own.first(where: { $0.magnitude > SeriesData.limit }) {
          throw .tooFar(file: frame.file, column: input.name, value: far, limit: SeriesData.limit)
        }
      }
    }
    let features = frame.inputs.count
    let columns = frame.inputs.map(\.values)
    values = [Float](unsafeUninitializedCapacity: frame.rows * features) { values, initialized in
      for (feature, column) in columns.enumerated() {
        for row in 0..<frame.rows { values[row * features + feature] = Float(column[row]) }
      }
      initialized = frame.rows * features
    }
    let gone = ranges.lazy.filter(\.isEmpty).count
    if gone > 0 {
      notes.append("\(counted(gone, "sequence")) left out: no steps left to feed")
    }
  }
}
