import Engine
import Foundation

/// Training settings that also apply when a network is only used: zoneout, whose units then keep a
/// share of their old state. Written to the model file if there are any.
package struct InferenceSettings: Sendable, Equatable, Codable {
  /// Probabilities with which a unit of h or c kept its old value in training.
  package var hiddenZoneout: Float = 0
  package var cellZoneout: Float = 0

  package init() {}

  init(_ plan: StepPlan) {
    hiddenZoneout = plan.hiddenZoneout
    cellZoneout = plan.cellZoneout
  }

  func plan(slices: Int) -> StepPlan {
    var plan = StepPlan(slices: slices)
    plan.hiddenZoneout = hiddenZoneout
    plan.cellZoneout = cellZoneout
    return plan.forEvaluation
  }

  private static let keys = ["hidden_zoneout", "cell_zoneout"]

  /// Nil if there is nothing to write.
  var json: String? {
    guard self != InferenceSettings() else { return nil }
    return "{\"hidden_zoneout\": \(hiddenZoneout), \"cell_zoneout\": \(cellZoneout)}"
  }

  init(json: String, path: String) throws(ModelFileError) {
    func refuse(_ reason: String) -> ModelFileError {
      .preparation(path: path, reason: "\(ModelFile.inferenceKey): \(reason)")
    }
    guard
      let values = try? JSONDecoder().decode([String: Float].self, from: Data(json.utf8))
    else { throw refuse("not a JSON object of numbers") }
    if let unknown = values.keys.sorted().first(where: { !Self.keys.contains($0) }) {
      throw refuse("the key \(unknown) is unknown; known: \(Self.keys.joined(separator: ", "))")
    }
    for (key, value) in values where !(0...1).contains(value) {
      throw refuse("\(key) is \(value); 0 to 1 is allowed")
    }
    hiddenZoneout = values["hidden_zoneout"] ?? 0
    cellZoneout = values["cell_zoneout"] ?? 0
  }
}
