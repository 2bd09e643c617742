/// Reduce on plateau: factor *= f after `patience` validations in a row without an improvement,
/// which is a loss below (1 - threshold) times the best. After a drop `cooldown` validations do not
/// count. PyTorch's ReduceLROnPlateau in relative mode, but with the patience of early stopping,
/// which here, as in Keras, is the number allowed before the drop and not one more.
package struct PlateauSchedule: Schedule {
  package static let name = "plateau"
  package static let options = [.factor, patience, threshold, cooldown, .minFactor]
  /// Less than early stopping's, so that a drop comes before the end.
  static let patience = ScheduleOption(
    "patience", 1...1_000_000, isWhole: true, default: 4,
    "validations without improvement until the rate drops")
  static let threshold = ScheduleOption(
    "threshold", 0...0.999, default: 1e-4, "least relative decrease that counts as an improvement")
  static let cooldown = ScheduleOption(
    "cooldown", 0...1_000_000, isWhole: true, default: 0,
    "validations after a drop that do not count")

  private let drop: Double
  private let least: Double
  private let patience: Int
  private let threshold: Double
  private let cooldown: Int

  package init(_ options: ScheduleOptions, _ run: RunLength) {
    drop = options.number(.factor)
    least = options.number(.minFactor)
    patience = options.whole(Self.patience)
    threshold = options.number(Self.threshold)
    cooldown = options.whole(Self.cooldown)
  }

  package func factor(step: Int, _ state: ScheduleState) -> Double { state.factor }

  package func observe(_ loss: Double, _ state: inout ScheduleState) -> Bool {
    // A loss that is not finite is not an improvement; infinity times 0.9999 is infinity.
    if loss.isFinite, loss < state.best * (1 - threshold) {
      state.best = loss
      state.withoutImprovement = 0
    } else {
      state.withoutImprovement += 1
    }
    if state.cooldown > 0 {
      state.cooldown -= 1
      state.withoutImprovement = 0
    }
    guard state.withoutImprovement >= patience else { return false }
    state.withoutImprovement = 0
    state.cooldown = cooldown
    let before = state.factor
    state.factor = max(before * drop, least)
    return state.factor < before
  }
}
