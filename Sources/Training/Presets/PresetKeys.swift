import Datasets
import Engine

/// Every key of a preset, in the order in which presets are written. Reading, writing, `--set`,
/// `--at` and `show --keys` all use this list.
package enum PresetKeys {
  package static let all =
    general + data + model + training + optimizerOptions + scheduleOptions + regularizers
    + augmentation + earlyStopping + record + lanes

  package static func named(_ path: String) -> PresetKey? { byPath[path] }

  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The names right below a path ("" for the top), in order.
  static func children(of path: String) -> [String] {
    let prefix = path.isEmpty ? "" : path + "."
    var names: [String] = []
    for key in all where key.path.hasPrefix(prefix) && key.path != path {
      let name = String(key.path.dropFirst(prefix.count).prefix { $0 != "." })
      if names.last != name { names.append(name) }
    }
    return names
  }

  /// The paths of the keys that can change while a lane trains.
  package static let changeablePaths = all.filter(\.changesWhileTraining).map(\.path)

  private static let general: [PresetKey] = [
    .preset("title", \.title, .text(), "what is compared, in one line"),
    .preset("about", \.about, .text(), "what to look at and which key to press"),
  ]

  private static let limit = PresetRule<Int>.whole(1...1_000_000_000).orNull()

  private static let training: [PresetKey] = [
    .lane(
      "training.batch", \.training.batch, .batch,
      "sequences per step; all: one step per epoch, with the gradient of the whole training part",
      scope: .session),
    .lane(
      "training.truncate", \.training.truncate, PresetRule.whole(1...100_000).orNull(),
      "steps that a text's loss is passed back; states carry over between batches; null: windows",
      scope: .session),
    .lane(
      "training.learning_rate", \.training.learningRate,
      .number(TrainingConfiguration.learningRates),
      "step size, before the schedule", changesWhileTraining: true),
    .lane(
      "training.teacher_forcing", \.training.teacherForcing, .number(0...1),
      "share of target tokens that a decoder is fed as given; for the rest, its own answers",
      changesWhileTraining: true),
    scheduledSampling,
    sampling(
      "steps", \.training.scheduledSampling.steps, .number(1...1e9),
      "linear: until nothing is left; inverse_sigmoid: its k (half is left after about k ln k steps)"
    ),
    sampling(
      "least", \.training.scheduledSampling.least, .number(0...1),
      "the share never falls below this"),
    classWeights,
    needingLength(
      .lane(
        "training.max_epochs", \.training.maxEpochs, limit, "epochs at most; null: no limit",
        scope: .session)),
    needingLength(
      .lane(
        "training.max_steps", \.training.maxSteps, limit, "steps at most; null: no limit",
        scope: .session)),
    .lane(
      "training.validate_every", \.training.validateEvery, .validateEvery,
      "how often the validation loss is computed", scope: .session),
    .lane(
      "training.seed", \.training.seed, .whole(0...UInt64.max),
      "seed of weights and noise; the preset's also seeds the data"),
    .lane(
      "training.pace", \.training.pace, PresetRule.whole(1...1000).orNull(),
      "steps per second at most, on a screen ({ and } change it); null: no limit", scope: .session),
  ]

  private static let scheduledSampling = {
    var key = PresetKey.lane(
      "training.scheduled_sampling", \.training.scheduledSampling.kind, .choice(),
      "how the teacher_forcing share falls over the run")
    key.isNamed = true
    return key
  }()

  private static func sampling(
    _ name: String, _ place: WritableKeyPath<LaneConfiguration, Double> & Sendable,
    _ rule: PresetRule<Double>, _ meaning: String
  ) -> PresetKey {
    var key = PresetKey.lane("training.scheduled_sampling." + name, place, rule, meaning)
    key.isConditional = true
    key.conflict = { lane in
      lane.training.scheduledSampling.kind == .constant
        ? "needs training.scheduled_sampling: linear or inverse_sigmoid" : nil
    }
    return key
  }

  private static let earlyStopping: [PresetKey] = {
    var short = PresetKey.lane(
      "early_stopping", \.earlyStopping.on, .flag, "short for early_stopping.on",
      changesWhileTraining: true)
    short.isShortForm = true
    return [
      short,
      .lane(
        "early_stopping.on", \.earlyStopping.on, .flag, "stop when validation no longer improves",
        changesWhileTraining: true),
      .lane(
        "early_stopping.patience", \.earlyStopping.patience, .whole(1...1_000_000),
        "validations without improvement before stopping", changesWhileTraining: true),
      .lane(
        "early_stopping.min_delta", \.earlyStopping.minDelta, .number(0...1_000_000),
        "smallest improvement that counts", changesWhileTraining: true),
      .lane(
        "early_stopping.monitor", .monitor,
        "decides which validation is best: the loss, or a metric that the data have",
        get: { $0.earlyStopping.monitor }, set: { $1.earlyStopping.monitor = $0 }),
    ]
  }()

  private static let record: [PresetKey] = [
    .preset(
      "record.every", \.record.every, .interval,
      "seconds between two checkpoints, or session steps"),
    .preset(
      "record.undo.states", \.record.undo.states, .whole(1...10_000),
      "states kept of each lane, for undo and rewind"),
    .preset(
      "record.undo.memory", \.record.undo.megabytes, .whole(1...1_000_000),
      "megabytes for the states of all lanes at most, not counting the newest of each"),
  ]

  private static let lanes = [
    PresetKey(
      path: "lanes", type: "list of 1 to \(PresetReader.mostLanes) lanes",
      allowed: "a list of mappings with cell, name, model, training, regularizers, augmentation, "
        + "early_stopping",
      meaning: "the runs to compare, each with its overrides", scope: .preset, access: .lanes)
  ]
}
