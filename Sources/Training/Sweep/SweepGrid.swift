import Datasets

/// Every combination of the values of a sweep's axes with each lane of its preset, and the folds
/// that each combination is tried on.
package struct SweepGrid: Sendable {
  package static let mostTrials = 10_000
  package static let usualFolds = 5

  /// One lane with one value of each axis.
  package struct Combination: Sendable, Equatable {
    /// From 1.
    package let number: Int
    package let lane: String
    /// In the order of the axes.
    package let values: [SweptValue]

    /// In the order in which they have to be set: a name before its options, a strength before its
    /// switch.
    var assignments: [SweptValue] {
      func rank(_ value: SweptValue) -> Int {
        PresetKeys.named(value.key).map(PresetReader.rank) ?? 0
      }
      return (0...3).flatMap { place in values.filter { rank($0) == place } }
    }
  }

  /// A combination on a fold: one run of `train`.
  package struct Trial: Sendable, Equatable {
    /// Index in `combinations`, and the fold from 1.
    package let combination: Int
    package let fold: Int
  }

  /// As requested, with the cells that `--over model.cell=` names as `--cells`.
  package let asked: SweepRequest
  let request: SweepRequest
  /// The preset as found, with the settings common to every trial.
  let found: Preset
  package let base: Preset
  package let axes: [SweepAxis]
  package let folds: Int
  package let combinations: [Combination]
  /// Notes on the whole sweep, one sentence each.
  package private(set) var notes: [String]
  /// The metric that early stopping monitors in every combination, used for ranking; nil: the loss.
  package private(set) var monitor: Monitor?

  package var lanes: [LaneConfiguration] { base.lanes }
  package var trialCount: Int { combinations.count * folds }

  /// All folds of a combination, then the next: means over different folds cannot be compared.
  package func trial(_ place: Int) -> Trial {
    Trial(combination: place / folds, fold: place % folds + 1)
  }

  package func place(combination: Int, fold: Int) -> Int { combination * folds + fold - 1 }

  /// Checks everything before anything starts; errors name the flag.
  package init(_ asked: SweepRequest, preset: Preset) throws(PresetError) {
    var request = asked
    // Cells are lanes: they are selected, not set.
    var overs: [String] = []
    for text in asked.over {
      guard text.hasPrefix("model.cell=") else {
        overs.append(text)
        continue
      }
      guard request.cells == nil else {
        throw .argument("--over \(text)", reason: "--cells does the same; give one of them")
      }
      let cells = try SweepAxis(text, in: preset)
      request.cells = cells.values.map(\.text).joined(separator: ",")
    }
    self.asked = asked
    (request, notes) = try Self.sizesAsAsked(request, overs: overs, preset: preset)
    self.request = request
    found = preset
    base = try request.overrides.apply(to: preset)
    var axes: [SweepAxis] = []
    for text in overs {
      let axis = try SweepAxis(text, in: base)
      if let same = axes.first(where: { Self.overlap($0.key, axis.key) }) {
        throw .argument("--over \(text)", reason: "\(same.key) is already swept")
      }
      try Self.refuseFixed(axis, text, request)
      axes.append(axis)
    }
    self.axes = axes
    folds = try Self.folds(request, base)
    try Self.checkCount(self.axes, lanes: base.lanes.count, folds: folds)
    combinations = Self.product(base.lanes, self.axes)
    var monitors: Set<String?> = []
    for combination in combinations {
      monitors.insert(try self.preset(of: combination).lanes[0].earlyStopping.monitor)
    }
    if monitors.count == 1 {
      monitor = Monitor(named: monitors.first ?? nil)
    } else {
      notes.append(
        "combinations differ in early_stopping.monitor: each is ranked by the validation loss at "
          + "the best validation by its own monitor")
    }
  }

  /// True if one key is the other, or a group that contains it. An option may be swept alongside
  /// the name that it belongs to.
  private static func overlap(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let areKeys = PresetKeys.named(a) != nil && PresetKeys.named(b) != nil
    return !areKeys && (a.hasPrefix(b + ".") || b.hasPrefix(a + "."))
  }

  private static func refuseFixed(
    _ axis: SweepAxis, _ text: String, _ request: SweepRequest
  ) throws(PresetError) {
    let flags: [(String, String, Bool)] = [
      ("--seed", "training.seed", request.seed != nil),
      ("--max-steps", "training.max_steps", request.maxSteps != nil),
      ("--max-epochs", "training.max_epochs", request.maxEpochs != nil),
      ("--data", "data.file", request.data != nil),
      ("--target", "data.target", request.target != nil),
    ]
    var fixed = flags.first { $0.1 == axis.key && $0.2 }?.0
    if request.sets.contains(where: { $0.hasPrefix(axis.key + "=") }) { fixed = "--set" }
    guard let fixed else { return }
    throw .argument("--over \(text)", reason: "\(fixed) fixes \(axis.key); leave one of them out")
  }

  private static func folds(_ request: SweepRequest, _ base: Preset) throws(PresetError) -> Int {
    if let set = request.sets.first(where: { $0.hasPrefix("data.fold") }) {
      throw .argument("--set \(set)", reason: "in a sweep, --folds sets it")
    }
    let ownValidation = base.data.validationFile != nil
    let folds = request.folds ?? (ownValidation ? 1 : base.data.folds ?? usualFolds)
    guard (1...100).contains(folds) else {
      throw .argument("--folds \(folds)", reason: "1 to 100 folds; 1 is the preset's own split")
    }
    if folds > 1, ownValidation {
      throw .argument(
        "--folds \(folds)",
        reason: "data.validation names the validation data; --folds 1 uses them")
    }
    return folds
  }

  private static func checkCount(
    _ axes: [SweepAxis], lanes: Int, folds: Int
  ) throws(PresetError) {
    let counts = axes.map(\.values.count) + [lanes, folds]
    let trials = counts.reduce(1.0) { $0 * Double($1) }
    guard trials > Double(mostTrials) else { return }
    let product =
      axes.map { "\($0.values.count) of \($0.key)" } + ["\(lanes) lanes", "\(folds) folds"]
    throw .argument(
      "--over",
      reason: "\(wholeText(trials)) trials (\(product.joined(separator: " x "))); at most "
        + "\(mostTrials) are run")
  }

  private static func wholeText(_ number: Double) -> String {
    number < 1e15 ? String(Int(number)) : "\(number)"
  }

  /// The last axis varies fastest.
  private static func product(
    _ lanes: [LaneConfiguration], _ axes: [SweepAxis]
  ) -> [Combination] {
    var rows: [(String, [SweptValue])] = lanes.map { ($0.name, []) }
    for axis in axes {
      rows = rows.flatMap { row in axis.values.map { (row.0, row.1 + [$0]) } }
    }
    return rows.enumerated().map { place, row in
      Combination(number: place + 1, lane: row.0, values: row.1)
    }
  }
}

extension SweepGrid {
  /// How a trial selects its lane: by its cell if that is enough.
  struct LaneChoice: Equatable {
    var cells: String?
    var lanes: String?
  }

  func choice(of lane: String) -> LaneChoice {
    let cells = base.lanes.map(\.model.cell)
    guard base.lanes.count > 1, let chosen = base.lanes.first(where: { $0.name == lane }) else {
      return LaneChoice(cells: request.cells, lanes: request.lanes)
    }
    if Set(cells).count == cells.count, request.lanes == nil {
      return LaneChoice(cells: chosen.model.cell)
    }
    return LaneChoice(cells: request.cells, lanes: lane)
  }

  /// The preset of a combination, on the ordinary split: one lane, with the values set.
  package func preset(of combination: Combination) throws(PresetError) -> Preset {
    var overrides = request.overrides
    let choice = choice(of: combination.lane)
    (overrides.cells, overrides.lanes) = (choice.cells, choice.lanes)
    overrides.swept = combination.assignments
    var preset = try overrides.apply(to: found)
    (preset.data.folds, preset.data.fold) = (nil, nil)
    return preset
  }
}
