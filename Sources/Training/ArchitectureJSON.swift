import Engine
import Foundation

/// The architecture as the JSON of a model file's metadata (see FORMATS: absent keys have the values
/// shown there, unknown keys are an error).
extension Architecture {
  private static let keys = [
    "format", "cell", "activation", "leaky_slope", "peephole", "reset", "context", "bidirectional",
    "input", "hidden", "vocabulary", "attention", "head", "head_activation", "outputs", "loss",
  ]

  /// - Parameter path: of the file that it is for.
  func json(for path: String) throws(ModelFileError) -> String {
    let peephole: Any =
      switch options.peephole {
      case .none: false
      case .diagonal: true
      case .full: "full"
      }
    // A float's shortest text, not the digits of the double nearest to it.
    let slope = NSDecimalNumber(string: "\(options.leakySlope)")
    let values: [String: Any] = [
      "format": 1, "cell": cell, "activation": options.activation.rawValue, "leaky_slope": slope,
      "peephole": peephole, "reset": options.reset.rawValue, "context": options.context,
      "bidirectional": bidirectional, "input": input, "hidden": hidden, "vocabulary": vocabulary,
      "attention": attention.rawValue, "head": head.rawValue,
      "head_activation": headActivation.rawValue, "outputs": outputs, "loss": loss,
    ]
    guard let data = try? JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
    else { throw .unwritable(path: path, reason: "its architecture cannot be written as JSON") }
    return String(decoding: data, as: UTF8.self)
  }

  init(json: String, path: String) throws(ModelFileError) {
    guard let values = try? JSONDecoder().decode([String: JSONValue].self, from: Data(json.utf8))
    else {
      throw .architecture(path: path, key: ModelFile.architectureKey, reason: "is no JSON object")
    }
    let read = ArchitectureReader(values: values, path: path)
    for key in values.keys.sorted() where !Self.keys.contains(key) {
      throw read.refuse(key, "is not a key of the format")
    }
    guard try read.whole("format", default: 1, atLeast: 1) == 1 else {
      throw read.refuse("format", "is newer than this version reads (1)")
    }
    var options = CellOptions()
    options.activation = try read.choice("activation", default: .tanh)
    options.leakySlope = try read.slope("leaky_slope", default: 0.01)
    options.peephole = try read.peephole()
    options.reset = try read.choice("reset", default: .after)
    options.context = try read.flag("context")
    self.init(
      cell: try read.choice("cell", default: LSTM.name, CellRegistry.names), options: options,
      bidirectional: try read.flag("bidirectional"),
      input: try read.whole("input", default: 3, atLeast: 1), hidden: try read.sizes(),
      vocabulary: try read.whole("vocabulary", default: 0, atLeast: 0),
      attention: try read.choice("attention", default: .none),
      head: try read.choice("head", default: .last),
      headActivation: try read.choice("head_activation", default: .none),
      outputs: try read.whole("outputs", default: 1, atLeast: 1),
      loss: try read.choice(
        "loss", default: MeanSquaredError.name, LossRegistry.all.map { $0.name }))
    guard headActivation == .none || loss == MeanSquaredError.name else {
      throw read.refuse("head_activation", "is tanh, which goes with the loss mse only")
    }
    guard let count = parameterCount, count <= 1 << 31 else {
      throw read.refuse("hidden", "gives more than \(1 << 31) parameters")
    }
  }
}

/// Reads the values of single keys; errors name the key and what is allowed.
private struct ArchitectureReader {
  let values: [String: JSONValue]
  let path: String

  func refuse(_ key: String, _ reason: String) -> ModelFileError {
    .architecture(path: path, key: key, reason: reason)
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

  func peephole() throws(ModelFileError) -> CellOptions.Peephole {
    switch values["peephole"] {
    case nil, .flag(false): return .none
    case .flag(true): return .diagonal
    case .text(CellOptions.Peephole.full.rawValue): return .full
    case .some(let found):
      throw refuse("peephole", "is \(found); allowed are false, true, \"full\"")
    }
  }

  func sizes() throws(ModelFileError) -> [Int] {
    guard let found = values["hidden"] else { return [8, 8] }
    guard case .numbers(let list) = found, !list.isEmpty, list.count <= 64 else {
      throw refuse("hidden", "must be a list of 1 to 64 layer sizes")
    }
    var sizes: [Int] = []
    for size in list {
      guard let number = JSONValue.number(size).wholeNumber, number >= 1, number <= 1 << 20 else {
        throw refuse("hidden", "has a size that is no whole number from 1 to \(1 << 20)")
      }
      sizes.append(number)
    }
    return sizes
  }
}

/// A value of the architecture's JSON. JSON's types stay apart: `true` is no number, "8" neither.
private enum JSONValue: Decodable, CustomStringConvertible, Sendable {
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
