/// Windows over a series: `window` rows of inputs, and the targets `horizon` rows behind the last.
struct SeriesWindows: Examples {
  let data: SeriesData
  let window: Int
  let horizon: Int
  /// The row that each window predicts; behind the last row where it is not known yet.
  let targetRows: [Int32]
  /// Of the rows that are predicted; nil where nobody asks for them.
  var places: RowPlaces?

  /// All windows whose target lies in `rows`; inputs may lie before, but in the same segment.
  ///
  /// - Parameter onlyKnown: false: every window of the whole file, also where its target is missing or
  ///   still to come; to be predicted only.
  init(
    _ data: SeriesData, window: Int, horizon: Int, stride: Int, targetsIn rows: Range<Int>,
    onlyKnown: Bool = true
  ) {
    self.data = data
    self.window = window
    self.horizon = horizon
    var targetRows: [Int32] = []
    for segment in data.segments {
      let first = max(rows.lowerBound, segment.lowerBound + window + horizon - 1)
      let end =
        onlyKnown ? min(segment.upperBound, rows.upperBound) : segment.upperBound + horizon
      for row in Swift.stride(from: first, to: end, by: stride)
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
    data.targets[output].undo(Double(value), row: targetRow(index))
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
        // What was filled with a look behind the window's end is not for this window.
        let looksAhead = !data.reach.isEmpty && Int(data.reach[row]) > last
        (looksAhead ? data.causal : data.inputs).withUnsafeBufferPointer { values in
          for feature in 0..<features { place[feature] = values[row * features + feature] }
        }
      }
    }
    for output in data.targets.indices {
      let value = target < data.rows ? data.targets[output].values[target] : .nan
      batch.targetValues?[column * data.targets.count + output] =
        value.isFinite ? Float(value) : 0
    }
    batch.lengths[column] = Int32(window)
  }
}

extension SeriesData {
  /// Whether every target is known at `row`.
  func isKnown(_ row: Int) -> Bool {
    row < rows && targets.allSatisfy { $0.isKnown[row] && $0.values[row].isFinite }
  }
}
