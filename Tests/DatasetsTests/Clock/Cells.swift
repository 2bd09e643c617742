import Datasets

/// Calls `body` with the bytes of a text.
func withBytes<R>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
  Array(text.utf8).withUnsafeBufferPointer(body)
}

func clock(_ text: String) -> ClockCell? { withBytes(text) { ClockCell($0) } }

/// The finding of a column with these cells.
func finding(
  _ cells: some Sequence<String>, isNamedTime: Bool = false, isBesideDate: Bool = false
) -> ClockFinding {
  var column = ClockColumn(isNamedTime: isNamedTime, isBesideDate: isBesideDate)
  for cell in cells { withBytes(cell) { column.add($0) } }
  return column.finding
}

extension ClockFormat {
  func time(_ text: String) -> ClockTime? { withBytes(text) { time(of: $0) } }
}

/// Seconds since 1970 of a wall clock's date and time.
func at(
  _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Double = 0
) -> Double {
  Double(CivilDate.days(year, month, day)) * 86_400 + Double(hour * 3600 + minute * 60) + second
}

let firstOf2024 = at(2024, 1, 1)

func evenTimes(_ step: Double, _ count: Int, from start: Double = firstOf2024) -> [Double] {
  (0..<count).map { start + Double($0) * step }
}

/// Small, fast and the same on every machine (Steele et al., "SplitMix").
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
