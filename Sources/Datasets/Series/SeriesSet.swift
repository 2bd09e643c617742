/// All series of a table, each prepared: one, or those of a panel.
struct SeriesSet {
  let table: Table
  let choice: ColumnChoice
  private(set) var series: [SeriesPreparation] = []
  private(set) var notes: [String] = []
  let season: Int?
  /// The lag at which each input is most informative, in the longest series.
  private(set) var lags: [LagFinding] = []
  var description: SeriesDescription
  /// The columns that tell series apart; empty: there is one series.
  let panel: [Int]

  /// Fits and runs the configuration's steps, or those that the training part calls for.
  /// - Parameter doubt: how rows that may be series are read as such.
  init(
    _ table: Table, _ choice: ColumnChoice, _ configuration: DataConfiguration, doubt: String?,
    files: DataFiles, progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    self.table = table
    let asked = configuration.prepare
    func read(_ choice: ColumnChoice) throws(DatasetError) -> SeriesRows {
      try SeriesRows(
        table, choice, configuration, categories: nil,
        wantsHashes: asked?.contains(Duplicates.rows) == true,
        progress: progress)
    }
    var choice = choice
    var rows = try read(choice)
    if configuration.targets.isEmpty, !rows.panel.isEmpty {
      // A column that tells series apart, or is constant within each, is not the target.
      var besides = Dictionary(
        try rows.constantWithin(table, progress: progress).map {
          ($0, "constant within each series")
        }, uniquingKeysWith: { first, _ in first })
      for column in rows.panel { besides[column] = "tells series apart" }
      let better = try ColumnChoice(table, configuration, besides: besides)
      if better.targets != choice.targets { (choice, rows) = (better, try read(better)) }
    }
    self.choice = choice
    panel = rows.panel
    notes += rows.notes + Self.footers(rows)
    if !panel.isEmpty {
      notes += try Self.dropShort(&rows, configuration, table)
    } else if let shortage = try Shortage(.table, rows: table.rows, configuration, doubt: doubt) {
      throw .tooFewRows(file: table.file, shortage)
    }
    let split = try Split(configuration)
    let parts = rows.groups.map { group in
      let parts = split.parts(
        of: group.count, validationFile: configuration.validationFile != nil,
        testFile: configuration.testFile != nil)
      return [parts.training, parts.validation ?? 0..<0, parts.test ?? 0..<0]
    }
    let categories = rows.kinds(table, choice, training: parts.map { $0[0] })
    let calendar = configuration.calendar ? try Self.calendar(rows, table) : []
    let frames = zip(rows.groups, parts).map { group, parts in
      SeriesFrame(
        table, choice, rows, group, parts: parts, categories: categories, calendar: calendar,
        horizon: configuration.horizon)
    }
    if let longest = frames.max(by: { $0.frame.training.count < $1.frame.training.count }) {
      let known = Set(choice.known.map { table.names[$0] })
      lags = LagScan(window: configuration.window, horizon: configuration.horizon).findings(
        longest.frame,
        leads: longest.frame.inputs.map { known.contains($0.name) ? configuration.horizon : 0 })
      notes += lags.filter { !$0.isSeen }.map { lag in
        "\(lag.sentence): --set data.window=\(lag.needed) or more would"
      }
    }
    // The steps chosen from a few series hold for all, unless values are missing in one of them.
    let hasGaps = frames.contains { read in
      read.frame.inputs.contains { $0.values.contains(where: \.isNaN) }
    }
    let apart = max(1, frames.count / SeriesFacts.most)
    let found = stride(from: 0, to: frames.count, by: apart).map { place in
      SeriesFacts(
        frames[place].frame, rows.groups[place].clock, configuration, hasGaps: hasGaps)
    }
    season = configuration.season ?? SeriesFacts.mostCommon(found.map(\.season)) ?? nil
    let automatic = SeriesFacts.mostCommon(found.map { $0.automatic.steps }) ?? []
    let steps = asked ?? automatic
    if asked == nil, let example = found.first(where: { $0.automatic.steps == automatic }) {
      notes += example.automatic.reasons.map { "prepared automatically: \($0)" }
    }
    let context = PreparationContext(
      horizon: configuration.horizon, seed: configuration.seed, model: files.missingValueModel)
    let common =
      !panel.isEmpty && configuration.scaleBy != .series
      ? try Self.fitted(steps, on: frames.map(\.frame), context) : nil
    var made: [SeriesPreparation] = []
    for (group, read) in zip(rows.groups, frames) {
      made.append(
        try SeriesPreparation(
          read, group, dates: rows.columns.timeTexts,
          steps: common.map { .fitted($0) } ?? .fit(steps), window: configuration.window,
          context: context))
    }
    var windowScaling: WindowScaling?
    if configuration.scaleBy == .window {
      windowScaling = WindowScaling(fitting: made, window: configuration.window)
      for place in made.indices { made[place].scale(by: windowScaling) }
    }
    series = made
    var description = SeriesDescription(
      columns: choice.inputs.dropLast(choice.known.count).map { table.reference($0) },
      targets: choice.targets.map { table.reference($0) },
      known: choice.known.isEmpty ? nil : choice.known.map { table.reference($0) },
      calendar: calendar.isEmpty ? nil : calendar, windowScaling: windowScaling,
      time: configuration.time, categories: categories,
      window: configuration.window, horizon: configuration.horizon, season: season,
      steps: made.first?.fitted ?? [], readings: table.readings(choice.inputs + choice.targets),
      isDayFirst: choice.clock?.isDayFirst,
      gaps: panel.isEmpty
        ? rows.groups.first?.clock?.gaps ?? configuration.gaps : configuration.gaps)
    if let first = panel.first {
      description.panel = SeriesDescription.Panel(
        column: table.reference(first), columns: panel.count > 1 ? panel.map(table.reference) : nil,
        steps: common == nil
          ? Dictionary(
            made.map { ($0.id ?? "", $0.fitted) }, uniquingKeysWith: { first, _ in first })
          : nil,
        gaps: Dictionary(
          rows.groups.compactMap { group in group.clock?.gaps.map { (group.id ?? "", $0) } },
          uniquingKeysWith: { first, _ in first }))
    }
    self.description = description
    if !calendar.isEmpty {
      notes.append(
        "calendar of the predicted row, as sine and cosine: "
          + calendar.map(\.rawValue).joined(separator: ", "))
    }
    if windowScaling != nil {
      notes.append("each window is scaled by its own mean and deviation (data.scale_by)")
    }
    tellSeries(scaledBy: common == nil ? "separately" : "together")
  }

