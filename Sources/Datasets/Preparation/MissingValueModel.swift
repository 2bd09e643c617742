/// Predicts the missing values of several columns row by row from the rows before. Networks are no
/// matter of this module: the caller that loads the data supplies the model.
package protocol MissingValueModel: Sendable {
  /// Learns to predict each row from those before.
  /// - Parameters:
  ///   - columns: [columns][rows], scaled to mean 0 and deviation 1, NaN if missing.
  ///   - ranges: rows that may be learned from and in which nothing is missing, each a stretch of
  ///     neighbours.
  /// - Returns: everything that `fill` needs.
  func learn(_ columns: [[Float]], ranges: [Range<Int>], seed: UInt64)
    throws(DatasetError) -> [Double]

  /// The numbers that `learn` returns.
  func learnedCount(columns: Int) -> Int

  /// Replaces every NaN by what the rows before it in its segment predict.
  func fill(_ columns: inout [[Float]], segments: [Range<Int>], learned: [Double])
    throws(DatasetError)
}

extension MissingValues {
  /// Shorter complete stretches give too little information about the next row.
  private static let shortest = 8

  /// [mean of each input], [deviation of each], [what the model learned].
  static func learn(
    _ frame: Frame, _ context: PreparationContext
  ) throws(DatasetError) -> [[Double]] {
    guard let model = context.model else { throw .noMissingValueModel }
    var scalers: [AffineScaler] = []
    for index in frame.inputs.indices {
      let known = frame.trainingValues(index)
      if known.isEmpty {
        throw .allMissing(file: frame.file, column: frame.inputs[index].name, part: "training")
      }
      scalers.append(AffineScaler(fitting: known))
    }
    let columns = scaled(frame, scalers)
    var ranges: [Range<Int>] = []
    for segment in frame.segments {
      let rows = segment.clamped(to: frame.training)
      var start = rows.lowerBound
      for row in rows.lowerBound...rows.upperBound
      where row == rows.upperBound || columns.contains(where: { $0[row].isNaN }) {
        if row - start >= shortest { ranges.append(start..<row) }
        start = row + 1
      }
    }
    if ranges.isEmpty { throw .nothingComplete(file: frame.file, rows: shortest) }
    return [
      scalers.map(\.mean), scalers.map(\.scale),
      try model.learn(columns, ranges: ranges, seed: context.seed),
    ]
  }

  static func predict(
    _ fitted: [[Double]], _ frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) {
    guard let model = context.model else { throw .noMissingValueModel }
    let needed = model.learnedCount(columns: frame.inputs.count)
    if fitted[2].count != needed {
      throw .unusableDescription(
        "does not fit the columns: missing: has \(fitted[2].count) weights of \(needed)")
    }
    let scalers = zip(fitted[0], fitted[1]).map { AffineScaler(mean: $0, scale: $1) }
    var columns = scaled(frame, scalers)
    try model.fill(&columns, segments: frame.segments, learned: fitted[2])
    for index in frame.inputs.indices {
      for row in 0..<frame.rows where frame.inputs[index].values[row].isNaN {
        frame.inputs[index].values[row] = scalers[index].undo(columns[index][row])
      }
    }
  }

  private static func scaled(_ frame: Frame, _ scalers: [AffineScaler]) -> [[Float]] {
    zip(frame.inputs, scalers).map { input, scaler in input.values.map(scaler.apply) }
  }
}
