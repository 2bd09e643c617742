import Engine
import Testing
import Training

struct PresetReaderTests {
  static let bad: [(yaml: String, message: String)] = [
    (
      "titel: x",
      "p.yaml, line 1: titel: unknown key (did you mean title?); allowed: title, about, data, model, "
        + "training, regularizers, augmentation, early_stopping, record, lanes"
    ),
    (
      "title: x\ntraining:\n  learning_rat: 0.1",
      "p.yaml, line 3: training.learning_rat: unknown key (did you mean training.learning_rate?); "
        + "allowed: batch, truncate, learning_rate, teacher_forcing, scheduled_sampling, "
        + "class_weights, max_epochs, max_steps, "
        + "validate_every, seed, pace, "
        + "optimizer, schedule"
    ),
    (
      "learning_rate: 0.1",
      "p.yaml, line 1: learning_rate: unknown key (did you mean training.learning_rate?); allowed: "
        + "title, about, data, model, training, regularizers, augmentation, early_stopping, record, lanes"
    ),
    (
      "training: {batch: many}",
      "p.yaml, line 1: training.batch: many is not a whole number or all; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: \"32\"}",
      "p.yaml, line 1: training.batch: \"32\" is not a whole number or all; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: 0}",
      "p.yaml, line 1: training.batch: 0 is out of range; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: -1}",
      "p.yaml, line 1: training.batch: -1 is out of range; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: 9223372036854775808}",
      "p.yaml, line 1: training.batch: 9223372036854775808 is out of range; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: 010}",
      "p.yaml, line 1: training.batch: 010 is not a whole number or all; allowed: all, or 1 to 65536"
    ),
    (
      "training: {batch: }",
      "p.yaml, line 1: training.batch: nothing is not a whole number or all; allowed: all, or 1 to 65536"
    ),
    (
      "training: {learning_rate: 1e999}",
      "p.yaml, line 1: training.learning_rate: 1e999 is out of range; allowed: 1.0e-09 to 100"
    ),
    (
      "training: {learning_rate: .nan}",
      "p.yaml, line 1: training.learning_rate: .nan is out of range; allowed: 1.0e-09 to 100"
    ),
    (
      "training: {learning_rate: -inf}",
      "p.yaml, line 1: training.learning_rate: -inf is out of range; allowed: 1.0e-09 to 100"
    ),
    (
      "training: {learning_rate: 0x1p3}",
      "p.yaml, line 1: training.learning_rate: 0x1p3 is not a number; allowed: 1.0e-09 to 100"
    ),
    (
      "model:\n  hidden: [64,\n    0]",
      "p.yaml, line 3: model.hidden: 0 is out of range; allowed: a list of 1 to 8 whole numbers, "
        + "each 1 to 8192, with at most 2^28 weights in an LSTM"
    ),
    (
      "model: {hidden: [8192, 8192]}",
      "p.yaml, line 1: model.hidden: a list is out of range; allowed: a list of 1 to 8 whole "
        + "numbers, each 1 to 8192, with at most 2^28 weights in an LSTM"
    ),
    (
      "training: {schedule: {name: constant, warmpu: 3}}",
      "p.yaml, line 1: training.schedule.warmpu: unknown key (did you mean "
        + "training.schedule.warmup?); allowed: warmup, decay, every, factor, period, "
        + "period_multiplier, min_factor, patience, threshold, cooldown"
    ),
    (
      "training: {schedule: linear}",
      "p.yaml, line 1: training.schedule: linear is unknown; allowed: constant, exponential, step, "
        + "cosine, plateau"
    ),
    (
      "training: {schedule: {name: step, decay: 0.5}}",
      "p.yaml, line 1: training.schedule.decay: the schedule step does not use it; allowed: "
        + "warmup, every, factor"
    ),
    (
      "training: {schedule: {period: 5}}",
      "p.yaml, line 1: training.schedule.period: the schedule constant does not use it; allowed: "
        + "warmup"
    ),
    (
      "training: {schedule: {name: plateau, patience: 2.5}}",
      "p.yaml, line 1: training.schedule.patience: 2.5 is not a whole number; allowed: 1 to 1000000"
    ),
    (
      "training: {schedule: {name: step, every: null}}",
      "p.yaml, line 1: training.schedule.every: nothing is not a number; allowed: 0.001 to 1000000"
    ),
    (
      "training:\n  max_epochs: null\n  schedule: cosine",
      "p.yaml, line 2: training.max_epochs: the schedule cosine needs to know how long the run is; "
        + "set training.max_epochs or training.max_steps, or training.schedule.period"
    ),
    (
      "training: {max_epochs: null}\nlanes:\n  - {cell: rnn, training: {schedule: cosine}}",
      "p.yaml, line 3: training.schedule: the schedule cosine needs to know how long the run is; "
        + "set training.max_epochs or training.max_steps, or training.schedule.period"
    ),
    (
      "model: {cell: lstmm}",
      "p.yaml, line 1: model.cell: lstmm is unknown (did you mean lstm?); allowed: "
        + CellRegistry.names.joined(separator: ", ")
    ),
    (
      "data: {split: [0.8, 0.3, 0.1]}",
      "p.yaml, line 1: data.split: a list is out of range; allowed: three shares above 0 (training, "
        + "validation, test) with a sum of at most 1"
    ),
    (
      "training: 3",
      "p.yaml, line 1: training: 3 where keys are needed; allowed: batch, truncate, learning_rate, "
        + "teacher_forcing, scheduled_sampling, class_weights, max_epochs, "
        + "max_steps, validate_every, seed, pace, optimizer, schedule"
    ),
    (
      "training: {class_weights: heavy}",
      "p.yaml, line 1: training.class_weights: heavy is not a switch, balanced or numbers; allowed: on, "
        + "off, balanced, [0 to 1000000 for each class], {class: 0 to 1000000}"
    ),
    (
      "training:\n  class_weights:\n    - 1\n    - -2",
      "p.yaml, line 4: training.class_weights: -2 is out of range; allowed: on, off, balanced, "
        + "[0 to 1000000 for each class], {class: 0 to 1000000}"
    ),
    (
      "training: {class_weights: {spam: .inf}}",
      "p.yaml, line 1: training.class_weights: .inf is out of range; allowed: on, off, balanced, "
        + "[0 to 1000000 for each class], {class: 0 to 1000000}"
    ),
    (
      "training: {class_weights: {spam: much}}",
      "p.yaml, line 1: training.class_weights: much is not a number; allowed: on, off, balanced, "
        + "[0 to 1000000 for each class], {class: 0 to 1000000}"
    ),
    (
      "training: {class_weights: []}",
      "p.yaml, line 1: training.class_weights: a list is not a switch, balanced or numbers; allowed: "
        + "on, off, balanced, [0 to 1000000 for each class], {class: 0 to 1000000}"
    ),
    (
      "early_stopping: {monitor: f2}",
      "p.yaml, line 1: early_stopping.monitor: f2 is unknown (did you mean f1?); allowed: loss, mse, "
        + "rmse, mae, rmse_macro, skill, accuracy, span_f1, f1, balanced_accuracy, nats_per_token, perplexity, "
        + "bits_per_character, ler, exact_match, token_accuracy, cer, wer, bleu, chrf"
    ),
    (
      "regularizers: {clip: maybe}",
      "p.yaml, line 1: regularizers.clip: maybe is not a switch or number; allowed: on, off, or 0.0001 "
        + "to 10000"
    ),
    (
      "regularizers: {dropout: 0.95}",
      "p.yaml, line 1: regularizers.dropout: 0.95 is out of range; allowed: on, off, or 0.05 to 0.9"
    ),
    (
      "regularizers: {dropout: {on: \"on\"}}",
      "p.yaml, line 1: regularizers.dropout.on: \"on\" is not a switch; allowed: on, off"
    ),
    (
      "training: {optimizer: {name: sgd, beta1: 0.5}}",
      "p.yaml, line 1: training.optimizer.beta1: the optimizer sgd does not use it; allowed: "
        + "momentum, nesterov, decay"
    ),
    (
      "regularizers: {l2: {layers: [1]}}",
      "p.yaml, line 1: regularizers.l2.layers: there is no layer 1; allowed: all, or 0 to 0"
    ),
    (
      "training: {batch: 3}\ntraining.batch: 4",
      "p.yaml, line 2: training.batch: is given more than once"
    ),
    (
      "training: {batch: 3, batch: 4}", "p.yaml, line 1: batch: is given more than once"
    ),
    (
      "lanes:\n  - {cell: rnn, training: {batch: 3}}",
      "p.yaml, line 2: training.batch: a lane may not differ in this, because all lanes train on the "
        + "same batches; set it for the whole preset"
    ),
    (
      "lanes: [{cell: rnn, data: {window: 3}}]",
      "p.yaml, line 1: data: a lane may not differ in this, because all lanes train on the same "
        + "batches; set it for the whole preset"
    ),
    (
      "lanes: [{cel: rnn}]",
      "p.yaml, line 1: lanes.1.cel: unknown key (did you mean cell?); allowed: cell, name, model, "
        + "training, regularizers, augmentation, early_stopping"
    ),
    (
      "lanes: [rnn]",
      "p.yaml, line 1: lanes.1: rnn where keys are needed; allowed: cell, name, model, training, "
        + "regularizers, augmentation, early_stopping"
    ),
    (
      "lanes: []",
      "p.yaml, line 1: lanes: a list of another length is out of range; allowed: list of 1 to 16 "
        + "lanes"
    ),
    (
      "lanes: [{cell: rnn, name: ../x}]",
      "p.yaml, line 1: name: ../x is out of range; allowed: 1 to 32 characters, no / or control "
        + "characters, not starting with . or -"
    ),
    (
      "\"\\e]0;x\": 1",
      "p.yaml, line 1: \\u{1B}]0;x: unknown key; allowed: title, about, data, model, training, "
        + "regularizers, augmentation, early_stopping, record, lanes"
    ),
    (
      "- a",
      "p.yaml, line 1: a list where keys are needed; allowed: title, about, data, model, training, "
        + "regularizers, augmentation, early_stopping, record, lanes"
    ),
  ]

