/// What the data screen shows of a series.
struct SeriesReport {
  private let table: Table
  private let series: SeriesPreparation
  private let configuration: DataConfiguration

  init(_ table: Table, _ series: SeriesPreparation, _ configuration: DataConfiguration) {
    self.table = table
    self.series = series
    self.configuration = configuration
  }

  func report(
    _ training: SeriesWindows, _ validation: SeriesWindows, _ test: SeriesWindows
  ) -> DataReport {
    let targets = series.choice.targets.map { escaped(table.names[$0]) }.joined(separator: ", ")
    return DataReport(
      source: SeriesSource.name, file: table.file,
      task: "\(targets), \(counted(configuration.horizon, "row")) ahead, from "
        + counted(configuration.window, "row"),
      rows: table.rows, duplicates: table.duplicates, columns: columns, steps: series.steps,
      parts: [
        part("training", training, configuration.file),
        part("validation", validation, configuration.validationFile),
        part("test", test, configuration.testFile),
      ], pictures: pictures(training))
  }

  private func part(_ name: String, _ windows: SeriesWindows, _ own: String?) -> DataReport.Part {
    let first = windows.targetRows.first.map { series.rowNumber(Int($0)) } ?? 0
    let last = windows.targetRows.last.map { series.rowNumber(Int($0)) } ?? 0
    let isOwn = name != "training" && own != nil
    return .init(
      name: name, examples: windows.count,
      place: isOwn
        ? "all of \(escaped(lastPart(own ?? "")))" : "predicting rows \(first) to \(last)")
  }

  private var columns: [DataReport.Column] { table.reportColumns { role($0) } }

  private func role(_ index: Int) -> DataReport.Column.Role {
    let isInput = series.choice.inputs.contains(index)
    let isTarget = series.choice.targets.contains(index)
    if series.choice.clock?.columns.contains(index) == true { return .time }
    return isInput ? (isTarget ? .inputAndTarget : .input) : isTarget ? .target : .unused
  }

  // MARK: pictures

  private static let mostPoints = 400

  private func pictures(_ training: SeriesWindows) -> [DataReport.Picture] {
    let starts = series.parts.filter { !$0.isEmpty }.dropFirst().map {
      Double($0.lowerBound) / Double(max(1, series.data.rows))
    }
    var pictures = series.data.targets.prefix(4).map { target in
      let values = target.isKnown.indices.map { target.isKnown[$0] ? target.filled[$0] : .nan }
      return DataReport.Picture(
        title: "\(escaped(target.name)), all rows",
        series: [.init(name: escaped(target.name), values: Self.thinned(values))], parts: starts)
    }
    if training.count > 0 { pictures.append(example(training)) }
    return pictures
  }

  /// The first training window as it is fed.
  private func example(_ training: SeriesWindows) -> DataReport.Picture {
    let data = series.data
    let last = training.targetRow(0) - training.horizon
    let names = series.inputNames
    let lines = (0..<min(4, data.features)).map { feature in
      DataReport.Picture.Line(
        name: escaped(names[feature]),
        values: (last - training.window + 1...last).map {
          data.inputs[$0 * data.features + feature]
        })
    }
    let target = data.targets[0]
    return .init(
      title: "first training example as it is fed; its target is "
        + "\(short(target.values[training.targetRow(0)]))", series: lines)
  }

  /// Means of neighbours, so that there are not too many points; NaN where all are missing.
  static func thinned(_ values: [Double]) -> [Float] {
    let count = min(values.count, mostPoints)
    return (0..<count).map { point in
      let part = values[point * values.count / count..<(point + 1) * values.count / count]
      let known = part.filter(\.isFinite)
      return known.isEmpty ? .nan : Float(known.reduce(0) { $0 + $1 / Double(known.count) })
    }
  }
}

extension SeriesPreparation {
  var inputNames: [String] { frame.inputs.map(\.name) }
}

extension Table {
  /// Every column as the data screen shows it.
  func reportColumns(_ role: (Int) -> DataReport.Column.Role) -> [DataReport.Column] {
    columns.enumerated().map { index, column in
      let isClock = column.isClock
      let hasNumbers = column.isNumeric && !isClock
      let kind =
        isClock
        ? "date"
        : hasNumbers
          ? "number"
          : (column.kinds?.count ?? .max) <= ColumnChoice.mostKinds
            ? "category" : "text"
      let isUsed = role(index) != .unused
      let remarks = [
        isUsed ? nil : reasonToLeaveOut(index) ?? reasonToDoubt(index),
        isUsed && column.isConstant ? "constant" : nil,
        hasNumbers && column.others > 0 ? "\(counted(column.others, "cell")) no number" : nil,
      ]
      return DataReport.Column(
        name: names[index], role: role(index), kind: kind, present: column.present,
        missing: column.missing, distinct: hasNumbers ? nil : column.kinds?.count,
        minimum: hasNumbers ? column.minimum : nil, mean: hasNumbers ? column.mean : nil,
        maximum: hasNumbers ? column.maximum : nil,
        note: remarks.compactMap { $0 }.joined(separator: ", "))
    }
  }
}
