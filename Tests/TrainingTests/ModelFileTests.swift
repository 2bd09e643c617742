import Engine
import Foundation
import Testing
import Training

@Suite struct ModelFileTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// All registered cells, one and two layers, numbers and tokens.
  private static var architectures: [Architecture] {
    CellRegistry.all.flatMap { type in
      type.variants.flatMap { options in
        [
          Architecture(
            cell: type.name, options: options, input: 2, hidden: [3], outputs: 1, loss: "mse"),
          Architecture(
            cell: type.name, options: options, input: 2, hidden: [3, 2], vocabulary: 5,
            head: .every, outputs: 5, loss: "ce"),
          Architecture(
            cell: type.name, options: options, bidirectional: true, input: 2, hidden: [3, 2],
            attention: .additive, headActivation: .tanh, outputs: 1, loss: "mse"),
        ]
      }
    }
  }

  private func model(_ architecture: Architecture) -> ModelFile {
    let count = architecture.parameterCount ?? 0
    return ModelFile(
      architecture: .network(architecture), weights: (0..<count).map { Float($0) / 7 },
      data: "{\"a\": 1}")
  }

  @Test func roundTrip() throws {
    for architecture in Self.architectures {
      let path = scratch.file("m.safetensors")
      let written = model(architecture)
      try written.write(to: path)
      let back = try ModelFile(contentsOf: path)
      #expect(back.architecture == .network(architecture))
      #expect(back.weights == written.weights)
      #expect(back.data == written.data)
    }
  }

  /// Names and shapes of FORMATS.md, by gates.
  @Test func tensorsAreNamedAndShapedAsTheFormatSays() throws {
    let gates = ["rnn": 1, "lstm": 4, "gru": 3]
    for architecture in Self.architectures {
      let path = scratch.file("m.safetensors")
      try model(architecture).write(to: path)
      // What options add is in the engine's own tests of the layout.
      guard let g = gates[architecture.cell], !architecture.bidirectional,
        architecture.options.peephole == .none
      else { continue }
      var wanted = ["head.weight": [architecture.outputs, 0], "head.bias": [architecture.outputs]]
      wanted["head.weight"] = [architecture.outputs, architecture.hidden.last ?? 0]
      if architecture.vocabulary > 0 { wanted["embedding.weight"] = [5, 2] }
      for (k, h) in architecture.hidden.enumerated() {
        wanted["rnn.weight_ih_l\(k)"] = [g * h, k == 0 ? 2 : architecture.hidden[k - 1]]
        wanted["rnn.weight_hh_l\(k)"] = [g * h, h]
        wanted["rnn.bias_ih_l\(k)"] = [g * h]
        wanted["rnn.bias_hh_l\(k)"] = [g * h]
      }
      let file = try TensorFile(contentsOf: path)
      #expect(file.tensors.mapValues(\.shape) == wanted)
      #expect(file.metadata["rnn-tui.data"] == "{\"a\": 1}")
    }
  }

  @Test func theArchitectureIsWrittenWithEveryKey() throws {
    let path = scratch.file("m.safetensors")
    let architecture = Architecture(cell: "gru", input: 2, hidden: [3], outputs: 1, loss: "bce")
    try model(architecture).write(to: path)
    let text = try #require(try TensorFile(contentsOf: path).metadata["rnn-tui"])
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let found = try #require(object as? NSDictionary)
    let wanted: NSDictionary = [
      "format": 1, "cell": "gru", "activation": "tanh", "leaky_slope": 0.01, "peephole": false,
      "reset": "after", "context": false, "bidirectional": false, "input": 2, "hidden": [3],
      "vocabulary": 0, "attention": "none", "head": "last", "head_activation": "none",
      "outputs": 1, "loss": "bce",
    ]
    #expect(found == wanted)
  }

  /// A reader of format 1 knows four cells; every other one says that it is newer.
  @Test(arguments: CellRegistry.names) func newerCellsAreOfFormat2(_ cell: String) throws {
    let path = scratch.file("m.safetensors")
    let architecture = Architecture(cell: cell, input: 2, hidden: [3], outputs: 1, loss: "mse")
    try model(architecture).write(to: path)
    let text = try #require(try TensorFile(contentsOf: path).metadata["rnn-tui"])
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
    let isOld = ["rnn", "lstm", "gru", "two_stage"].contains(cell)
    #expect(object?["format"] as? Int == (isOld ? 1 : 2))
  }

  // MARK: bad files

  /// The message that a file with this architecture text and these tensors gives.
  private func message(_ json: String?, _ tensors: [String: TensorFile.Tensor] = [:]) throws
    -> String?
  {
    let path = scratch.file("m.safetensors")
    try TensorFile(tensors: tensors, metadata: json.map { ["rnn-tui": $0] } ?? [:])
      .write(to: path)
    do {
      _ = try ModelFile(contentsOf: path)
      return nil
    } catch {
      return error.description.replacingOccurrences(of: path + ": ", with: "")
    }
  }

  private static let limit = 1 << 30

  static let architectureTexts: [(json: String, message: String)] = [
    ("", "architecture key rnn-tui: is not a JSON object"),
    ("[]", "architecture key rnn-tui: is not a JSON object"),
    ("{", "architecture key rnn-tui: is not a JSON object"),
    (#"{"cells": "lstm"}"#, "architecture key cells: is not a key of the format"),
    (#"{"Cell": "lstm"}"#, "architecture key Cell: is not a key of the format"),
    (#"{"format": 99}"#, "architecture key format: is newer than this version reads (2)"),
    (#"{"format": "1"}"#, "architecture key format: must be a whole number from 1 to \(limit)"),
    (
      #"{"cell": "elman"}"#,
      "architecture key cell: is elman; allowed are \(CellRegistry.names.joined(separator: ", "))"
    ),
    (
      #"{"cell": 3}"#,
      "architecture key cell: is 3; allowed are \(CellRegistry.names.joined(separator: ", "))"
    ),
    (
      #"{"cell": null}"#,
      "architecture key cell: is something else; allowed are "
        + CellRegistry.names.joined(separator: ", ")
    ),
    (#"{"loss": "mae"}"#, "architecture key loss: is mae; allowed are mse, bce, ce, crf, ctc"),
    (#"{"head": "first"}"#, "architecture key head: is first; allowed are last, every"),
    (#"{"input": 0}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"input": -3}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"input": 1.5}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"input": true}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"input": "3"}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"input": 1e300}"#, "architecture key input: must be a whole number from 1 to \(limit)"),
    (#"{"outputs": 0}"#, "architecture key outputs: must be a whole number from 1 to \(limit)"),
    (
      #"{"vocabulary": -1}"#,
      "architecture key vocabulary: must be a whole number from 0 to \(limit)"
    ),
    (#"{"hidden": []}"#, "architecture key hidden: must be a list of 1 to 64 layer sizes"),
    (#"{"hidden": 8}"#, "architecture key hidden: must be a list of 1 to 64 layer sizes"),
    (#"{"hidden": ["8"]}"#, "architecture key hidden: must be a list of 1 to 64 layer sizes"),
    (#"{"hidden": [true]}"#, "architecture key hidden: must be a list of 1 to 64 layer sizes"),
    (
      #"{"hidden": [8, 0]}"#,
      "architecture key hidden: has a size that is not a whole number from 1 to 1048576"
    ),
    (
      #"{"hidden": [1048577]}"#,
      "architecture key hidden: has a size that is not a whole number from 1 to 1048576"
    ),
    (
      #"{"hidden": [1048576, 1048576]}"#,
      "architecture key hidden: gives more than 2147483648 parameters"
    ),
    (
      #"{"vocabulary": 1073741824, "input": 1073741824}"#,
      "architecture key hidden: gives more than 2147483648 parameters"
    ),
    (
      #"{"activation": "elu"}"#,
      "architecture key activation: is elu; allowed are tanh, sigmoid, relu, leaky_relu"
    ),
    (
      #"{"leaky_slope": 2}"#,
      "architecture key leaky_slope: is 2; allowed are numbers from 0 to 1"
    ),
    (
      #"{"leaky_slope": "0.01"}"#,
      "architecture key leaky_slope: is 0.01; allowed are numbers from 0 to 1"
    ),
    (
      #"{"peephole": "diagonal"}"#,
      "architecture key peephole: is diagonal; allowed are false, true, \"full\""
    ),
    (
      #"{"peephole": 0}"#,
      "architecture key peephole: is 0; allowed are false, true, \"full\""
    ),
    (#"{"reset": true}"#, "architecture key reset: is true; allowed are after, before"),
    (#"{"context": "yes"}"#, "architecture key context: is yes; allowed are true, false"),
    (#"{"bidirectional": 1}"#, "architecture key bidirectional: is 1; allowed are true, false"),
    (
      #"{"attention": "self"}"#,
      "architecture key attention: is self; allowed are none, additive, dot"
    ),
    (
      #"{"head_activation": "relu"}"#,
      "architecture key head_activation: is relu; allowed are none, tanh"
    ),
    (
      #"{"head_activation": "tanh", "loss": "bce"}"#,
      "architecture key head_activation: is tanh, which needs the loss mse"
    ),
  ]

  @Test(arguments: architectureTexts)
  func badArchitectures(_ example: (json: String, message: String)) throws {
    #expect(try message(example.json) == example.message)
  }

  @Test func hugeSizesAreRefusedByTheMissingTensorsNotByMemory() throws {
    #expect(
      try message(#"{"hidden": [16384]}"#) == "tensor rnn.weight_ih_l0 is missing")
  }

  @Test func aFileWithoutAnArchitecture() throws {
    #expect(try message(nil) == "architecture key rnn-tui: the metadata has no such entry")
  }

  private static let json =
    #"{"cell": "rnn", "input": 2, "hidden": [3], "outputs": 1, "vocabulary": 0}"#
  private static let tensors: [String: TensorFile.Tensor] = [
    "rnn.weight_ih_l0": .init([3, 2], [Float](repeating: 1, count: 6)),
    "rnn.weight_hh_l0": .init([3, 3], [Float](repeating: 2, count: 9)),
    "rnn.bias_ih_l0": .init([3], [3, 3, 3]), "rnn.bias_hh_l0": .init([3], [4, 4, 4]),
    "head.weight": .init([1, 3], [5, 5, 5]), "head.bias": .init([1], [6]),
  ]

  @Test func absentKeysHaveTheirDefaults() throws {
    #expect(try message(Self.json, Self.tensors) == nil)
    let back = try ModelFile(contentsOf: scratch.file("m.safetensors"))
    #expect(
      back.architecture
        == .network(
          Architecture(cell: "rnn", input: 2, hidden: [3], head: .last, outputs: 1, loss: "mse")))
    #expect(back.data == nil)
    #expect(back.weights.reduce(0, +) == 66)
  }

  @Test func missingSurplusAndOtherTensorsAreNamed() throws {
    for name in Self.tensors.keys {
      var fewer = Self.tensors
      fewer[name] = nil
      #expect(try message(Self.json, fewer) == "tensor \(name) is missing")
      var other = Self.tensors
      other[name] = .init([1, 1, 1], [0])
      let wanted = Self.tensors[name]?.shape ?? []
      #expect(
        try message(Self.json, other)
          == "tensor \(name) has shape [1, 1, 1]; the architecture says \(wanted)")
      other[name] = .init(wanted, integers: Array(repeating: 0, count: wanted.reduce(1, *)))
      #expect(try message(Self.json, other) == "tensor \(name) must have type F32")
    }
    var more = Self.tensors
    more["rnn.weight_ih_l0_reverse"] = more["rnn.weight_ih_l0"]
    #expect(
      try message(Self.json, more)
        == "tensor rnn.weight_ih_l0_reverse is not part of the architecture")
    more = Self.tensors
    more["\u{1B}[2J"] = .init([1], [0])
    #expect(try message(Self.json, more) == "tensor \\u{1B}[2J is not part of the architecture")
  }

  @Test func aModelOfAnotherCellIsRefused() throws {
    let json = Self.json.replacingOccurrences(of: "rnn", with: "lstm")
    #expect(
      try message(json, Self.tensors)
        == "tensor rnn.weight_ih_l0 has shape [3, 2]; the architecture says [12, 2]")
  }
}
