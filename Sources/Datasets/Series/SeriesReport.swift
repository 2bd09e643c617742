import Telemetry

/// The data screen's report on a series.
struct SeriesReport {
  private let all: SeriesSet
  private let configuration: DataConfiguration
  private var table: Table { all.table }

  init(_ all: SeriesSet, _ configuration: DataConfiguration) {
    self.all = all
    self.configuration = configuration
  }

  func report(
    _ training: [SeriesWindows], _ validation: [SeriesWindows], _ test: [SeriesWindows]
  ) -> DataReport {
    let targets = all.choice.targets.map { escaped(table.names[$0]) }.joined(separator: ", ")
    return DataReport(
      source: SeriesSource.name, file: table.file,
      task: "\(targets), \(counted(configuration.horizon, "row")) ahead, from "
        + counted(configuration.window, "row"),
      rows: table.rows, duplicates: table.duplicates, columns: columns,
      steps: all.series[0].steps,
      parts: [
        part("training", training, configuration.file),
        part("validation", validation, configuration.validationFile),
        part("test", test, configuration.testFile),
      ], lags: all.lags, pictures: pictures(training))
  }

  private func part(_ name: String, _ windows: [SeriesWindows], _ own: String?) -> DataReport.Part {
    let count = windows.reduce(0) { $0 + $1.count }
    let isOwn = name != "training" && own != nil
    var place = "all of \(escaped(lastPart(own ?? "")))"
    if !isOwn, !all.panel.isEmpty {
      place = "of \(windows.count { $0.count > 0 }) series"
    } else if !isOwn {
      let rows = windows[0].targetRows
      let first = rows.first.map { all.series[0].rowNumber(Int($0)) } ?? 0
      let last = rows.last.map { all.series[0].rowNumber(Int($0)) } ?? 0
      place = "predicting rows \(min(first, last)) to \(max(first, last))"
    }
    return .init(name: name, examples: count, place: place)
  }

  private var columns: [DataReport.Column] { table.reportColumns { role($0) } }

  private func role(_ index: Int) -> DataReport.Column.Role {
    let isInput = all.choice.inputs.contains(index)
    let isTarget = all.choice.targets.contains(index)
    if all.choice.clock?.columns.contains(index) == true { return .time }
    if all.panel.contains(index) { return .sequence }
    if all.choice.known.contains(index) { return .known }
    return isInput ? (isTarget ? .inputAndTarget : .input) : isTarget ? .target : .unused
  }

  // MARK: pictures

  private static let mostPoints = 400

  private func pictures(_ training: [SeriesWindows]) -> [DataReport.Picture] {
    var pictures: [DataReport.Picture] = []
    for one in all.series.prefix(4) {
      let starts = one.parts.filter { !$0.isEmpty }.dropFirst().map {
        Double($0.lowerBound) / Double(max(1, one.data.rows))
      }
      let of = one.id.map { " of \(escaped($0))" } ?? ""
      pictures += one.data.targets.prefix(all.panel.isEmpty ? 4 : 1).map { target in
        let values = target.isKnown.indices.map { target.isKnown[$0] ? target.filled[$0] : .nan }
        return DataReport.Picture(
          title: "\(escaped(target.name))\(of), all rows",
          series: [.init(name: escaped(target.name), values: Self.thinned(values))], parts: starts)
      }
    }
    if let first = training.firstIndex(where: { $0.count > 0 }) {
      pictures.append(example(training[first], all.series[first]))
    }
    return pictures
  }

  /// The first training window as it is fed.
  private func example(
    _ training: SeriesWindows, _ series: SeriesPreparation
  ) -> DataReport.Picture {
    let names = series.inputNames
    let example = training.fed(0)
    let lines = (0..<min(4, names.count)).map { feature in
      DataReport.Picture.Line(
        name: escaped(names[feature]),
        values: (0..<training.window).map { example.inputs[$0 * names.count + feature] })
    }
    return .init(
      title: "first training example as fed; its target is "
        + "\(Numbers.fourDigits(Double(example.targets[0])))", series: lines)
  }

  /// Means of neighbours, so that there are not too many points; NaN if all are missing.
  static func thinned(_ values: [Double]) -> [Float] {
    let count = min(values.count, mostPoints)
    return (0..<count).map { point in
      let part = values[point * values.count / count..<(point + 1) * values.count / count]
      let known = part.filter(\.isFinite)
      return known.isEmpty ? .nan : Float(known.reduce(0) { $0 + $1 / Double(known.count) })
    }
  }
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
        hasNumbers && column.others > 0 ? "\(counted(column.others, "cell")) not a number" : nil,
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
