import Datasets
import Engine
import Foundation
import Telemetry
import Testing
import Training

/// `training.class_weights`, from the preset's value to the gradient.
@Suite struct ClassWeightingTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Sequences with classes of 12, 6 and 2 in 20 texts, or steps of which about one in seven is rare.
  enum Imbalanced: String, CaseIterable, Sendable { case text, steps }

  private func dataset(_ kind: Imbalanced) throws -> Dataset {
    switch kind {
    case .text:
      let rows = (0..<300).map { index in
        let label = index % 20 < 12 ? "ham" : index % 20 < 18 ? "news" : "spam"
        return "\(label)\tword \(index % 7) of \(index) texts\n"
      }
      let path = try scratch.write("texts.tsv", rows.joined().utf8)
      return try loadDataset(
        DataConfiguration(source: "labelled_text", file: path), relativeTo: []
      ) { _ in }
    case .steps:
      return try loadDataset(
        DataConfiguration(source: "anomalies", length: 30, count: 400), relativeTo: []
      ) { _ in }
    }
  }

  /// A network that answers the same to everything: all weights are 0 but the head's biases.
  private func session(
    _ data: Dataset, _ weights: ClassWeights, batch: Int = TrainingConfiguration.wholeSet,
    threads: Int = 1
  ) throws -> SmallSession {
    let session = try SmallSession(
      data, threads: threads,
      training: {
        ($0.optimizer, $0.learningRate, $0.batch, $0.maxEpochs) = ("sgd", 0, batch, 2)
        $0.classWeights = weights
      })
    var state = session.lane.state
    state.weights = state.weights.map { _ in 0 }
    let biases = Self.biases(data.shape.outputs)
    state.weights.replaceSubrange(
      (state.weights.count - biases.count)..., with: biases.map { Float($0) })
    session.lane.state = state
    return session
  }

  private static func biases(_ classes: Int) -> [Double] { (0..<classes).map { 0.5 - Double($0) } }

  private static func probabilities(_ classes: Int) -> [Double] {
    let exponentials = biases(classes).map { exp($0) }
    return exponentials.map { $0 / exponentials.reduce(0, +) }
  }

  private static func counts(_ part: any Examples, _ data: Dataset) -> [Double] {
    var copy = data
    copy.training = part
    return copy.trainingClassCounts.map { Double($0) }
  }

  // MARK: by hand

  /// Loss sum w n (-ln p) / sum w n, gradient of the head's biases p - w n / sum w n. The whole part in
  /// one step is three batches, each of several shards: one divisor holds for all of them.
  @Test(arguments: Imbalanced.allCases, [1, 2])
  func lossAndGradientAreThoseByHand(_ kind: Imbalanced, _ threads: Int) throws {
    let data = try dataset(kind)
    let n = data.trainingClassCounts.map { Double($0) }
    let p = Self.probabilities(n.count)
    let given = (0..<n.count).map { Float($0 + 1) * 2 }
    let all = n.reduce(0, +)
    let cases: [(ClassWeights, [Double])] = [
      (ClassWeights(), n.map { _ in 1 }),
      (ClassWeights(isOn: true), n.map { all / (Double(n.count) * $0) }),
      (ClassWeights(isOn: true, .numbers(given)), given.map { Double($0) }),
    ]
    var gradients: [[Float]] = []
    for (weights, w) in cases {
      let session = try session(data, weights, threads: threads)
      session.steps(1)
      let mass = zip(w, n).map { $0 * $1 }
      let sum = mass.reduce(0, +)
      let slice = try #require(session.lane.model.layout.slices.last)
      #expect(slice.name == "head.bias")
      let gradient = Array(session.lane.model.gradients.values[slice.range])
      for (i, got) in gradient.enumerated() {
        #expect(abs(Double(got) - (p[i] - mass[i] / sum)) < 5e-5, "\(weights.text), class \(i)")
      }
      let loss = zip(mass, p).map { -$0 * log($1) }.reduce(0, +) / sum
      let validation = try #require(session.events.compactMap(\.validated).first)
      #expect(abs(Double(validation.trainLoss ?? 0) - loss) < 1e-5)
      // What is shown and compared counts every target alike, whatever the weights are.
      func plain(_ part: any Examples) -> Double {
        let n = Self.counts(part, data)
        return zip(n, p).map { -$0 * log($1) }.reduce(0, +) / n.reduce(0, +)
      }
      #expect(abs(Double(validation.validationLoss) - plain(data.validation)) < 1e-5)
      gradients.append(gradient)
      while !session.trainer.hasEnded { session.steps(1) }
      let end = try #require(session.events.compactMap(\.ended).first)
      #expect(abs(Double(end.testLoss ?? 0) - plain(data.test)) < 1e-5)
    }
    #expect(gradients[0] != gradients[1] && gradients[1] != gradients[2])
  }

  /// Balanced, all classes together weigh alike: at even odds nothing pulls a bias.
  @Test(arguments: Imbalanced.allCases) func balancedClassesWeighAlike(_ kind: Imbalanced) throws {
    let data = try dataset(kind)
    let counts = data.trainingClassCounts
    #expect(counts.min()! * 4 < counts.max()! && counts.allSatisfy { $0 > 0 })
    let weights = ClassWeights.balanced(counts: counts)
    let mass = zip(weights, counts).map { Double($0) * Double($1) }
    let all = Double(counts.reduce(0, +))
    #expect(mass.allSatisfy { abs($0 - all / Double(counts.count)) < 1e-3 * all })
  }

  /// As `sklearn.utils.class_weight.compute_class_weight("balanced", ...)` has it.
  @Test func balancedNumbers() {
    #expect(ClassWeights.balanced(counts: [3, 1]) == [2 / 3, 2])
    #expect(ClassWeights.balanced(counts: [5, 5]) == [1, 1])
    #expect(ClassWeights.balanced(counts: [6, 0, 2]) == [2 / 3, 0, 2])
    #expect(ClassWeights.balanced(counts: [0, 0]) == [0, 0])
    #expect(ClassWeights.balanced(counts: []).isEmpty)
  }

  @Test(arguments: Imbalanced.allCases) func countsAreThoseOfTheReport(_ kind: Imbalanced) throws {
    let data = try dataset(kind)
    if let counts = data.report.parts.first?.classCounts, !counts.isEmpty {
      #expect(data.trainingClassCounts == counts)
    }
    let every = try Dataset.varied(.test(.classes, everyStep: true))
    let part = try #require(every.training as? VariedSequences)
    var want = [0, 0, 0]
    for (example, length) in part.lengths.enumerated() {
      for step in 0..<length {
        let target = Int(part.target(example, step: step, output: 0))
        if target >= 0 { want[target] += 1 }
      }
    }
    #expect(every.trainingClassCounts == want)
    #expect(try SmallData.adding.dataset(in: scratch).trainingClassCounts.isEmpty)
  }

  /// A class without a training example: it weighs nothing, and the log says so.
  @Test func anAbsentClassWeighsNothing() throws {
    var data = try Dataset.varied(.test(outputs: 4, .classes))
    data.classes = ["a", "b", "c", "never"]
    data.training = VariedSequences(
      lengths: Array(repeating: 5, count: 40),
      shape: .test(outputs: 3, .classes))
    #expect(data.trainingClassCounts.last == 0)
    let session = try SmallSession(data, training: { $0.classWeights = ClassWeights(isOn: true) })
    session.steps(4)
    #expect(session.lane.progress.interval?.loss.isFinite ?? true)
    session.set("training.class_weights", "balanced")
    let notes = session.events.compactMap { event -> String? in
      if case .note(let note) = event { note.text } else { nil }
    }
    #expect(notes.count == 1 && notes[0].hasSuffix("; 0 for lack of training examples: never"))
    #expect(notes[0].hasPrefix("class weights in the training loss: a "))
  }

  // MARK: a live setting

  @Test func itIsSwitchedByLaneAndDrawn() throws {
    let session = try SmallSession(
      dataset(.text), ["rnn", "gru"], training: { $0.batch = 16 })
    session.steps(3)
    session.set("training.class_weights", "on")
    session.steps(2)
    session.trainer.apply(.lane(1), .set(key: "training.class_weights", value: "{spam: 5}"))
    session.steps(2)
    session.set("training.class_weights", "off")
    session.trainer.apply(.lane(0), .strengthen(key: "training.class_weights"))
    #expect(
      session.trainer.lanes.map { $0.progress.interventions.map(\.label) } == [
        ["class wt balanced", "class wt off"],
        ["class wt balanced", "class wt 1,1,5", "class wt off"],
      ])
    #expect(
      session.events.compactMap(\.answer) == [
        "training.class_weights = balanced at 3", "training.class_weights = 1,1,5 at 5",
        "training.class_weights = off at 7",
        "training.class_weights = off at 7: class weights have no strength; give balanced, a "
          + "number for each class (1,5), {class: number}",
      ])
    // Switched on again it is what it was.
    session.set("training.class_weights", "on")
    #expect(
      session.trainer.lanes.map(\.progress.classWeights) == [
        ClassWeights(isOn: true), ClassWeights(isOn: true, .numbers([1, 1, 5])),
      ])
    let info = session.trainer.sessionInfo(threads: 1).settings.last
    #expect(info?.key == "training.class_weights" && info?.hasRungs == false)
    #expect(
      session.trainer.laneSnapshots()[1].settings.last
        == SettingSnapshot(on: true, text: "1,1,5", status: .applied(step: 7)))
  }

  /// From the next step on, to the bit what it would have been from the start.
  @Test(arguments: [1, 2]) func itActsFromTheNextStepOn(_ threads: Int) throws {
    func session(_ weights: ClassWeights) throws -> SmallSession {
      try SmallSession(
        dataset(.steps), threads: threads,
        training: { ($0.batch, $0.classWeights) = (48, weights) })
    }
    let (off, on) = (try session(ClassWeights()), try session(ClassWeights(isOn: true)))
    let (late, toggled) = (try session(ClassWeights()), try session(ClassWeights()))
    late.set("training.class_weights", "balanced")
    toggled.set("training.class_weights", "[3, 1]")
    toggled.set("training.class_weights", "off")
    for session in [off, on, late, toggled] { session.steps(9) }
    #expect(LaneBits(late.lane) == LaneBits(on.lane))
    #expect(LaneBits(toggled.lane) == LaneBits(off.lane))
    #expect(LaneBits(on.lane).weights != LaneBits(off.lane).weights)
  }

  @Test func threadsDoNotMatter() throws {
    func bits(_ threads: Int) throws -> LaneBits {
      let session = try SmallSession(
        dataset(.steps), threads: threads,
        training: {
          ($0.batch, $0.classWeights) = (TrainingConfiguration.wholeSet, ClassWeights(isOn: true))
        },
        lane: { $0.regularization["label_smoothing"] = .init(isOn: true, strength: 0.1) })
      session.steps(4)
      return LaneBits(session.lane)
    }
    let one = try bits(1)
    for threads in [2, 3] { #expect(try bits(threads) == one) }
  }

  /// A restart and going on after a stop keep it.
  @Test func itIsAmongTheSettings() throws {
    let session = try SmallSession(
      dataset(.text),
      lane: { ($0.earlyStopping.patience, $0.earlyStopping.minDelta) = (1, 1e6) })
    session.steps(60)
    #expect(session.trainer.hasEnded)
    session.set("training.class_weights", "1,2,3")
    session.set("early_stopping", "off")
    let weights = ClassWeights(isOn: true, .numbers([1, 2, 3]))
    #expect(session.lane.isTraining && session.lane.progress.classWeights == weights)
    session.trainer.apply(.all, .restart)
    #expect(session.lane.progress.classWeights == weights)
  }

  /// States that were written before there were class weights.
  @Test func statesWithoutItAreRead() throws {
    let session = try SmallSession(dataset(.text))
    let text = String(decoding: CodedState.bytes(session.lane.state), as: UTF8.self)
    let older = text.replacing(#/"classWeights":\{.*?"isOn":false\},/#, with: "")
    #expect(older.count < text.count && !older.contains("classWeights"))
    let read = try CodedState.value(LaneState.self, Data(older.utf8))
    #expect(read == session.lane.state)
  }

  // MARK: refusals

  enum Kind: Sendable { case classes, language, numbers }

  static let refusals: [(kind: Kind, weights: ClassWeights.Choice, reason: String)] = [
    (
      .language, .balanced,
      "a language model's targets are tokens, and class weights need classes; allowed: off"
    ),
    (
      .numbers, .numbers([1, 2]),
      "the targets are numbers, and class weights need classes; allowed: off"
    ),
    (
      .classes, .numbers([1, 2]),
      "found 2 numbers for 3 classes; allowed: one for each, in the order ham, news, spam"
    ),
    (
      .classes, .numbers([1]),
      "found 1 number for 3 classes; allowed: one for each, in the order ham, news, spam"
    ),
    (
      .classes, .named([.init("ham", 1), .init("spma", 2)]),
      "there is no class \"spma\" (did you mean \"spam\"?); allowed: ham, news, spam"
    ),
    (.classes, .numbers([0, 0, 0]), "found 0 for every class; allowed: at least one above 0"),
    (
      .classes, .named(["ham", "news", "spam"].map { .init($0, 0) }),
      "found 0 for every class; allowed: at least one above 0"
    ),
  ]

  /// Before the first step and while it trains; what is refused changes nothing.
  @Test(arguments: refusals.indices) func itIsRefused(_ place: Int) throws {
    let (kind, choice, reason) = Self.refusals[place]
    let data =
      switch kind {
      case .classes: try dataset(.text)
      case .language: try SmallData.text.dataset(in: scratch)
      case .numbers: try SmallData.csv.dataset(in: scratch)
      }
    let error = #expect(throws: Trainer.Failure.self) {
      try SmallSession(
        data, ["gru"], training: { $0.classWeights = ClassWeights(isOn: true, choice) })
    }
    #expect(error?.description == "lane gru: training.class_weights: \(reason)")
    let session = try SmallSession(data)
    let before = session.lane.progress
    let isOffered = session.trainer.sessionInfo(threads: 1).settings.contains {
      $0.key == "training.class_weights"
    }
    #expect(isOffered == (kind == .classes))
    var lane = LaneConfiguration(name: "")
    lane.training.classWeights = ClassWeights(isOn: true, choice)
    let text = try #require(PresetKeys.value("training.class_weights", in: lane))
    session.set("training.class_weights", text)
    #expect(session.lane.progress.statuses["training.class_weights"] == .rejected(reason: reason))
    #expect(session.lane.progress.classWeights == before.classWeights)
    #expect(session.lane.progress.interventions.isEmpty)
  }

  /// A cell that joins later has the first lane's.
  @Test func aLaneThatJoinsHasIt() throws {
    let session = try SmallSession(
      dataset(.text), ["rnn"],
      training: { $0.classWeights = ClassWeights(isOn: true, .named([.init("spam", 4)])) })
    session.trainer.apply(.all, .chooseCells(["rnn", "gru"]))
    #expect(
      session.trainer.lanes.map(\.progress.classWeights)
        == Array(repeating: ClassWeights(isOn: true, .numbers([1, 1, 4])), count: 2))
  }
}