  @Test(arguments: bad.indices)
  func badPresetsSayWhereWhatAndWhatIsAllowed(place: Int) {
    #expect(message(Self.bad[place].yaml) == Self.bad[place].message)
  }

  @Test func sharedKeysCannotBeOverriddenByALane() {
    for key in ["batch: 3", "max_epochs: 3", "max_steps: 3", "validate_every: 3"] {
      #expect(message("lanes: [{cell: rnn, training: {\(key)}}]").contains("may not differ"))
    }
  }

  @Test func noLanesIsOneLaneOfTheCell() throws {
    let preset = try read("model: {cell: gru}").get()
    #expect(preset.lanes.map(\.name) == ["gru"])
    #expect(preset.lanes[0].model.cell == "gru")
  }

  @Test func lanesLayTheirKeysOverTheCommonOnes() throws {
    let preset = try read(
      """
      model: {hidden: [32]}
      regularizers: {l2: 0.01}
      training: {seed: 7}
      lanes:
        - {cell: rnn}
        - {cell: lstm, name: big, model: {hidden: [128]}, regularizers: {l2: off}}
        - {cell: lstm, training: {optimizer: sgd}}
        - {cell: LSTM, name: lstm}
      """.replacing("LSTM", with: "lstm")
    ).get()
    #expect(preset.lanes.map(\.name) == ["rnn", "big", "lstm-2", "lstm"])
    #expect(preset.lanes.map(\.model.hidden) == [[32], [128], [32], [32]])
    #expect(preset.lanes.map { $0.regularization["l2"]?.isOn } == [true, false, true, true])
    #expect(preset.lanes[2].training.optimizer == "sgd")
    #expect(preset.data.seed == 7)
  }

