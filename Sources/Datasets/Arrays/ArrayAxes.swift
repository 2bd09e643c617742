import Telemetry

/// Which axis of an array [N, A, B] has the steps of a sequence, and which its inputs.
struct ArrayAxes: Equatable {
  let layout: DataLayout
  let steps: Int
  let features: Int
  /// A sentence on what was recognised, or may be meant otherwise.
  private(set) var notes: [String] = []

  /// - Parameter known: by the key, or by data that were read before; nil: recognised.
  init(_ arrays: NumpyFile.Arrays, known: DataLayout?, everyStep: Bool) {
    let inputs = arrays.inputs
    let (second, third) = (inputs.shape[1], inputs.shape.count == 3 ? inputs.shape[2] : 1)
    guard inputs.shape.count == 3 else {
      (layout, steps, features) = (.stepsChannels, second, 1)
      return
    }
    let evidence = Evidence(arrays, everyStep: everyStep)
    layout = known ?? (evidence.isTurned ? .channelsSteps : .stepsChannels)
    (steps, features) = layout == .channelsSteps ? (third, second) : (second, third)
    if known != nil { return }
    if evidence.isTurned {
      notes = [
        "the last axis of [\(inputs.shape.map { "\($0)" }.joined(separator: ", "))] is time: "
          + "\(evidence.reason); --set data.layout=steps_channels uses the middle one"
      ]
    } else if evidence.isDoubtful {
      notes = [
        "\(counted(third, "input")) at each of \(counted(second, "step")); if it is the other way round: "
          + "--set data.layout=channels_steps"
      ]
    }
  }

  /// The place of a value in the array.
  func index(_ sequence: Int, _ step: Int, _ feature: Int) -> Int {
    layout == .channelsSteps
      ? (sequence * features + feature) * steps + step
      : (sequence * steps + step) * features + feature
  }

  /// The reading that sizes, labels and values suggest.
  private struct Evidence {
    private(set) var isTurned = false
    private(set) var isDoubtful = false
    private(set) var reason = ""

    /// Sequences that are looked at.
    private static let most = 200

    init(_ arrays: NumpyFile.Arrays, everyStep: Bool) {
      let shape = arrays.inputs.shape
      let (second, third) = (shape[1], shape[2])
      if everyStep, let labels = arrays.labels, labels.shape.count == 2, second != third {
        isTurned = labels.shape[1] == third
        reason = "there is a label for each of its places"
        return
      }
      if let lengths = arrays.lengths, lengths.isNumbers {
        let longest = (0..<lengths.count).lazy.map { lengths.number($0) }.max() ?? 0
        if longest > Double(second), longest <= Double(third) {
          isTurned = true
          reason = "sequences are up to \(Numbers.fourDigits(longest)) long"
        }
        return
      }
      // More steps than inputs are usual; values go on smoothly in time, not from input to input.
      guard third > second else { return }
      let (middle, last) = Self.changes(arrays.inputs)
      isTurned = last > 0 && 2 * last <= middle
      reason = "values change smoothly along it"
      isDoubtful = !isTurned && third >= 8 * second
    }

    /// The mean change from a value to the next one along each of the two axes.
    private static func changes(_ array: NumpyArray) -> (middle: Double, last: Double) {
      let (second, third) = (array.shape[1], array.shape[2])
      var (middle, last) = ((sum: 0.0, count: 0.0), (sum: 0.0, count: 0.0))
      func add(_ change: Double, to mean: inout (sum: Double, count: Double)) {
        if change.isFinite { mean = (mean.sum + change.magnitude, mean.count + 1) }
      }
      for sequence in 0..<min(array.shape[0], most) {
        for row in 0..<min(second, 64) {
          for column in 0..<min(third, 256) {
            let place = (sequence * second + row) * third + column
            let value = array.number(place)
            if column + 1 < third { add(array.number(place + 1) - value, to: &last) }
            if row + 1 < second { add(array.number(place + third) - value, to: &middle) }
          }
        }
      }
      return (middle.sum / max(1, middle.count), last.sum / max(1, last.count))
    }
  }
}
