import Foundation
import Testing

/// `probe` on the models that `train` saves.
@Suite struct ProbeCommandTests {
  /// A safetensors file made by hand: little endian, as FORMATS.md says.
  private func safetensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
    var entries: [String] = []
    var data: [UInt8] = []
    for tensor in tensors {
      let begin = data.count
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data += Array($0) }
      }
      entries.append(
        "\"\(tensor.name)\": {\"dtype\": \"F32\", \"shape\": \(tensor.shape), "
          + "\"data_offsets\": [\(begin), \(data.count)]}")
    }
    let header = Array("{\(entries.joined(separator: ", "))}".utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }

  private func header(_ program: Program, _ file: String) throws -> [String: Any] {
    let bytes = try Data(contentsOf: program.folder.url.appendingPathComponent(file))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let json = try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length))
    return try #require(json as? [String: Any])
  }

  private func shape(_ header: [String: Any], _ name: String) -> [Int]? {
    (header[name] as? [String: Any])?["shape"] as? [Int]
  }

  @Test func acceptsWhatTrainSaved() throws {
    let program = try Program()
    let trained = try program.run(
      ["train", "compare", "--headless", "--max-steps", "6", "--save", "out"] + Program.quick)
    #expect(trained.status == 0)
    // The adding problem has two columns and one output: T 3, B 2.
    let inputs = (0..<12).map { Float($0) / 12 }
    try program.folder.write(
      safetensors([("inputs", [3, 2, 2], inputs), ("targets", [2, 1], [0.5, 1])]), to: "batch")
    for (cell, gates) in [("rnn", 1), ("lstm", 4), ("gru", 3)] {
      let model = "out/\(cell).safetensors"
      let result = try program.run(["probe", model, "batch", "--output", "\(cell).out"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output + result.errors == "")
      let weights = try header(program, model)
      let hidden = try #require(shape(weights, "rnn.weight_hh_l0")?.last)
      #expect(shape(weights, "rnn.weight_ih_l0") == [gates * hidden, 2])
      let out = try header(program, "\(cell).out")
      #expect(shape(out, "loss") == [1])
      #expect(shape(out, "outputs") == [2, 1])
      #expect(shape(out, "h_l0") == [3, 2, hidden])
      #expect(shape(out, "final_h_l0") == [2, hidden])
      #expect(shape(out, "grad_h_norm_l0") == [3])
      #expect(shape(out, "grad.rnn.weight_hh_l0") == [gates * hidden, hidden])
      #expect(shape(out, "grad.inputs") == [3, 2, 2])
      #expect((shape(out, "c_l0") != nil) == (cell == "lstm"))
      #expect((shape(out, "grad_c_norm_l0") != nil) == (cell == "lstm"))
    }
    let steps = try program.run([
      "probe", "out/gru.safetensors", "batch", "--output", "steps.out", "--optimizer", "adam",
      "--learning-rate", "0.01", "--steps", "3",
    ])
    #expect(steps.status == 0)
    let out = try header(program, "steps.out")
    #expect(shape(out, "losses") == [3])
    #expect(shape(out, "updated.head.weight") == shape(out, "grad.head.weight"))
  }

  @Test func refusesABatchOfAnotherShape() throws {
    let program = try Program()
    _ = try program.run(
      ["train", "compare", "--headless", "--max-steps", "6", "--save", "out"] + Program.quick)
    let wrong = safetensors([
      ("inputs", [3, 2, 5], Array(repeating: 0, count: 30)), ("targets", [2, 1], [0, 1]),
    ])
    try program.folder.write(wrong, to: "wrong")
    let result = try program.run([
      "probe", "out/rnn.safetensors", "wrong", "--output", "none",
    ])
    #expect(result.status == 65)
    #expect(result.errors.contains("inputs"))
    #expect(result.output == "")
    #expect(!program.folder.has("none"))
  }
}
