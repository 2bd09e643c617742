import Telemetry

/// A series from a table to numbers that can be fed: columns chosen, steps run. Steps learn from the
/// training rows alone (`Preparation.fit`), for a panel from those of all series (`SeriesSet`).
struct SeriesPreparation {
  let id: String?
  private(set) var data: SeriesData
  /// Training, validation and test rows, those in other files empty.
  let parts: [Range<Int>]
  let notes: [String]
  let steps: [PreparationReport]
  let fitted: [FittedPreparation]
  let frame: Frame
  private let window: Int
  private let horizon: Int
  /// Nil if the table has none.
  private var clock: SeriesClock? { group.clock }
  private let group: SeriesRows.Group
  /// [rows of the file]; empty if it has no clock.
  private let dates: [String]
  private let fileRows: Int

  /// Fits steps to the series and runs them, or runs those that were fitted.
  init(
    _ read: SeriesFrame, _ group: SeriesRows.Group, dates: [String], steps: SeriesSteps,
    window: Int, context: PreparationContext
  ) throws(DatasetError) {
    id = group.id
    self.group = group
    self.dates = dates
    self.window = window
    horizon = context.horizon
    var frame = read.frame
    fileRows = frame.rowNumbers.map { Int($0.max() ?? 0) } ?? frame.rows
    let run =
      switch steps {
      case .fit(let steps): try PreparationRun(steps, on: &frame, context)
      case .fitted(let fitted): try PreparationRun(applying: fitted, to: &frame, context)
      }
    fitted = run.fitted
    self.steps = run.report
    notes = read.notes
    data = try SeriesData(frame)
    parts = frame.parts
    self.frame = frame
  }

  /// The row's number in the file, from 1; after the end it continues. 0: put into a gap.
  func rowNumber(_ row: Int) -> Int {
    let behind = row - frame.rows
    if behind < 0 { return frame.rowNumber(row) }
    return isInFile(row) ? Int(group.row(group.count + behind)) + 1 : fileRows + behind + 1
  }

  /// Rows of the file after those that are fed, to be predicted.
  var rowsAhead: Int { group.ahead ?? 0 }

  /// Whether the file has the row, including rows to be predicted.
  func isInFile(_ row: Int) -> Bool { row < frame.rows + rowsAhead }

  /// The date of a row, as the file writes it or would; empty if it has no clock.
  func date(_ row: Int) -> String {
    if !isInFile(row) { return clock?.text(group.count + row - frame.rows) ?? "" }
    let number = rowNumber(row)
    return dates.indices.contains(number - 1) ? dates[number - 1] : ""
  }

  /// All windows with their targets in a part.
  /// - Parameter total: rows of the file; nil: the places of predictions are not needed.
  func windows(part: Int, stride: Int = 1, onlyKnown: Bool = true, total: Int? = nil)
    -> SeriesWindows
  {
    var windows = SeriesWindows(
      data, window: window, horizon: horizon, stride: stride, targetsIn: parts[part],
      onlyKnown: onlyKnown, ahead: group.ahead)
    windows.places = total.map {
      RowPlaces(parts[part], of: $0, number: rowNumber, dates: dates)
    }
    return windows
  }

  mutating func scale(by windows: WindowScaling?) { data.windowScaling = windows }

  var inputNames: [String] { frame.inputs.map(\.name) }
}

enum SeriesSteps {
  case fit([PreparationStep])
  case fitted([FittedPreparation])
}
