/// `duplicates`: leaves out repeated rows.
struct Duplicates: Preparation {
  static let name = "duplicates"
  static let allowed =
    "rows (equal to an earlier row in every cell), values (equal to the row before)"
  /// The step that compares whole rows of the file.
  static let rows = PreparationStep(name, "rows")

  let isOfRows: Bool

  init?(_ value: String) {
    guard value == "rows" || value == "values" else { return nil }
    isOfRows = value == "rows"
  }

  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect {
    var isKept = [Bool](repeating: true, count: frame.rows)
    if isOfRows {
      var seen: Set<Int> = []
      for (row, hash) in frame.rowHashes.enumerated() { isKept[row] = seen.insert(hash).inserted }
    } else {
      for segment in frame.segments {
        for row in segment.dropFirst() { isKept[row] = !Self.repeats(frame, row) }
      }
    }
    let dropped = isKept.lazy.filter { !$0 }.count
    if dropped > 0 { frame.keepRows(isKept) }
    let what = isOfRows ? "that repeat an earlier one" : "that repeat the one before"
    return PreparationEffect(
      text: dropped == 0 ? "none found" : "\(counted(dropped, "row")) left out \(what)")
  }

  private static func repeats(_ frame: Frame, _ row: Int) -> Bool {
    func equal(_ one: Double, _ other: Double) -> Bool {
      one == other || (one.isNaN && other.isNaN)
    }
    return frame.inputs.allSatisfy { equal($0.values[row], $0.values[row - 1]) }
      && frame.targets.allSatisfy {
        equal($0.filled[row], $0.filled[row - 1]) && $0.isKnown[row] == $0.isKnown[row - 1]
      }
  }
}
