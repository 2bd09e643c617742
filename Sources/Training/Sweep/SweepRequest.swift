/// The request for a sweep: the arguments that determine its trials. Stored in the sweep's
/// folder, so that the sweep can continue and another one does not mix with it.
package struct SweepRequest: Sendable, Equatable, Codable {
  /// The preset as named; nil: `compare`, or by the kind of data.
  package var preset: String?
  package var data: String?
  package var target: String?
  package var cells: String?
  package var lanes: String?
  package var sets: [String] = []
  package var seed: UInt64?
  package var maxSteps: Int?
  package var maxEpochs: Int?
  /// As given after `--over`.
  package var over: [String] = []
  /// Nil: the preset's value, otherwise 5.
  package var folds: Int?

  package init() {}

  /// Settings common to every trial.
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

  /// The same as arguments of `train`, placed before and after those of a trial.
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
