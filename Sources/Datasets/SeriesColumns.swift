/// The columns of a series in data units, missing values filled.
struct SeriesColumns {
  /// One [rows] a column that is fed.
  let inputs: [[Double]]
  /// [rows].
  let target: [Double]
  /// What was filled.
  let notes: [String]

  var rows: Int { target.count }

  /// Takes the chosen columns of `table` and fills each part by itself.
  ///
  /// Rows that are in no part are left as they are: nothing reads them. `name` is what the first
  /// part is called in an error.
  init(
    _ table: Table, _ choice: ColumnChoice, parts: Parts, name: String = "training"
  ) throws(DatasetError) {
    let named = [
      (name, parts.training), ("validation", parts.validation ?? 0..<0),
      ("test", parts.test ?? 0..<0),
    ]
    var filled: [Int: [Double]] = [:]
    var notes: [String] = []
    for index in [choice.target] + choice.inputs where filled[index] == nil {
      var values = try table.numbers(index)
      var count = 0
      for (part, rows) in named {
        guard let holes = interpolateMissing(&values, in: rows) else {
          throw .allMissing(file: table.file, column: table.names[index], part: part)
        }
        count += holes
      }
      if count > 0 {
        notes.append(
          "\(counted(count, "missing value")) of \(escaped(table.names[index])) filled by linear "
            + "interpolation")
      }
      filled[index] = values
    }
    inputs = choice.inputs.map { filled[$0] ?? [] }
    target = filled[choice.target] ?? []
    self.notes = notes
  }
}

/// A series as it is fed.
struct ScaledSeries {
  /// [rows, I].
  let inputs: [Float]
  /// [rows].
  let target: [Float]
}

/// The scalers of a series, fitted on its training part alone.
struct SeriesScaling {
  let inputs: [AffineScaler]
  let target: AffineScaler

  init(_ series: SeriesColumns, training: Range<Int>) {
    inputs = series.inputs.map { AffineScaler(fitting: $0[training]) }
    target = AffineScaler(fitting: series.target[training])
  }

  func apply(_ series: SeriesColumns) -> ScaledSeries {
    var fed = [Float](repeating: 0, count: series.rows * inputs.count)
    for (index, (values, scaler)) in zip(series.inputs, inputs).enumerated() {
      for (row, value) in values.enumerated() {
        fed[row * inputs.count + index] = scaler.apply(value)
      }
    }
    return ScaledSeries(inputs: fed, target: series.target.map(target.apply))
  }

}
