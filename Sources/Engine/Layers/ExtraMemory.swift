/// Large blocks of a layer that only some passes need.
struct ExtraMemory: OptionSet {
  let rawValue: Int
  static let inputGradient = Self(rawValue: 1 << 0)
  static let recurrentDropout = Self(rawValue: 1 << 1)
  static let hiddenZoneout = Self(rawValue: 1 << 2)
  static let cellZoneout = Self(rawValue: 1 << 3)
  static let freshCells = Self(rawValue: 1 << 4)
  static let inputDropout = Self(rawValue: 1 << 5)
  static let reversedInput = Self(rawValue: 1 << 6)
  static let directionGradient = Self(rawValue: 1 << 7)
  static let finalGradient = Self(rawValue: 1 << 8)
  static let initialGradient = Self(rawValue: 1 << 9)
}
