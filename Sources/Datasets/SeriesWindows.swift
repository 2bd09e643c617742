/// Windows over a series: `window` rows of inputs, and the target `horizon` rows behind the last.
struct SeriesWindows: Examples {
  /// Scaled inputs [rows, I] and scaled target [rows] of the whole file.
  let inputs: [Float]
  let targets: [Float]
  let features: Int
  let window: Int
  let horizon: Int
  let stride: Int
  /// The row of the first target.
  let firstTarget: Int
  let count: Int
  let scaler: AffineScaler

  /// All windows whose target lies in `rows`; inputs may lie before it, never before row 0.
  init(
    inputs: [Float], targets: [Float], features: Int, window: Int, horizon: Int, stride: Int,
    scaler: AffineScaler, targetsIn rows: Range<Int>
  ) {
    self.scaler = scaler
    precondition(inputs.count == targets.count * features, "one row of inputs for each target")
    self.inputs = inputs
    self.targets = targets
    self.features = features
    self.window = window
    self.horizon = horizon
    self.stride = stride
    firstTarget = max(rows.lowerBound, window + horizon - 1)
    let targets = max(0, rows.upperBound - firstTarget)
    count = (targets + stride - 1) / stride
  }

  /// The row that window `index` predicts.
  func targetRow(_ index: Int) -> Int { firstTarget + index * stride }

  func inUnits(_ value: Float, of index: Int, output: Int) -> Double { scaler.undo(value) }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let target = targetRow(index)
    let first = target - horizon - window + 1
    if let to = batch.inputs {
      inputs.withUnsafeBufferPointer { from in
        for step in 0..<window {
          let source = (first + step) * features
          let place = (step * batch.batch + column) * features
          for feature in 0..<features { to[place + feature] = from[source + feature] }
        }
      }
    }
    batch.targetValues?[column] = targets[target]
    batch.lengths[column] = Int32(window)
  }
}
