/// Fills the NaN of `values` within `range` on the straight line between the nearest numbers there;
/// before the first and behind the last number it repeats that number.
///
/// Only numbers within `range` are looked at, so no part of a series knows of another.
/// Returns how many were filled, nil where `range` holds no number at all.
func interpolateMissing(_ values: inout [Double], in range: Range<Int>) -> Int? {
  var filled = 0
  var last: Int?
  for index in range where !values[index].isNaN {
    let gap = (last.map { $0 + 1 } ?? range.lowerBound)..<index
    let end = values[index]
    let start = last.map { values[$0] } ?? end
    for (step, hole) in gap.enumerated() {
      let share = Double(step + 1) / Double(gap.count + 1)
      values[hole] = start + (end - start) * share
    }
    filled += gap.count
    last = index
  }
  guard let last else { return range.isEmpty ? 0 : nil }
  for hole in (last + 1)..<range.upperBound {
    values[hole] = values[last]
    filled += 1
  }
  return filled
}
