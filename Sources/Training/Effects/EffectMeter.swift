import Telemetry

/// Compares a lane before and after an intervention: slopes of its losses and the mean norm of its
/// gradient, each with its standard error, over windows of equal length. Steps are grouped in
/// blocks, so a window is a few numbers whatever its length.
package struct EffectMeter: Sendable, Equatable, Codable {
  /// Blocks per window.
  static let blocks = 16
  /// Minimum length of a window.
  static let leastSteps = 50
  /// Validations that fit in a window: a slope through two has no error.
  static let validations = 3

  /// The mean of a stretch of steps.
  struct Block: Sendable, Equatable, Codable {
    var middle: Double
    var loss: Double
    var norm: Double
  }

  struct Validation: Sendable, Equatable, Codable {
    var step: Int
    var loss: Double
  }

  private struct Open: Sendable, Equatable, Codable {
    var label: String
    var step: Int
    var blocks: [Block]
    var validations: [Validation]
  }

  /// Steps in a block.
  private let size: Int
  /// Since the newest intervention.
  private var blocks = RingBuffer(Self.blocks, empty: Block(middle: 0, loss: 0, norm: 0))
  private var validations: RingBuffer<Validation>
  private var count = 0
  private var lossSum = 0.0
  private var normSum = 0.0
  /// The intervention whose second window is being filled; without blocks, its first one was too
  /// short.
  private var open: Open?
  /// The newest effect measured.
  private(set) var newest: LaneEffect?

  /// - Parameter interval: steps from one validation to the next.
  package init(validatesEvery interval: Int) {
    let least = max(Self.leastSteps, Self.validations * interval)
    size = (least + Self.blocks - 1) / Self.blocks
    validations = RingBuffer(
      size * Self.blocks / max(1, interval) + 1, empty: Validation(step: 0, loss: 0))
  }

  /// For a lane that restarts.
  var fresh: EffectMeter {
    var new = self
    new.begin()
    (new.open, new.newest) = (nil, nil)
    return new
  }

  /// Steps in a window.
  package var window: Int { size * Self.blocks }

  /// - Parameter step: the step just done, from 1.
  /// - Returns: the effect of an intervention whose second window was full at the previous step.
  package mutating func took(loss: Double, norm: Double, step: Int, lane: String) -> LaneEffect? {
    let effect = measured(lane)
    guard loss.isFinite, norm.isFinite else {
      begin()
      open = nil
      return effect
    }
    // Right after the lane was copied, like everything else in a step.
    blocks.makeUnique()
    count += 1
    (lossSum, normSum) = (lossSum + loss, normSum + norm)
    if count == size {
      let n = Double(count)
      blocks.push(Block(middle: Double(step) - (n - 1) / 2, loss: lossSum / n, norm: normSum / n))
      (count, lossSum, normSum) = (0, 0, 0)
    }
    return effect
  }

  package mutating func validated(loss: Float?, step: Int) {
    guard let loss, loss.isFinite else { return }
    validations.push(Validation(step: step, loss: Double(loss)))
  }

  /// - Parameter step: the step after which the lane was changed.
  package mutating func intervened(_ label: String, step: Int) {
    // Several changes between two steps count as one.
    if let open, open.step == step {
      if !open.label.split(separator: ", ").contains(where: { $0 == label }) {
        self.open?.label += ", " + label
      }
      return
    }
    open = Open(
      label: label, step: step, blocks: blocks.isFull ? blocks.elements : [],
      validations: validations.elements.filter { $0.step > step - window })
    begin()
  }

  private mutating func begin() {
    blocks.clear()
    validations.clear()
    (count, lossSum, normSum) = (0, 0, 0)
  }

  package var pending: EffectPending? {
    open.map {
      EffectPending(
        label: $0.label, step: $0.step, knownAt: $0.blocks.isEmpty ? nil : $0.step + window,
        steps: window)
    }
  }

  private mutating func measured(_ lane: String) -> LaneEffect? {
    guard let open, !open.blocks.isEmpty, blocks.isFull else { return nil }
    self.open = nil
    func change(
      _ before: Estimate?, _ after: Estimate?
    ) -> LaneEffect.Change? {
      guard let before, let after else { return nil }
      return LaneEffect.Change(
        before: before.value, errorBefore: before.error, after: after.value,
        errorAfter: after.error)
    }
    func slope(_ points: [(x: Double, y: Double)]) -> Estimate? {
      Estimate.slope(points).map { $0.times(100) }
    }
    func slope(_ validations: [Validation]) -> Estimate? {
      slope(validations.map { (Double($0.step), $0.loss) })
    }
    guard
      let train = change(
        slope(open.blocks.map { ($0.middle, $0.loss) }),
        slope(blocks.elements.map { ($0.middle, $0.loss) })),
      let validation = change(slope(open.validations), slope(validations.elements)),
      let norm = change(.mean(open.blocks.map(\.norm)), .mean(blocks.elements.map(\.norm)))
    else { return nil }
    var effect = LaneEffect(
      lane: lane, label: open.label, step: open.step, steps: window, trainSlope: train,
      validationSlope: validation, gradientNorm: norm)
    effect.text = EffectSentence.text(effect)
    newest = effect
    return effect
  }
}