  /// Runs the steps of `description` on another table with the same columns.
  init(
    _ table: Table, as description: SeriesDescription, files: DataFiles,
    progress: @escaping (String) -> Void
  ) throws(DatasetError) {
    var configuration = DataConfiguration()
    configuration.targets = description.targets
    configuration.columns = description.columns
    configuration.known = description.known ?? []
    configuration.time = description.time
    configuration.gaps = description.gaps
    configuration.sequence = description.panel?.keys ?? []
    (configuration.window, configuration.horizon) = (description.window, description.horizon)
    let wanted =
      description.columns + (description.known ?? []) + description.targets
      + (description.panel?.keys ?? [])
      + (description.time.map { $0 == TableClock.off ? [] : [$0] } ?? [])
    var missing: [String] = []
    for name in wanted where try table.find(name) == nil { missing.append(name) }
    if !missing.isEmpty {
      throw .otherColumns(
        file: table.file, missing: Array(Set(missing)).sorted(), found: table.names)
    }
    self.table = table
    choice = try ColumnChoice(table, configuration, isDayFirst: description.isDayFirst)
    let rows = try SeriesRows(
      table, choice, configuration, categories: description.categories,
      gaps: description.panel?.gaps ?? [:],
      wantsHashes: description.steps.contains { $0.step == Duplicates.rows }, progress: progress)
    panel = rows.panel
    season = description.season
    self.description = description
    let context = PreparationContext(
      horizon: description.horizon, seed: 0, model: files.missingValueModel)
    notes += rows.notes + Self.footers(rows)
    var unknown: [String] = []
    let calendar = description.calendar ?? []
    if !calendar.isEmpty, choice.clock?.hasDates != true { throw .noCalendar(file: table.file) }
    for group in rows.groups {
      let read = SeriesFrame(
        table, choice, rows, group, parts: [0..<group.count], categories: description.categories,
        calendar: calendar, horizon: description.horizon)
      var steps = SeriesSteps.fitted(description.steps)
      if let known = description.panel?.steps {
        if let own = known[group.id ?? ""] {
          steps = .fitted(own)
        } else {
          unknown.append(group.id ?? "")
          steps = .fit(description.steps.map(\.step))
        }
      }
      series.append(
        try SeriesPreparation(
          read, group, dates: rows.columns.timeTexts, steps: steps, window: description.window,
          context: context))
      series[series.count - 1].scale(by: description.windowScaling)
    }
    if !unknown.isEmpty {
      notes.append(
        "\(unknown.count) series not in the training data "
          + "(\(listed(unknown, most: 5))): prepared by their own statistics")
    }
    tellSeries(scaledBy: nil)
  }

