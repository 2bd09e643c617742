/// The shape drawn for a screen cell, 8 x 16 units, instead of a letter.
enum CellShape: Equatable {
  struct Point: Equatable {
    var x: Double
    var y: Double
  }

  struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  struct Line: Equatable {
    var from: Point
    var to: Point
    /// The corner that it is bent towards; nil: it is straight.
    var over: Point?
  }

  case boxes([Box])
  /// The whole cell, with this share of its ink.
  case shade(Double)
  case lines([Line], isHeavy: Bool)

  private static let width = Double(ScreenSVG.width)
  private static let height = Double(ScreenSVG.height)

  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x2801...0x28FF: self = .boxes(Self.dots(scalar.value - 0x2800))
    case 0x2581...0x2588:
      let part = Self.height * Double(scalar.value - 0x2580) / 8
      self = .boxes([Box(x: 0, y: Self.height - part, width: Self.width, height: part)])
    case 0x2589...0x258F:
      let part = Self.width * Double(0x2590 - scalar.value) / 8
      self = .boxes([Box(x: 0, y: 0, width: part, height: Self.height)])
    case 0x2580: self = .boxes([Box(x: 0, y: 0, width: Self.width, height: Self.height / 2)])
    case 0x2590:
      self = .boxes([Box(x: Self.width / 2, y: 0, width: Self.width / 2, height: Self.height)])
    case 0x2591...0x2593: self = .shade(Double(scalar.value - 0x2590) / 4)
    case 0x2596...0x259F: self = .boxes(Self.quadrants(scalar.value))
    default:
      guard let frame = Self.frames[scalar] else { return nil }
      self = frame
    }
  }

  /// Braille dots: bits 0 to 2 and 6 on the left from the top, 3 to 5 and 7 on the right.
  private static func dots(_ bits: UInt32) -> [Box] {
    let rows = [0, 1, 2, 0, 1, 2, 3, 3]
    return (0..<8).filter { bits >> UInt32($0) & 1 == 1 }.map { bit in
      let isRight = bit == 7 || (3...5).contains(bit)
      return Box(x: isRight ? 5 : 1, y: Double(rows[bit]) * 4 + 1, width: 2, height: 2)
    }
  }

  /// Quadrant bits of U+2596 onwards: upper left 1, upper right 2, lower left 4, lower right 8.
  private static func quadrants(_ value: UInt32) -> [Box] {
    let parts = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14][Int(value - 0x2596)]
    return (0..<4).filter { parts >> $0 & 1 == 1 }.map { part in
      Box(
        x: part % 2 == 1 ? width / 2 : 0, y: part >= 2 ? height / 2 : 0, width: width / 2,
        height: height / 2)
    }
  }

  // MARK: frames

  private static let middle = Point(x: width / 2, y: height / 2)
  private static let ends: [Character: Point] = [
    "l": Point(x: 0, y: height / 2), "r": Point(x: width, y: height / 2),
    "u": Point(x: width / 2, y: 0), "d": Point(x: width / 2, y: height),
  ]

  /// Lines from the middle to each of these sides.
  private static func arms(_ sides: String, isHeavy: Bool = false) -> CellShape {
    .lines(
      sides.compactMap { side in ends[side].map { Line(from: middle, to: $0) } }, isHeavy: isHeavy)
  }

  private static func bend(_ from: Character, _ to: Character) -> CellShape {
    guard let from = ends[from], let to = ends[to] else { return .lines([], isHeavy: false) }
    return .lines([Line(from: from, to: to, over: middle)], isHeavy: false)
  }

  /// `count` dashes of equal length, with gaps of that length.
  private static func dashes(_ count: Int, isVertical: Bool) -> CellShape {
    let length = isVertical ? height : width
    let part = length / Double(2 * count)
    return .lines(
      (0..<count).map { place in
        let (start, end) = (part * (2 * Double(place) + 0.5), part * (2 * Double(place) + 1.5))
        return isVertical
          ? Line(from: Point(x: width / 2, y: start), to: Point(x: width / 2, y: end))
          : Line(from: Point(x: start, y: height / 2), to: Point(x: end, y: height / 2))
      }, isHeavy: false)
  }

  private static let frames: [Unicode.Scalar: CellShape] = [
    "─": arms("lr"), "│": arms("ud"), "┌": arms("rd"), "┐": arms("ld"), "└": arms("ru"),
    "┘": arms("lu"), "├": arms("udr"), "┤": arms("udl"), "┬": arms("lrd"), "┴": arms("lru"),
    "┼": arms("lrud"), "━": arms("lr", isHeavy: true), "┃": arms("ud", isHeavy: true),
    "┏": arms("rd", isHeavy: true), "┓": arms("ld", isHeavy: true), "┗": arms("ru", isHeavy: true),
    "┛": arms("lu", isHeavy: true), "╭": bend("r", "d"), "╮": bend("l", "d"), "╰": bend("r", "u"),
    "╯": bend("l", "u"), "╌": dashes(2, isVertical: false), "┄": dashes(3, isVertical: false),
    "┈": dashes(4, isVertical: false), "╎": dashes(2, isVertical: true),
    "┆": dashes(3, isVertical: true), "┊": dashes(4, isVertical: true),
  ]
}
