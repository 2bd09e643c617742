import Engine

/// Reads the values of single keys; errors name the key and what is allowed.
struct ArchitectureReader {
  let values: [String: ArchitectureValue]
  let path: String

  func refuse(_ key: String, _ reason: String) -> ModelFileError {
    .architecture(path: path, key: key, reason: reason)
  }

  func refuseOthers(than keys: [String]) throws(ModelFileError) {
    for key in values.keys.sorted() where !keys.contains(key) {
      throw refuse(key, "is not a key of the format")
    }
  }

  func whole(
    _ key: String, default missing: Int, atLeast least: Int
  ) throws(ModelFileError) -> Int {
    guard let found = values[key] else { return missing }
    guard let number = found.wholeNumber, number >= least, number <= 1 << 30 else {
      throw refuse(key, "must be a whole number from \(least) to \(1 << 30)")
    }
    return number
  }

  func choice(
    _ key: String, default missing: String, _ allowed: [String]
  ) throws(ModelFileError) -> String {
    guard let found = values[key] else { return missing }
    guard case .text(let text) = found, allowed.contains(text) else {
      throw refuse(key, "is \(found); allowed are \(allowed.joined(separator: ", "))")
    }
    return text
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, default missing: Choice
  ) throws(ModelFileError) -> Choice {
    let name = try choice(key, default: missing.rawValue, Choice.allCases.map(\.rawValue))
    return Choice(rawValue: name) ?? missing
  }

  func flag(_ key: String) throws(ModelFileError) -> Bool {
    guard let found = values[key] else { return false }
    guard case .flag(let flag) = found else {
      throw refuse(key, "is \(found); allowed are true, false")
    }
    return flag
  }

  func slope(_ key: String, default missing: Float) throws(ModelFileError) -> Float {
    guard let found = values[key] else { return missing }
    guard case .number(let number) = found, (0...1).contains(number) else {
      throw refuse(key, "is \(found); allowed are numbers from 0 to 1")
    }
    return Float(number)
  }

  func peephole(_ key: String) throws(ModelFileError) -> CellOptions.Peephole {
    switch values[key] {
    case nil, .flag(false): return .none
    case .flag(true): return .diagonal
    case .text(CellOptions.Peephole.full.rawValue): return .full
    case .some(let found):
      throw refuse(key, "is \(found); allowed are false, true, \"full\"")
    }
  }

  /// Whole numbers below a bound, rising; empty if the key is absent.
  func places(_ key: String, below bound: Int) throws(ModelFileError) -> [Int] {
    guard let found = values[key] else { return [] }
    guard case .numbers(let list) = found else { throw refuse(key, "must be a list of numbers") }
    var places: [Int] = []
    for entry in list {
      guard let place = ArchitectureValue.number(entry).wholeNumber, place >= 0, place < bound,
        place > places.last ?? -1
      else { throw refuse(key, "must be rising whole numbers below \(bound)") }
      places.append(place)
    }
    return places
  }

  func sizes(_ key: String, default missing: [Int]) throws(ModelFileError) -> [Int] {
    guard let found = values[key] else { return missing }
    guard case .numbers(let list) = found, !list.isEmpty, list.count <= 64 else {
      throw refuse(key, "must be a list of 1 to 64 layer sizes")
    }
    var sizes: [Int] = []
    for size in list {
      guard let number = ArchitectureValue.number(size).wholeNumber, number >= 1, number <= 1 << 20
      else {
        throw refuse(key, "has a size that is not a whole number from 1 to \(1 << 20)")
      }
      sizes.append(number)
    }
    return sizes
  }
}

/// A value in the architecture's JSON. JSON's types stay distinct: neither `true` nor "8" is a
/// number.
enum ArchitectureValue: Decodable, CustomStringConvertible, Sendable {
  case flag(Bool)
  case number(Double)
  case text(String)
  case numbers([Double])
  case other

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let numbers = try? value.decode([Double].self) {
      self = .numbers(numbers)
    } else {
      self = .other
    }
  }

  var wholeNumber: Int? {
    guard case .number(let number) = self, number.rounded() == number, abs(number) <= 9e15 else {
      return nil
    }
    return Int(number)
  }

  var description: String {
    switch self {
    case .flag(let flag): return "\(flag)"
    case .number(let number): return wholeNumber.map { "\($0)" } ?? "\(number)"
    case .text(let text): return text
    case .numbers(let numbers): return "\(numbers)"
    case .other: return "something else"
    }
  }
}