  /// The parts of the date that the rows differ in.
  /// - Throws: if they have no dates.
  private static func calendar(
    _ rows: SeriesRows, _ table: Table
  ) throws(DatasetError) -> [CalendarColumn] {
    let clocks = rows.groups.compactMap(\.clock).filter { $0.clock.hasDates }
    let found = Set(clocks.prefix(SeriesFacts.most).flatMap { CalendarColumn.found(in: $0) })
    if found.isEmpty { throw .noCalendar(file: table.file) }
    return CalendarColumn.allCases.filter(found.contains)
  }

  private static func footers(_ rows: SeriesRows) -> [String] {
    let texts = rows.columns.footers
    return texts.isEmpty
      ? []
      : ["\(counted(texts.count, "row")) at the end without a time left out: \(listed(texts))"]
  }

  /// Steps fitted on the training rows of all series together.
  private static func fitted(
    _ steps: [PreparationStep], on frames: [Frame], _ context: PreparationContext
  ) throws(DatasetError) -> [FittedPreparation] {
    guard var joined = Frame(joiningTrainingOf: frames) else { return [] }
    return try PreparationRun(steps, on: &joined, context).fitted
  }

  /// Takes out series that are too short for a window in every part.
  private static func dropShort(
    _ rows: inout SeriesRows, _ configuration: DataConfiguration, _ table: Table
  ) throws(DatasetError) -> [String] {
    let needed = try Split.rowsNeeded(configuration)
    let short = rows.groups.filter { $0.count < needed }
    let longest = try Shortage(
      .longestSeries(of: rows.groups.count), rows: rows.groups.map(\.count).max() ?? 0,
      configuration, doubt: nil)
    if let longest { throw .tooFewRows(file: table.file, longest) }
    guard !short.isEmpty else { return [] }
    rows.keepGroups { $0.count >= needed }
    return [
      "\(short.count) series of fewer than \(needed) rows left out: "
        + listed(short.map { $0.id ?? "" }, most: 5)
    ]
  }

  /// Notes of the series, those of a panel gathered.
  private mutating func tellSeries(scaledBy: String?) {
    guard !panel.isEmpty else {
      notes = (series.first?.notes ?? []) + notes
      return
    }
    let sizes = series.map { "\(escaped($0.id ?? "")) (\($0.frame.rows))" }
    let scaled = scaledBy.map { ", prepared \($0) (data.scale_by)" } ?? ""
    var told = [
      "\(series.count) series by \(panelName), rows: \(listed(sizes, most: 6, escapes: false)); "
        + "windows do not cross from one into the next\(scaled)"
    ]
    let first = series.first?.notes ?? []
    let isSame = series.allSatisfy { $0.notes == first }
    if isSame {
      told += first
    } else {
      for one in series.prefix(3) {
        told += one.notes.map { "\(escaped(one.id ?? "")): \($0)" }
      }
      if series.count > 3 { told.append("the other series were checked in the same way") }
    }
    notes = told + notes
  }

  // MARK: windows

  /// Windows of every series with their targets in a part: 0 training, 1 validation, 2 test.
  func windows(part: Int, stride: Int = 1, onlyKnown: Bool = true, total: Int? = nil)
    -> [SeriesWindows]
  {
    series.map { $0.windows(part: part, stride: stride, onlyKnown: onlyKnown, total: total) }
  }

  /// "store and item".
  private var panelName: String {
    panel.map { escaped(table.names[$0]) }.joined(separator: " and ")
  }

  /// Names of the series, in their order; empty if there is one.
  var names: [String] { panel.isEmpty ? [] : series.map { $0.id ?? "" } }

  /// Names of what is scored.
  var metrics: [String] { ["rmse", "mae"] + (panel.isEmpty ? [] : ["rmse_macro"]) }
}
