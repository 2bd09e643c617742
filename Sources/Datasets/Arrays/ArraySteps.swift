import Telemetry

/// The steps of each sequence of an array that are real: as its lengths say, or without those at its end
/// that are NaN throughout, and those at either end in which every input is the value for padding.
struct ArraySteps {
  /// The real steps of each sequence.
  private(set) var ranges: [Range<Int>] = []
  private(set) var notes: [String] = []

  init(
    _ arrays: NumpyFile.Arrays, _ axes: ArrayAxes, padValue: Double?, file: String
  ) throws(DatasetError) {
    let inputs = arrays.inputs
    let count = inputs.shape[0]
    if let lengths = arrays.lengths {
      if padValue != nil {
        throw .sequences(
          file: file, .keyNotUsed(key: "data.pad_value", with: "an array of lengths"))
      }
      ranges = try Self.ranges(lengths, count: count, steps: axes.steps, file: file)
    } else {
      func isAll(_ sequence: Int, _ step: Int, _ isPad: (Double) -> Bool) -> Bool {
        (0..<axes.features).allSatisfy { isPad(inputs.number(axes.index(sequence, step, $0))) }
      }
      func real(_ sequence: Int, _ isPad: (Double) -> Bool, fromStart: Bool) -> Range<Int> {
        var range = 0..<axes.steps
        while range.count > 1, isAll(sequence, range.upperBound - 1, isPad) {
          range = range.lowerBound..<range.upperBound - 1
        }
        while fromStart, range.count > 1, isAll(sequence, range.lowerBound, isPad) {
          range = range.lowerBound + 1..<range.upperBound
        }
        return range
      }
      let isFloats = inputs.isFloats
      ranges = (0..<count).map { sequence in
        if let padValue {
          return real(sequence, { $0 == padValue || $0.isNaN }, fromStart: true)
        }
        return isFloats ? real(sequence, \.isNaN, fromStart: false) : 0..<axes.steps
      }
      if padValue == nil {
        tellZeros((0..<count).map { real($0, { $0 == 0 }, fromStart: false) }, axes)
      }
    }
    tellShort(axes, padValue, arrays.lengths)
  }

  private mutating func tellShort(_ axes: ArrayAxes, _ padValue: Double?, _ lengths: NumpyArray?) {
    let short = ranges.count { $0.count < axes.steps }
    if short == 0 { return }
    let why =
      lengths.map { "end earlier, according to \(escaped($0.name))" }
      ?? padValue.map { "are shorter: trailing steps that are all \(Numbers.inFull($0)) left out" }
      ?? "end earlier: only NaN follows"
    notes.append("\(counted(short, "sequence")) \(why)")
  }

  /// Zeros that may be padding: many sequences end in them, and not all alike.
  private mutating func tellZeros(_ zeroless: [Range<Int>], _ axes: ArrayAxes) {
    let zeros = zip(ranges, zeroless).map { max(0, $0.count - $1.count) }.filter { $0 > 0 }
    guard zeros.count * 10 >= ranges.count, Set(zeros).count > 1 else { return }
    notes.append(
      "\(zeros.count) of \(counted(ranges.count, "sequence")) end in steps that are all 0 "
        + "(\(zeros.min() ?? 0) to \(zeros.max() ?? 0) of them); if that is padding: "
        + "--set data.pad_value=0")
  }

  private static func ranges(
    _ lengths: NumpyArray, count: Int, steps: Int, file: String
  ) throws(DatasetError) -> [Range<Int>] {
    guard lengths.shape == [count], lengths.isNumbers else {
      throw .numpy(
        file: file,
        .shape(array: lengths.name, found: lengths.shape, allowed: "[\(count)], a length each"))
    }
    var ranges: [Range<Int>] = []
    for sequence in 0..<count {
      let length = lengths.number(sequence)
      guard length >= 1, length <= Double(steps), length == length.rounded() else {
        throw .numpy(
          file: file,
          .length(
            array: lengths.name, sequence: sequence + 1, found: Numbers.fourDigits(length),
            most: steps))
      }
      ranges.append(0..<Int(length))
    }
    return ranges
  }
}
