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

  /// Farther out than this many standard deviations, an error squared would leave Float.
  static let limit = 1e18

  /// Throws `.tooFar` for a value that training could not take. `table` gives file and names.
  func apply(
    _ series: SeriesColumns, of table: Table, _ choice: ColumnChoice
  ) throws(DatasetError) -> ScaledSeries {
    func scaled(_ values: [Double], _ scaler: AffineScaler, _ column: Int) throws(DatasetError)
      -> [Float]
    {
      if let far = values.first(where: { ($0 - scaler.mean).magnitude > Self.limit * scaler.scale })
      {
        throw .tooFar(
          file: table.file, column: table.names[column], value: far,
          deviations: (far - scaler.mean).magnitude / scaler.scale, limit: Self.limit)
      }
      return values.map(scaler.apply)
    }
    var fed = [Float](repeating: 0, count: series.rows * inputs.count)
    for (feature, values) in series.inputs.enumerated() {
      let column = try scaled(values, inputs[feature], choice.inputs[feature])
      for (row, value) in column.enumerated() { fed[row * inputs.count + feature] = value }
    }
    return ScaledSeries(
      inputs: fed, target: try scaled(series.target, target, choice.target))
  }
}