  /// The strength switches on, whatever stands first, unless `on` says otherwise beside it.
  @Test(
    arguments: [
      ("{}", true, 1), ("0.5", true, 0.5), ("off", false, 1), ("yes", true, 1),
      ("{strength: 0.5}", true, 0.5), ("{on: false, strength: 0.5}", false, 0.5),
      ("{strength: 0.5, on: false}", false, 0.5),
    ] as [(String, Bool, Float)])
  func strengthSwitchesOn(yaml: String, isOn: Bool, strength: Float) throws {
    let clip = try read("regularizers: {clip: \(yaml)}").get().lanes[0].regularization["clip"]
    #expect(clip?.isOn == isOn)
    #expect(clip?.strength == strength)
  }

  @Test(arguments: ScheduleRegistry.all.map { $0.name })
  func aScheduleIsANameOrAMappingWithOne(_ name: String) throws {
    for yaml in [name, "{name: \(name)}"] {
      let training = try read("training: {schedule: \(yaml)}").get().training
      #expect(training.schedule == name)
      #expect(training.scheduleOptions == ScheduleOptions())
    }
  }

  @Test func namingAScheduleSetsItsDefaults() throws {
    let preset = try read(
      """
      training: {schedule: {warmup: 5, factor: 0.5, name: plateau}}
      lanes:
        - {cell: rnn}
        - {cell: rnn, training: {schedule: plateau}}
        - {cell: rnn, training: {schedule: {patience: 2}}}
        - {cell: rnn, training: {schedule: {name: step, every: 3}}}
      """
    ).get()
    #expect(preset.lanes.map(\.training.schedule) == ["plateau", "plateau", "plateau", "step"])
    #expect(preset.lanes.map { $0.training.scheduleOptions[.factor] } == [0.5, 0.1, 0.5, 0.1])
    let warmups = preset.lanes.map {
      $0.training.scheduleOptions[LearningRateSchedule.warmup]
    }
    #expect(warmups == [5, 0, 5, 0])
  }

  @Test(arguments: [
    "{max_epochs: null, max_steps: 9, schedule: cosine}",
    "{max_epochs: null, schedule: {name: cosine, period: 2}}", "{schedule: cosine}",
    "{max_epochs: null, schedule: plateau}",
  ])
  func aScheduleThatKnowsWhatItNeedsIsFine(_ yaml: String) throws {
    _ = try read("training: \(yaml)").get()
  }

  @Test func namingAnOptimizerSetsItsDefaults() throws {
    let training = try read("training: {optimizer: {decay: 0.5, name: adamw}}").get().training
    #expect(training.optimizer == "adamw")
    #expect(training.optimizerOptions.decay == 0.5)
    #expect(try read("training: {optimizer: adamw}").get().training.optimizerOptions.decay == 0.01)
  }
}
