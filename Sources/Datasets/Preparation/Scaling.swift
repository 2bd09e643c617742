import Telemetry

/// `scale`: brings every column to about the same size, by its training part.
struct Scaling: Preparation {
  enum Method: String, CaseIterable {
    case standard, minmax, robust, log
  }

  static let name = "scale"
  static let allowed = Method.allCases.map { $0.rawValue }.joined(separator: ", ")
  let method: Method

  init?(_ value: String) {
    guard let method = Method(rawValue: value) else { return nil }
    self.method = method
  }

  /// [shift, scale] of each input, then of each target; log: [u].
  func fit(_ frame: Frame, _ context: PreparationContext) throws(DatasetError) -> [[Double]] {
    var fitted: [[Double]] = []
    for (index, input) in frame.inputs.enumerated() {
      let rows = frame.segments.map { $0.clamped(to: frame.training) }
      let past = frame.inputs[index].past
      let values = rows.flatMap { past[$0] }.filter(\.isFinite)
      fitted.append(try fit(values, input.name, frame, isIndicator: input.isIndicator))
    }
    for target in frame.targets {
      let values = frame.training.lazy.filter { target.isKnown[$0] && target.values[$0].isFinite }
        .map { target.values[$0] }
      fitted.append(try fit(Array(values), target.name, frame, isIndicator: false))
    }
    return fitted
  }

  private func fit(
    _ values: [Double], _ name: String, _ frame: Frame, isIndicator: Bool
  ) throws(DatasetError) -> [Double] {
    if isIndicator { return [0, 1] }
    guard !values.isEmpty else {
      throw .allMissing(file: frame.file, column: name, part: "training")
    }
    func quantile(_ sorted: [Double], _ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let (low, rest) = (Int(place), place - Double(Int(place)))
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (sorted[high] - sorted[low]) * rest
    }
    switch method {
    case .standard:
      let scaler = AffineScaler(fitting: values)
      return [scaler.mean, scaler.scale]
    case .minmax:
      let low = values.min() ?? 0
      let range = (values.max() ?? 1) - low
      return [low, range > 0 ? range : 1]
    case .robust:
      let sorted = values.sorted()
      let range = quantile(sorted, 0.75) - quantile(sorted, 0.25)
      // Half the values and more are equal: the deviation still tells large from small.
      return [quantile(sorted, 0.5), range > 0 ? range : AffineScaler(fitting: values).scale]
    case .log:
      let sorted = values.map(\.magnitude).filter { $0 > 0 }.sorted()
      return [sorted.isEmpty ? 1 : quantile(sorted, 0.01) / 10]
    }
  }

  func fault(in fitted: [[Double]], inputs: Int, targets: Int) -> String? {
    method == .log
      ? faultOfRows(fitted, rows: inputs + targets, numbers: 1, allowed: "a unit above 0") {
        $0[0] > 0
      }
      : faultOfRows(fitted, rows: inputs + targets, numbers: 2, allowed: "a shift, a scale above 0")
      {
        $0[1] > 0
      }
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let inputs = frame.inputs.count
    if method == .log { return applyLog(fitted, to: &frame) }
    let changed = frame.map { index, value in (value - fitted[index][0]) / fitted[index][1] }
    for index in frame.targets.indices {
      frame.targets[index].apply(affine: fitted[inputs + index][0], fitted[inputs + index][1])
    }
    let name = frame.targets.first?.name ?? frame.inputs.first?.name ?? ""
    let numbers = fitted.count > inputs ? fitted[inputs] : fitted.first ?? [0, 1]
    return PreparationEffect(
      text:
        "\(escaped(name)): minus \(Numbers.fourDigits(numbers[0])), divided by \(Numbers.fourDigits(numbers[1]))",
      changed: changed)
  }

  private func applyLog(_ fitted: [[Double]], to frame: inout Frame) -> PreparationEffect {
    let changed = frame.map { index, value in symmetricLogarithm(value, unit: fitted[index][0]) }
    for index in frame.targets.indices {
      frame.targets[index].apply(logarithmOf: fitted[frame.inputs.count + index][0])
    }
    return PreparationEffect(
      text:
        "logarithm of 1 + |x| / \(Numbers.fourDigits(fitted.last?[0] ?? 1)), with the sign of x",
      changed: changed)
  }
}
