import Datasets
import Foundation

/// A JSON value that a test damages at random, and writes with whatever it was given.
indirect enum MutableJSON: Decodable {
  /// A number, true, false, null, or no JSON at all.
  case raw(String)
  case text(String)
  case list([MutableJSON])
  case object([(key: String, value: MutableJSON)])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .raw("null")
    } else if let flag = try? value.decode(Bool.self) {
      self = .raw("\(flag)")
    } else if let number = try? value.decode(Int.self) {
      self = .raw("\(number)")
    } else if let number = try? value.decode(Double.self) {
      self = .raw("\(number)")
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([MutableJSON].self) {
      self = .list(list)
    } else {
      self = .object(
        try value.decode([String: MutableJSON].self).sorted { $0.key < $1.key }.map { ($0, $1) })
    }
  }

  init(_ json: String) throws {
    self = try JSONDecoder().decode(MutableJSON.self, from: Data(json.utf8))
  }

  var json: String {
    switch self {
    case .raw(let text): return text
    case .text(let text): return Self.quoted(text)
    case .list(let values): return "[" + values.map(\.json).joined(separator: ",") + "]"
    case .object(let entries):
      return "{" + entries.map { Self.quoted($0.key) + ":" + $0.value.json }.joined(separator: ",")
        + "}"
    }
  }

  static func quoted(_ text: String) -> String {
    let data = (try? JSONEncoder().encode(text)) ?? Data("\"\"".utf8)
    return String(decoding: data, as: UTF8.self)
  }

  /// The same with the value at `path` replaced: keys, and places of lists.
  func replacing(_ path: ArraySlice<String>, by value: MutableJSON) -> MutableJSON {
    guard let first = path.first else { return value }
    switch self {
    case .object(var entries):
      if let place = entries.firstIndex(where: { $0.key == first }) {
        entries[place].value = entries[place].value.replacing(path.dropFirst(), by: value)
      } else {
        entries.append((first, value))
      }
      return .object(entries)
    case .list(var values):
      if let place = Int(first), values.indices.contains(place) {
        values[place] = values[place].replacing(path.dropFirst(), by: value)
      }
      return .list(values)
    case .raw, .text: return self
    }
  }

  // MARK: damage

  private static let numbers = [
    "-1", "0", "1", "2", "3", "7", "1000", "1000000", "1000001", "9223372036854775807",
    "-9223372036854775808", "18446744073709551615", "1e308", "-1e308", "1e-320", "0.5", "1e999",
    "NaN", "null", "true", "\"NaN\"", "[]", "{}",
  ]
  private static let texts = [
    "", "x", "\0", "NaN", "0", "1", "2", "-1", "99999999999999999999", "words", "bytes",
    "characters", "mask", "zeros", "circular", "front", "behind", "missing", "scale", "clip",
    "difference", "moving_average", "duplicates", "rows", "linear", "drop", "model", "standard",
    "log", "text", "csv", "labelled_text", "tagged", "sequences", "grammar", "adding", "sines",
    "tab",
    "value", "<unk>", String(repeating: "long ", count: 300),
  ]

  /// One random change somewhere, more often near the top than in the middle of a long list.
  func damaged(_ random: inout SeededRandom, depth: Int = 0) -> MutableJSON {
    let goesOn = depth == 0 ? 0.95 : 0.7
    switch self {
    case .raw: return .raw(Self.numbers[random.index(below: Self.numbers.count)])
    case .text:
      return random.chance(0.1)
        ? .raw("null") : .text(Self.texts[random.index(below: Self.texts.count)])
    case .list(var values):
      if values.isEmpty { return .list([.raw("1"), .text("x")]) }
      let place = random.index(below: values.count)
      if random.chance(Float(goesOn)) {
        values[place] = values[place].damaged(&random, depth: depth + 1)
        return .list(values)
      }
      switch random.index(below: 6) {
      case 0: values.remove(at: place)
      case 1: values.insert(values[place], at: place)
      case 2: values = []
      case 3: values.append(.raw("null"))
      case 4: values.reverse()
      default: values = Array(values.prefix(1))
      }
      return .list(values)
    case .object(var entries):
      if entries.isEmpty { return .raw("null") }
      let place = random.index(below: entries.count)
      if random.chance(Float(goesOn)) {
        entries[place].value = entries[place].value.damaged(&random, depth: depth + 1)
        return .object(entries)
      }
      switch random.index(below: 4) {
      case 0: entries.remove(at: place)
      case 1: entries[place].value = .raw("null")
      case 2: entries[place].key += "x"
      default: entries[place].value = entries[random.index(below: entries.count)].value
      }
      return .object(entries)
    }
  }
}
