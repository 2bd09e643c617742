/// Windows over a series: `window` rows of inputs, and the targets `horizon` rows after the last.
struct SeriesWindows: Examples {
  let data: SeriesData
  let window: Int
  let horizon: Int
  /// The row that each window predicts; after the last row where it is not known yet.
  let targetRows: [Int32]
  /// Places of the predicted rows; nil if not needed.
  var places: RowPlaces?

  /// All windows whose target is in `rows`; inputs may be before, but in the same segment.
  ///
  /// - Parameter onlyKnown: false: every window of the whole file, also where its target is missing or
  ///   still to come; to be predicted only.
  /// - Parameter ahead: rows still to come for which all that is fed is known; nil: `horizon`.
  init(
    _ data: SeriesData, window: Int, horizon: Int, stride: Int, targetsIn rows: Range<Int>,
    onlyKnown: Bool = true, ahead: Int? = nil
  ) {
    self.data = data
    self.window = window
    self.horizon = horizon
    var targetRows: [Int32] = []
    let last = data.segments.last?.upperBound
    for segment in data.segments {
      // Nothing is still to come before a gap: the rows after it are others.
      let goesOn = !onlyKnown && segment.upperBound == last
      let first = max(rows.lowerBound, segment.lowerBound + window + horizon - 1)
      let end =
        goesOn
        ? min(segment.upperBound + horizon, data.rows + (ahead ?? horizon))
        : min(segment.upperBound, rows.upperBound)
      for row in Swift.stride(from: first, to: max(first, end), by: stride)
      where !onlyKnown || data.isKnown(row) { targetRows.append(Int32(row)) }
    }
    self.targetRows = targetRows
  }

  var count: Int { targetRows.count }

  /// The row that window `index` predicts.
  func targetRow(_ index: Int) -> Int { Int(targetRows[index]) }

  func place(of index: Int) -> RowPlace? { places?[targetRow(index)] }

  func hasTarget(_ index: Int) -> Bool { data.isKnown(targetRow(index)) }

  func inUnits(_ value: Float, of index: Int, output: Int) -> Double {
    let row = targetRow(index)
    return data.targets[output].undo(spread(output, row).undone(Double(value)), row: row)
  }

  /// How the target in `row` is scaled by the rows of its window.
  func spread(_ target: Int, _ row: Int) -> WindowSpread {
    guard let scaling = data.windowScaling else { return .none }
    let last = row - horizon
    return data.targets[target].values.withUnsafeBufferPointer { values in
      WindowSpread(values[last - window + 1...last], least: scaling.targets[target])
    }
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let target = targetRow(index)
    let last = target - horizon
    let first = last - window + 1
    let features = data.features
    if let to = batch.inputs {
      for step in 0..<window {
        let row = first + step
        let place = to + (step * batch.batch + column) * features
        // A value filled from beyond the window's end must not be used in this window.
        let looksAhead = !data.reach.isEmpty && Int(data.reach[row]) > last
        (looksAhead ? data.causal : data.inputs).withUnsafeBufferPointer { values in
          for feature in 0..<features { place[feature] = values[row * features + feature] }
        }
      }
    }
    if let scaling = data.windowScaling { scale(scaling, batch, column) }
    for output in data.targets.indices {
      let value =
        target < data.rows
        ? spread(output, target).scaled(data.targets[output].values[target]) : .nan
      batch.targetValues?[column * data.targets.count + output] =
        value.isFinite ? Float(value) : 0
    }
    batch.lengths[column] = Int32(window)
  }

  private func scale(_ scaling: WindowScaling, _ batch: BatchPointers, _ column: Int) {
    guard let to = batch.inputs else { return }
    for (feature, least) in scaling.inputs.enumerated() {
      guard let least else { continue }
      func place(_ step: Int) -> Int { (step * batch.batch + column) * data.features + feature }
      let spread = WindowSpread((0..<window).lazy.map { Double(to[place($0)]) }, least: least)
      for step in 0..<window { to[place(step)] = Float(spread.scaled(Double(to[place(step)]))) }
    }
  }

  /// [T, I] of window `index` as it is fed, and its targets.
  func fed(_ index: Int) -> (inputs: [Float], targets: [Float]) {
    var inputs = [Float](repeating: 0, count: window * data.features)
    var targets = [Float](repeating: 0, count: data.targets.count)
    var length: Int32 = 0
    inputs.withUnsafeMutableBufferPointer { inputs in
      targets.withUnsafeMutableBufferPointer { targets in
        withUnsafeMutablePointer(to: &length) { length in
          let batch = BatchPointers(
            inputs: inputs.baseAddress, targetValues: targets.baseAddress, lengths: length,
            timeSteps: window, batch: 1)
          write(index, pass: 0, to: batch, column: 0)
        }
      }
    }
    return (inputs, targets)
  }
}

extension SeriesData {
  /// Whether every target is known at `row`.
  func isKnown(_ row: Int) -> Bool {
    row < rows && targets.allSatisfy { $0.isKnown[row] && $0.values[row].isFinite }
  }
}
