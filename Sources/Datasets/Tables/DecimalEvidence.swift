/// Which mark is the decimal mark of a column, decided by all of its cells.
struct DecimalEvidence {
  /// A cell used as evidence, and its place.
  typealias Witness = (line: Int, text: String)

  /// Cells that prove a mark, and those that may be read in two ways.
  private(set) var point: (count: Int, first: Witness)?
  private(set) var comma: (count: Int, first: Witness)?
  private(set) var onePoint: (count: Int, first: Witness)?
  private(set) var oneComma: (count: Int, first: Witness)?
  /// Whole numbers without a mark: below 1000, and not.
  private(set) var small: (count: Int, first: Witness)?
  private(set) var large = 0

  /// False: a number like it was seen before, and no cell has to show it.
  func needsWitness(_ number: NumberText.Number) -> Bool {
    switch number.marks {
    case .point: point == nil
    case .comma: comma == nil
    case .onePoint: onePoint == nil
    case .oneComma: oneComma == nil
    case .none: small == nil && number.value.magnitude < 1000
    }
  }

  /// - Parameter witness: the number's cell, where one is needed.
  mutating func add(_ number: NumberText.Number, _ witness: Witness?) {
    func counted(_ seen: (count: Int, first: Witness)?) -> (count: Int, first: Witness)? {
      seen.map { ($0.count + 1, $0.first) } ?? witness.map { (1, $0) }
    }
    switch number.marks {
    case .point: point = counted(point)
    case .comma: comma = counted(comma)
    case .onePoint: onePoint = counted(onePoint)
    case .oneComma: oneComma = counted(oneComma)
    case .none:
      if number.value.magnitude >= 1000 {
        large += 1
      } else if small != nil {
        small?.count += 1
      } else {
        small = counted(nil)
      }
    }
  }

  enum Outcome {
    case decided(DecimalMark)
    /// Read as `taken` although another reading is possible; a note says so.
    case assumed(DecimalMark, because: String)
    /// Both a decimal point and a decimal comma; the first cell of what is rarer.
    case mixed(Witness)
    case ambiguous(Witness, beside: Witness?)
  }

  /// - Parameters:
  ///   - leaning: the decimal mark that other columns of the table prove.
  ///   - delimiter: between the cells.
  func outcome(leaning: DecimalMark?, delimiter: Delimiter) -> Outcome {
    if let point, let comma {
      return .mixed(Self.rarer(point, comma))
    }
    let proven: DecimalMark? = point != nil ? .point : comma != nil ? .comma : nil
    if let proven { return .decided(proven) }
    if let onePoint, let oneComma {
      // 1.500 and 2,500: one of them is not a number here.
      return .mixed(Self.rarer(onePoint, oneComma))
    }
    guard
      let (seen, mark) = onePoint.map({ ($0, DecimalMark.point) })
        ?? oneComma.map({ ($0, DecimalMark.comma) })
    else { return .decided(leaning ?? .point) }
    let other: DecimalMark = mark == .point ? .comma : .point
    // A number of four digits without a mark: no marks between thousands.
    if large > 0 { return .decided(mark) }
    if leaning == other {
      return .assumed(
        other,
        because: "other columns have a decimal \(other.rawValue), so \(seen.first.text) is "
          + "\(thousands(seen.first.text))")
    }
    if mark == .comma, delimiter == .comma {
      return .assumed(
        .point, because: "commas in quoted numbers of a comma-separated table separate thousands")
    }
    if leaning == mark { return .decided(mark) }
    if let small {
      // 1.500 next to 999: thousands with a mark, or a fraction whose zeros were left out.
      return .ambiguous(seen.first, beside: small.first)
    }
    // 1,500 is 1500 to one half of the world, and 1.5 to the other.
    if mark == .comma, delimiter != .semicolon { return .ambiguous(seen.first, beside: nil) }
    return .assumed(
      mark,
      because: "every number has three digits after the \(mark.rawValue), so it is the "
        + "decimal mark; for \(thousands(seen.first.text)): --set data.decimal=\(other.rawValue)")
  }

  /// The first cell of what is rarer, or came later.
  private static func rarer(
    _ one: (count: Int, first: Witness), _ other: (count: Int, first: Witness)
  ) -> Witness {
    (one.count, other.first.line) < (other.count, one.first.line) ? one.first : other.first
  }

  /// The outcome where neither point nor comma is between thousands.
  var outcomeOfDecimals: Outcome {
    if let one = point ?? onePoint, let other = comma ?? oneComma {
      return .mixed(Self.rarer(one, other))
    }
    return .decided(comma ?? oneComma == nil ? .point : .comma)
  }

  private func thousands(_ text: String) -> String {
    String(text.filter { $0 != "." && $0 != "," })
  }
}
