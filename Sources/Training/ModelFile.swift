import Engine
import Foundation

/// A model as a safetensors file: weights under PyTorch's names, the architecture as JSON in the
/// metadata, and what prepared the data beside it.
package struct ModelFile: Sendable {
  static let architectureKey = "rnn-tui"
  static let dataKey = "rnn-tui.data"

  package var architecture: Architecture
  /// In the order of the layout's flat block.
  package var weights: [Float]
  /// What prepared the data, as JSON; nil in files made elsewhere.
  package var data: String?

  package init(architecture: Architecture, weights: [Float], data: String? = nil) {
    self.architecture = architecture
    self.weights = weights
    self.data = data
  }

  package var layout: ParameterLayout {
    ParameterLayout(
      architecture, gates: CellRegistry.named(architecture.cell)?.gates.count ?? 0)
  }

  /// - Throws: when the file is no model, with reason and place.
  package init(contentsOf path: String) throws(ModelFileError) {
    let file = try TensorFile(contentsOf: path)
    guard let text = file.metadata[Self.architectureKey] else {
      throw .architecture(
        path: path, key: Self.architectureKey, reason: "the metadata has no such entry")
    }
    architecture = try Architecture(json: text, path: path)
    data = file.metadata[Self.dataKey]
    weights = []
    var unused = Set(file.tensors.keys)
    for slice in layout.slices {
      guard let tensor = file.tensors[slice.name] else {
        throw .tensor(path: path, name: slice.name, reason: "is missing")
      }
      guard case .floats(let values) = tensor.values else {
        throw .tensor(path: path, name: slice.name, reason: "must have type F32")
      }
      guard tensor.shape == slice.shape else {
        throw .tensor(
          path: path, name: slice.name,
          reason: "has shape \(tensor.shape); the architecture says \(slice.shape)")
      }
      weights.append(contentsOf: values)
      unused.remove(slice.name)
    }
    if let name = unused.sorted().first {
      throw .tensor(path: path, name: name, reason: "is not part of the architecture")
    }
  }

  package func write(to path: String) throws(ModelFileError) {
    var file = TensorFile()
    for slice in layout.slices {
      file.tensors[slice.name] = .init(slice.shape, Array(weights[slice.range]))
    }
    file.metadata[Self.architectureKey] = architecture.json
    file.metadata[Self.dataKey] = data
    try file.write(to: path)
  }
}

extension Architecture {
  /// Every key of the format with the value that an absent key has. Values other than these are
  /// allowed where the code below reads them.
  private static let fixed: [(key: String, value: JSONValue)] = [
    ("activation", .text("tanh")), ("leaky_slope", .number(0.01)), ("peephole", .flag(false)),
    ("reset", .text("after")), ("context", .flag(false)), ("bidirectional", .flag(false)),
    ("attention", .text("none")), ("head_activation", .text("none")),
  ]
  private static let read = [
    "format", "cell", "input", "hidden", "vocabulary", "head", "outputs", "loss",
  ]

  var json: String {
    let values: [String: Any] = [
      "format": 1, "cell": cell, "activation": "tanh", "leaky_slope": 0.01, "peephole": false,
      "reset": "after", "context": false, "bidirectional": false, "input": input,
      "hidden": hidden, "vocabulary": vocabulary, "attention": "none", "head": head.rawValue,
      "head_activation": "none", "outputs": outputs, "loss": loss,
    ]
    let data = try? JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
    return data.flatMap { String(data: $0, encoding: .utf8) } ?? "{}"
  }

  init(json: String, path: String) throws(ModelFileError) {
    func refuse(_ key: String, _ reason: String) -> ModelFileError {
      .architecture(path: path, key: key, reason: reason)
    }
    guard let values = try? JSONDecoder().decode([String: JSONValue].self, from: Data(json.utf8))
    else { throw refuse(ModelFile.architectureKey, "is no JSON object") }
    for key in values.keys.sorted()
    where !Self.read.contains(key) && !Self.fixed.contains(where: { $0.key == key }) {
      throw refuse(key, "is not a key of the format")
    }
    for (key, value) in Self.fixed {
      guard let found = values[key] else { continue }
      guard found.isSame(value) else {
        throw refuse(key, "is \(found); this version computes \(value) only")
      }
    }
    func whole(_ key: String, default missing: Int, atLeast least: Int) throws(ModelFileError)
      -> Int
    {
      guard let found = values[key] else { return missing }
      guard let number = found.wholeNumber, number >= least, number <= 1 << 30 else {
        throw refuse(key, "must be a whole number from \(least) to \(1 << 30)")
      }
      return number
    }
    func choice(_ key: String, default missing: String, _ allowed: [String])
      throws(ModelFileError) -> String
    {
      guard let found = values[key] else { return missing }
      guard case .text(let text) = found, allowed.contains(text) else {
        throw refuse(key, "is \(found); allowed are \(allowed.joined(separator: ", "))")
      }
      return text
    }
    guard try whole("format", default: 1, atLeast: 1) == 1 else {
      throw refuse("format", "is newer than this version reads (1)")
    }
    var hidden = [8, 8]
    if let found = values["hidden"] {
      guard case .numbers(let list) = found, !list.isEmpty, list.count <= 64 else {
        throw refuse("hidden", "must be a list of 1 to 64 layer sizes")
      }
      hidden = []
      for size in list {
        guard let number = JSONValue.number(size).wholeNumber, number >= 1, number <= 1 << 20 else {
          throw refuse("hidden", "has a size that is no whole number from 1 to \(1 << 20)")
        }
        hidden.append(number)
      }
    }
    let headName = try choice("head", default: "last", Architecture.Head.allCases.map(\.rawValue))
    self.init(
      cell: try choice("cell", default: "lstm", CellRegistry.all.map { $0.name }),
      input: try whole("input", default: 3, atLeast: 1), hidden: hidden,
      vocabulary: try whole("vocabulary", default: 0, atLeast: 0),
      head: Architecture.Head(rawValue: headName) ?? .last,
      outputs: try whole("outputs", default: 1, atLeast: 1),
      loss: try choice("loss", default: "mse", LossRegistry.all.map { $0.name }))
    guard let count = parameterCount, count <= 1 << 31 else {
      throw refuse("hidden", "gives more than \(1 << 31) parameters")
    }
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

  func isSame(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.flag(let a), .flag(let b)): return a == b
    case (.number(let a), .number(let b)): return abs(a - b) < 1e-6
    case (.text(let a), .text(let b)): return a == b
    default: return false
    }
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
