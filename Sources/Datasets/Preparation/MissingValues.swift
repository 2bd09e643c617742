/// `missing`: the value for a cell of an input that is empty or NA. A row whose target is missing
/// is never a target, whatever fills the inputs.
struct MissingValues: Preparation {
  enum Method: String, CaseIterable {
    case drop, zero, mean, linear, forward, backward, model
  }

  static let name = "missing"
  static let allowed = Method.allCases.map { $0.rawValue }.joined(separator: ", ")
  let method: Method

  init?(_ value: String) {
    guard let method = Method(rawValue: value) else { return nil }
    self.method = method
  }

  /// mean: [inputs][1]; model: its weights in one list.
  func fit(_ frame: Frame, _ context: PreparationContext) throws(DatasetError) -> [[Double]] {
    switch method {
    case .drop, .zero: return []
    case .model: return try Self.learn(frame, context)
    case .mean, .linear, .forward, .backward:
      // The mean is also used where nothing was known before.
      var means: [[Double]] = []
      for index in frame.inputs.indices {
        let known = frame.trainingValues(index)
        if known.isEmpty {
          throw .allMissing(
            file: frame.file, column: frame.inputs[index].name, part: "training")
        }
        means.append([known.reduce(0) { $0 + $1 / Double(known.count) }])
      }
      return means
    }
  }

  func fault(in fitted: [[Double]], inputs: Int, targets: Int) -> String? {
    switch method {
    case .drop, .zero: return fitted.isEmpty ? nil : "has \(fitted.count) rows; none are needed"
    case .mean, .linear, .forward, .backward:
      return faultOfRows(fitted, rows: inputs, numbers: 1, allowed: "a mean")
    case .model:
      if fitted.count != 3 {
        return "has \(fitted.count) rows; means, scales and weights are needed"
      }
      return faultOfRows(
        Array(fitted.prefix(2)), rows: 2, numbers: inputs, allowed: "finite numbers")
        ?? (fitted[1].allSatisfy { $0 > 0 } ? nil : "has a scale that is not above 0")
        ?? (fitted[2].allSatisfy(\.isFinite) ? nil : "has a weight that is not finite")
    }
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    let holes = frame.inputs.map { input in input.values.lazy.filter(\.isNaN).count }
    let total = holes.reduce(0, +)
    if total == 0 { return PreparationEffect(text: "nothing is missing") }
    switch method {
    case .drop: return Self.drop(&frame)
    case .zero: for index in frame.inputs.indices { Self.fill(&frame.inputs[index], with: 0) }
    case .mean:
      for index in frame.inputs.indices { Self.fill(&frame.inputs[index], with: fitted[index][0]) }
    case .forward:
      for index in frame.inputs.indices {
        frame.inputs[index].values = Self.forward(
          frame.inputs[index].values, frame.segments, first: fitted[index][0])
      }
    case .linear, .backward: fillFromBothSides(fitted, &frame)
    case .model: try Self.predict(fitted, &frame, context)
    }
    let columns = zip(frame.inputs, holes).filter { $0.1 > 0 }.map { input, count in
      "\(count) in \(escaped(input.name))"
    }
    return PreparationEffect(
      text: "\(counted(total, "value")) filled: \(columns.joined(separator: ", "))",
      changed: total)
  }

  private static func drop(_ frame: inout Frame) -> PreparationEffect {
    var isKept = [Bool](repeating: true, count: frame.rows)
    for input in frame.inputs {
      for row in 0..<frame.rows where input.values[row].isNaN { isKept[row] = false }
    }
    let dropped = isKept.lazy.filter { !$0 }.count
    frame.keepRows(isKept)
    return PreparationEffect(
      text: "\(counted(dropped, "row")) left out; rows around them now follow each "
        + "other", changed: 0)
  }

  private static func fill(_ input: inout Frame.Input, with value: Double) {
    for row in input.values.indices where input.values[row].isNaN { input.values[row] = value }
  }

  /// The last number before; `first` if there is none.
  private static func forward(
    _ values: [Double], _ segments: [Range<Int>], first: Double
  ) -> [Double] {
    var values = values
    for segment in segments {
      var last = first
      for row in segment {
        if values[row].isNaN { values[row] = last } else { last = values[row] }
      }
    }
    return values
  }

  private func fillFromBothSides(_ fitted: [[Double]], _ frame: inout Frame) {
    var reach = frame.reach ?? (0..<Int32(frame.rows)).map { $0 }
    for index in frame.inputs.indices where frame.inputs[index].values.contains(where: \.isNaN) {
      let causal = Self.forward(
        frame.inputs[index].values, frame.segments, first: fitted[index][0])
      var values = frame.inputs[index].values
      for segment in frame.segments { fillFromBothSides(&values, segment, causal, &reach) }
      frame.inputs[index].values = values
      frame.inputs[index].causal = causal
    }
    frame.reach = reach
  }

  private func fillFromBothSides(
    _ values: inout [Double], _ segment: Range<Int>, _ causal: [Double], _ reach: inout [Int32]
  ) {
    var row = segment.lowerBound
    while row < segment.upperBound {
      guard values[row].isNaN else {
        row += 1
        continue
      }
      var next = row
      while next < segment.upperBound, values[next].isNaN { next += 1 }
      guard next < segment.upperBound else {
        for hole in row..<next { values[hole] = causal[hole] }
        return
      }
      let hasStart = row > segment.lowerBound
      let start = hasStart ? values[row - 1] : values[next]
      for hole in row..<next {
        let share = Double(hole - row + 1) / Double(next - row + 1)
        values[hole] =
          method == .backward ? values[next] : start + (values[next] - start) * share
        reach[hole] = max(reach[hole], Int32(next))
      }
      row = next
    }
  }
}
