/// The loss on the validation part at each place in a sequence, of data with a loss at every step.
package struct LossByPosition: Sendable, Equatable, Codable {
  /// The training step at which it was taken.
  package var step: Int
  /// Time steps that stand in it.
  package var timeSteps: Int
  /// From the first time step on; of long sequences each is the mean over several. NaN where nothing
  /// has a target.
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
