/// A prepared series as it is fed.
struct SeriesData: Sendable {
  /// [rows, I], the reading that may look ahead.
  let inputs: [Float]
  /// [rows, I], the reading that does not; empty if it is the same.
  let causal: [Float]
  /// [rows], the last row that a row of `inputs` depends on; empty if it is the row itself.
  let reach: [Int32]
  let features: Int
  let targets: [TargetColumn]
  /// Rows that are usable, the first ones left out where differences need earlier ones.
  let segments: [Range<Int>]
  let rows: Int
  /// Nil: windows are fed as the rows are.
  var windowScaling: WindowScaling?

  /// Farther out than this, an error squared would leave Float.
  static let limit = 1e18

  /// Throws if something is still missing, or too far out to be trained on.
  init(_ frame: Frame) throws(DatasetError) {
    rows = frame.rows
    features = frame.inputs.count
    targets = frame.targets
    segments = frame.segments
    for input in frame.inputs { try Self.check(input.values, input.name, frame) }
    for target in frame.targets { try Self.check(target, frame) }
    inputs = Self.flat(frame) { $0.values }
    let looksAhead = frame.inputs.contains { $0.causal != nil }
    causal = looksAhead ? Self.flat(frame) { $0.past } : []
    reach = looksAhead ? frame.reach ?? [] : []
  }

  /// [rows, I]; 0 outside the segments, where nothing is fed.
  private static func flat(_ frame: Frame, _ column: (Frame.Input) -> [Double]) -> [Float] {
    let columns = frame.inputs.map(column)
    let count = frame.rows * columns.count
    return [Float](unsafeUninitializedCapacity: count) { values, initialized in
      for row in 0..<frame.rows {
        for (feature, column) in columns.enumerated() {
          values[row * columns.count + feature] = column[row].isFinite ? Float(column[row]) : 0
        }
      }
      initialized = count
    }
  }

  private static func check(
    _ values: [Double], _ name: String, _ frame: Frame
  ) throws(DatasetError) {
    for segment in frame.segments {
      let missing = values[segment].lazy.filter(\.isNaN).count
      if missing > 0 { throw .stillMissing(file: frame.file, column: name, count: missing) }
      if let far = values[segment].first(where: { $0.magnitude > limit }) {
        throw .tooFar(file: frame.file, column: name, value: far, limit: limit)
      }
    }
  }

  private static func check(_ target: TargetColumn, _ frame: Frame) throws(DatasetError) {
    for row in 0..<frame.rows where target.isKnown[row] && target.values[row].magnitude > limit {
      throw .tooFar(
        file: frame.file, column: target.name, value: target.values[row], limit: limit)
    }
  }
}
