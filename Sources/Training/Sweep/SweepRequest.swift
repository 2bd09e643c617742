/// What a sweep was asked to do: the arguments that decide what its trials are. It is kept in the
/// sweep's folder, so that the sweep can go on, and so that another one does not mix with it.
package struct SweepRequest: Sendable, Equatable, Codable {
  /// The preset as it was named; nil: `compare`, or by the kind of data.
  package var preset: String?
  package var data: String?
  package var target: String?
  package var cells: String?
  package var lanes: String?
  package var sets: [String] = []
  package var seed: UInt64?
  package var maxSteps: Int?
  package var maxEpochs: Int?
  /// As they stand behind `--over`.
  package var over: [String] = []
  /// Nil: what the preset says, else 5.
  package var folds: Int?

  package init() {}

  /// What holds for every trial.
  package var overrides: PresetOverrides {
    var overrides = PresetOverrides()
    overrides.data = data
    overrides.target = target
    overrides.cells = cells
    overrides.lanes = lanes
    overrides.sets = sets
    overrides.seed = seed
    overrides.maxSteps = maxSteps
    overrides.maxEpochs = maxEpochs
    return overrides
  }

  /// The same as arguments of `train` that stand before and behind what a trial adds.
  var leadingArguments: [String] {
    var words = preset.map { [$0] } ?? []
    if let data { words += ["--data", data] }
    if let target { words += ["--target", target] }
    return words
  }

  var trailingArguments: [String] {
    var words: [String] = []
    if let seed { words += ["--seed", String(seed)] }
    if let maxSteps { words += ["--max-steps", String(maxSteps)] }
    if let maxEpochs { words += ["--max-epochs", String(maxEpochs)] }
    return words
  }
}
