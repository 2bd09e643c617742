/// The place of a key's value in the configuration, and the values that it takes. Readers of presets
/// make their rules from it.
package enum DataKeyValue: Sendable {
  package typealias Place<Value> = WritableKeyPath<DataConfiguration, Value> & Sendable

  case flag(Place<Bool>)
  case flagOrNull(Place<Bool?>)
  case whole(Place<Int>, ClosedRange<Int>)
  case wholeOrNull(Place<Int?>, ClosedRange<Int>)
  case numberOrNull(Place<Double?>, ClosedRange<Double>)
  case choice(Choice)
  case choiceOrNull(Choice)
  /// One of a registry's names.
  case name(Place<String?>, [String])
  case path(Place<String?>)
  case paths(Place<[String]>, counts: ClosedRange<Int>)
  /// A column's name, or its number from 1.
  case column(Place<String?>)
  case columns(Place<[String]>, counts: ClosedRange<Int>)
  case encoding(Place<String?>)
  /// The text of cells.
  case cells(Place<[String]?>, counts: ClosedRange<Int>)
  case delimiter(Place<Delimiter?>)
  case header(Place<HeaderLines?>)
  case preparation(Place<[PreparationStep]?>)
  case split(Place<[Double]>)

  /// One of an enumeration's cases, by its word.
  package struct Choice: Sendable {
    package let words: [String]
    /// Nil: null.
    package let read: @Sendable (DataConfiguration) -> String?
    /// The word is one of `words`, or nil if null is allowed.
    package let write: @Sendable (String?, inout DataConfiguration) -> Void
  }

  static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ place: Place<Value>
  ) -> DataKeyValue {
    .choice(
      Choice(
        words: Value.allCases.map(\.rawValue), read: { $0[keyPath: place].rawValue },
        write: { word, data in
          if let value = word.flatMap(Value.init(rawValue:)) { data[keyPath: place] = value }
        }))
  }

  static func choiceOrNull<Value: RawRepresentable<String> & CaseIterable>(
    _ place: Place<Value?>
  ) -> DataKeyValue {
    .choiceOrNull(
      Choice(
        words: Value.allCases.map(\.rawValue), read: { $0[keyPath: place]?.rawValue },
        write: { word, data in data[keyPath: place] = word.flatMap(Value.init(rawValue:)) }))
  }

  func differs(_ one: DataConfiguration, _ other: DataConfiguration) -> Bool {
    func differ<Value: Equatable>(_ place: KeyPath<DataConfiguration, Value>) -> Bool {
      one[keyPath: place] != other[keyPath: place]
    }
    return switch self {
    case .flag(let place): differ(place)
    case .flagOrNull(let place): differ(place)
    case .whole(let place, _): differ(place)
    case .wholeOrNull(let place, _): differ(place)
    case .numberOrNull(let place, _): differ(place)
    case .choice(let choice), .choiceOrNull(let choice): choice.read(one) != choice.read(other)
    case .name(let place, _), .path(let place), .column(let place), .encoding(let place):
      differ(place)
    case .paths(let place, _), .columns(let place, _): differ(place)
    case .cells(let place, _): differ(place)
    case .delimiter(let place): differ(place)
    case .header(let place): differ(place)
    case .preparation(let place): differ(place)
    case .split(let place): differ(place)
    }
  }

  /// The whole number that is not among those allowed.
  func numberOutOfRange(_ data: DataConfiguration) -> (Int, ClosedRange<Int>)? {
    let (found, allowed): (Int?, ClosedRange<Int>)
    switch self {
    case .whole(let place, let range): (found, allowed) = (data[keyPath: place], range)
    case .wholeOrNull(let place, let range): (found, allowed) = (data[keyPath: place], range)
    default: return nil
    }
    guard let found, !allowed.contains(found) else { return nil }
    return (found, allowed)
  }
}
