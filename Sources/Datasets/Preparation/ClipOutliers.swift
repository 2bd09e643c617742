/// `clip`: pulls values that are far outside the middle half of the training part back to a bound.
struct ClipOutliers: Preparation {
  static let name = "clip"
  static let allowed = "0.5 to 1000, in interquartile ranges beyond the quartiles"
  let reach: Double

  init?(_ value: String) {
    guard let reach = Double(value), (0.5...1000).contains(reach) else { return nil }
    self.reach = reach
  }

  /// [low, high] of each input, then of each target.
  func fit(_ frame: Frame, _ context: PreparationContext) throws(DatasetError) -> [[Double]] {
    let inputs = frame.inputs.indices.map { index in
      frame.inputs[index].isIndicator ? [0, 1] : bounds(frame.trainingValues(index))
    }
    let targets = frame.targets.map { target in
      bounds(frame.training.filter { target.isKnown[$0] }.map { target.values[$0] })
    }
    return inputs + targets
  }

  private func bounds(_ values: [Double]) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let first = sorted.first, let last = sorted.last else { return [0, 0] }
    let (low, high) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
    // Nothing to measure by where the middle half is one value.
    if high <= low { return [first, last] }
    return [low - reach * (high - low), high + reach * (high - low)]
  }

  func fault(in fitted: [[Double]], inputs: Int, targets: Int) -> String? {
    faultOfRows(fitted, rows: inputs + targets, numbers: 2, allowed: "a lower and an upper bound") {
      $0[0] <= $0[1]
    }
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let changed = frame.map { index, value in
      value.isNaN ? value : min(max(value, fitted[index][0]), fitted[index][1])
    }
    var targetsChanged = 0
    for index in frame.targets.indices {
      let bounds = fitted[frame.inputs.count + index]
      targetsChanged += frame.targets[index].clip(bounds[0]...bounds[1], rows: frame.training)
    }
    return PreparationEffect(
      text: "\(counted(changed, "value")) of inputs and \(targetsChanged) of targets in training "
        + "set to a bound", changed: changed)
  }
}
