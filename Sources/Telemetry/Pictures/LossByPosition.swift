/// The validation loss at each place in a sequence, for data with a loss at every step.
package struct LossByPosition: Sendable, Equatable, Codable {
  /// The training step of the measurement.
  package var step: Int
  /// Time steps that it covers.
  package var timeSteps: Int
  /// From the first time step on; for long sequences each is the mean over several steps. NaN if
  /// nothing has a target.
  @Packed package var losses: [Float]

  package init(step: Int, timeSteps: Int, losses: [Float]) {
    self.step = step
    self.timeSteps = timeSteps
    self.losses = losses
  }

  /// The time steps, from 0, of a place.
  package func steps(at place: Int) -> Range<Int> {
    let count = max(1, losses.count)
    let all = min(max(count, timeSteps), 1 << 30)
    return place * all / count..<max(place * all / count + 1, (place + 1) * all / count)
  }
}
