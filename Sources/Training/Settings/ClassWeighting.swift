import Datasets
import Telemetry

/// The classes of a session's data, for class weights. Accessed on the training thread.
final class ClassWeighting: @unchecked Sendable {
  private let dataset: Dataset
  /// Targets of each class in the training part; counted when first needed.
  private lazy var counts = dataset.trainingClassCounts

  init(_ dataset: Dataset) { self.dataset = dataset }

  private var names: [String] {
    (0..<dataset.shape.outputs).map {
      dataset.classes.indices.contains($0) ? dataset.classes[$0] : String($0)
    }
  }

  /// Why class weights do not apply to these data; nil: they do.
  var whyNot: String? {
    if dataset.kind == .language {
      return "a language model's targets are tokens, and class weights need classes; allowed: off"
    }
    if dataset.kind == .pairs {
      return "the targets are tokens of a sequence, and class weights need classes; allowed: off"
    }
    if dataset.shape.target != .classes {
      return "the targets are numbers, and class weights need classes; allowed: off"
    }
    return nil
  }

  /// Replaces names by numbers in the order of the classes.
  /// - Returns: why weights that are on are not possible; they are then left unchanged.
  func resolve(_ weights: inout ClassWeights) -> String? {
    guard weights.isOn else { return nil }
    if let whyNot { return whyNot }
    var numbers: [Float]
    switch weights.choice {
    case .balanced: return nil
    case .numbers(let given): numbers = given
    case .named(let entries):
      let names = names
      numbers = Array(repeating: 1, count: names.count)
      for entry in entries {
        guard let place = names.firstIndex(of: entry.name) else {
          let suggestion =
            nearest(to: entry.name, among: names).map {
              " (did you mean \(quoted($0))?)"
            } ?? ""
          return "there is no class \(quoted(entry.name))\(suggestion); allowed: \(list(names))"
        }
        numbers[place] = entry.weight
      }
    }
    guard numbers.count == dataset.shape.outputs else {
      return "found \(numbers.count) number\(numbers.count == 1 ? "" : "s") for "
        + "\(dataset.shape.outputs) classes; "
        + "allowed: one for each, in the order \(list(names))"
    }
    guard numbers.contains(where: { $0 > 0 }) else {
      return "found 0 for every class; allowed: at least one above 0"
    }
    weights.choice = .numbers(numbers)
    return nil
  }

  /// The lane with numbers instead of names. Throws for weights that do not apply to these data.
  func prepared(_ lane: LaneConfiguration) throws(Trainer.Failure) -> LaneConfiguration {
    var lane = lane
    guard let reason = resolve(&lane.training.classWeights) else { return lane }
    throw Trainer.Failure(description: "lane \(lane.name): \(ClassWeights.key): \(reason)")
  }

  /// True if it would be refused: not shown on screen.
  func hides(_ setting: SettingsTable.Setting) -> Bool {
    setting.info.key == ClassWeights.key && whyNot != nil
  }

  private func list(_ names: [String]) -> String {
    let most = 20
    let shown = names.prefix(most).map { escaped($0, limit: 40) }.joined(separator: ", ")
    return shown + (names.count > most ? " and \(names.count - most) more" : "")
  }

  /// By class, for resolved weights; empty if they are off.
  func values(_ weights: ClassWeights) -> [Float] {
    guard weights.isOn, whyNot == nil else { return [] }
    switch weights.choice {
    case .balanced: return ClassWeights.balanced(counts: counts)
    case .numbers(let numbers): return numbers
    case .named: preconditionFailure("names are resolved before they weigh anything")
    }
  }

  /// "class weights: ham 0.577, spam 3.75", including the classes that cannot be learned.
  func note(_ weights: ClassWeights) -> String? {
    let values = values(weights)
    guard !values.isEmpty else { return nil }
    let names = names
    let most = 8
    let shown = zip(names, values).prefix(most).map {
      "\(escaped($0, limit: 40)) \(Numbers.setting($1))"
    }
    let rest = names.count > most ? " and \(names.count - most) more" : ""
    let absent = weights.choice == .balanced ? names.indices.filter { counts[$0] == 0 } : []
    let missing =
      absent.isEmpty
      ? ""
      : "; 0 for lack of training examples: " + list(absent.map { names[$0] })
    return "class weights in the training loss: \(shown.joined(separator: ", "))\(rest)\(missing)"
  }
}
