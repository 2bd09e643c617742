/// Columns of numbers on their way through the preparation: rows of one series, or of several
/// sequences one after another.
///
/// Every input column has two readings. `values` may look at any row (interpolation looks at the
/// next number after a gap), and records in `reach` the last row that it looked at. `causal` looks
/// at no later row. A window that ends before `reach` takes `causal`: so no filled input knows its
/// own target, and nothing after a part changes what is before.
struct Frame {
  struct Input {
    var name: String
    /// [rows], NaN if missing.
    var values: [Double]
    /// [rows]; nil if it is the same as `values`.
    var causal: [Double]?
    /// 0 or 1 for one kind of a category: no step changes it.
    var isIndicator = false

    init(name: String, values: [Double], isIndicator: Bool = false) {
      self.name = name
      self.values = values
      self.isIndicator = isIndicator
    }

    /// The reading that knows no later row.
    var past: [Double] { causal ?? values }
  }

  var file: String
  var inputs: [Input]
  var targets: [TargetColumn]
  /// The last row that a row's `values` depend on; nil if each depends on itself and earlier ones.
  var reach: [Int32]?
  /// Rows that belong together; their lower ends move up where a step needs earlier rows.
  var segments: [Range<Int>]
  /// The rows of training, validation and test, as far as they are in this file.
  var parts: [Range<Int>]
  /// [rows], the row's number in the file from 1; nil: in file order.
  var rowNumbers: [Int32]?
  /// [rows] hashes of whole rows, for what drops repeated ones; empty if nothing does.
  var rowHashes: [Int]
  private(set) var rows: Int

  /// - Parameter parts: training first; what is fitted is fitted there.
  init(
    file: String, inputs: [Input], targets: [TargetColumn], rows: Int, segments: [Range<Int>],
    parts: [Range<Int>], rowNumbers: [Int32]? = nil, rowHashes: [Int] = []
  ) {
    self.file = file
    self.inputs = inputs
    self.targets = targets
    self.rows = rows
    self.segments = segments
    self.parts = parts
    self.rowNumbers = rowNumbers
    self.rowHashes = rowHashes
  }

  var training: Range<Int> { parts.first ?? 0..<0 }

  /// The row's number in the file, from 1.
  func rowNumber(_ row: Int) -> Int { rowNumbers.map { Int($0[row]) } ?? row + 1 }

  /// The numbers of input `index` in the training part, as known there.
  func trainingValues(_ index: Int) -> [Double] { inputs[index].past[training].filter(\.isFinite) }

  /// Keeps the rows for which `isKept` is true; parts and segments shrink with them.
  mutating func keepRows(_ isKept: [Bool]) {
    var before = [Int](repeating: 0, count: rows + 1)
    for row in 0..<rows { before[row + 1] = before[row] + (isKept[row] ? 1 : 0) }
    func shrunk(_ range: Range<Int>) -> Range<Int> {
      before[range.lowerBound]..<before[range.upperBound]
    }
    func kept<Value>(_ values: [Value]) -> [Value] {
      zip(values, isKept).compactMap { $1 ? $0 : nil }
    }
    let numbers = rowNumbers ?? (0..<Int32(rows)).map { $0 + 1 }
    rowNumbers = kept(numbers)
    for index in inputs.indices {
      inputs[index].values = kept(inputs[index].values)
      inputs[index].causal = inputs[index].causal.map(kept)
    }
    for index in targets.indices { targets[index].keepRows(isKept) }
    // A row's reach is a row that is kept, or the next one that is.
    reach = reach.map { kept($0).map { Int32(before[min(rows - 1, Int($0))]) } }
    if !rowHashes.isEmpty { rowHashes = kept(rowHashes) }
    segments = segments.map(shrunk)
    parts = parts.map(shrunk)
    rows = before[rows]
  }

  /// Changes every input's value on its own; returns how many changed.
  mutating func map(_ transform: (_ input: Int, _ value: Double) -> Double) -> Int {
    var changed = 0
    for index in inputs.indices where !inputs[index].isIndicator {
      for row in 0..<rows {
        let old = inputs[index].values[row]
        let new = transform(index, old)
        if new != old, !old.isNaN { changed += 1 }
        inputs[index].values[row] = new
        if let causal = inputs[index].causal?[row] {
          inputs[index].causal?[row] = transform(index, causal)
        }
      }
    }
    return changed
  }

  /// Changes every input as a whole, in both readings; returns how many values changed.
  mutating func mapInputs(_ transform: (_ values: [Double]) -> [Double]) -> Int {
    var changed = 0
    for index in inputs.indices where !inputs[index].isIndicator {
      let old = inputs[index].values
      inputs[index].values = transform(old)
      inputs[index].causal = inputs[index].causal.map(transform)
      changed += zip(old, inputs[index].values).lazy.filter { $0 != $1 }.count
    }
    return changed
  }
}
