import Datasets
import Engine
import Foundation
import Testing
import Training

/// A model of each kind of data with the file that it is used on, for tests that damage what the
/// model says of its preparation.
struct HostileModel: CustomTestStringConvertible, Sendable {
  let name: String
  private let configuration: DataConfiguration
  /// Nil where the data are generated.
  private let content: String?

  var testDescription: String { name }

  init(
    _ name: String, _ source: String, _ content: String? = nil,
    _ change: (inout DataConfiguration) -> Void = { _ in }
  ) {
    self.name = name
    self.content = content
    var configuration = DataConfiguration(source: source, file: content == nil ? nil : "data")
    change(&configuration)
    self.configuration = configuration
  }

  // MARK: the kinds

  private static let table =
    "day,kind,value,other\n"
    + (0..<90).map { row in
      let value = row % 11 == 5 ? "" : "\(20 + 3 * sin(Double(row) / 5))"
      return "\(row),\(["a", "b", "c"][row % 3]),\(value),\(row * row % 17)\n"
    }.joined()

  private static func steps(_ steps: (String, String)...) -> [PreparationStep] {
    steps.map { PreparationStep($0, $1) }
  }

  private static let longTable =
    "id,label,kind,v,w\n"
    + (0..<40).flatMap { id in
      (0..<(3 + id % 4)).map {
        "\(id),\(id % 2 == 0 ? "even" : "odd"),\(["p", "q"][($0 + id) % 2]),\(id % 2 * 3 + $0),\($0 % 3)\n"
      }
    }.joined()

  private static let lines = (0..<40).map { place in
    ["the\tD\n", place % 2 == 0 ? "cat\tN\n" : "dog\tN\n", "sees\tV\n", "it\tP\n"].joined()
  }.joined(separator: "\n")

  private static let words = ["fine", "wet", "long", "short", "cold", "warm", "dull"]
  private static let messages = (0..<40).map { place in
    "\(place % 2 == 0 ? "good" : "bad")\tthe day was \(words[place % 7]) and \(words[place % 5]), \(words[place / 6])\n"
  }.joined()

  private static let sentences =
    "one,other\n"
    + (0..<40).map { "the day \($0 % 9) was \(words[$0 % 7]),il \(words[$0 % 5]) era \($0)\n" }
    .joined()

  private static let prose = String(
    repeating: "The quick brown fox jumps over the lazy dog.\n", count: 12)

  static let all: [HostileModel] = [
    HostileModel("series", "csv", table) {
      ($0.targets, $0.columns, $0.window, $0.horizon) = (
        ["value"], ["value", "kind", "other"], 6, 2
      )
      $0.season = 7
      $0.prepare = steps(
        ("missing", "linear"), ("clip", "3"), ("difference", "1"), ("scale", "standard"))
    },
    HostileModel("smoothed series", "csv", table) {
      ($0.targets, $0.columns, $0.window) = (["value", "other"], ["other", "value"], 5)
      $0.time = "day"
      $0.prepare = steps(
        ("duplicates", "rows"), ("missing", "mean"), ("moving_average", "3"),
        ("exponential_smoothing", "0.5"), ("scale", "log"))
    },
    HostileModel("characters", "text", prose) { $0.length = 12 },
    HostileModel("words", "text", prose) {
      $0.length = 5
      $0.tokens.unit = .words
    },
    HostileModel("bytes", "text", prose) {
      $0.length = 12
      $0.tokens.unit = .bytes
    },
    HostileModel("labelled text", "labelled_text", messages),
    HostileModel("labelled characters", "labelled_text", messages) {
      $0.tokens.unit = .characters
      ($0.lengths.pad, $0.lengths.most) = (.circular, 20)
    },
    HostileModel("sequences", "sequences", longTable) {
      $0.columns = ["v", "kind", "w"]
      $0.lengths.pad = .zeros
      $0.prepare = steps(("missing", "linear"), ("clip", "2"), ("scale", "robust"))
    },
    HostileModel("tagged words", "tagged", lines),
    HostileModel("generated task", "adding") { ($0.length, $0.count) = (6, 60) },
    HostileModel("generated classes", "parity") { ($0.length, $0.count) = (6, 60) },
    HostileModel("generated series", "sines") { ($0.length, $0.count) = (6, 120) },
    HostileModel("pairs of words", "pairs", sentences),
    HostileModel("pairs of characters", "pairs", sentences) { $0.tokens.unit = .characters },
    HostileModel("generated pairs", "dates") { $0.count = 60 },
    HostileModel("grammar", "grammar") { ($0.length, $0.count) = (6, 900) },
  ]

  // MARK: at work

  /// The description as training writes it, and the bytes of a file that holds another one.
  struct Made {
    let json: String
    let data: String?
    let file: @Sendable (_ json: String) -> [UInt8]
  }

  func make(in scratch: Scratch) throws -> Made {
    var configuration = configuration
    if let content { configuration.file = try scratch.write("data", content.utf8) }
    let dataset = try loadDataset(configuration, relativeTo: []) { _ in }
    let shape = dataset.shape
    let input = shape.vocabulary > 0 ? 3 : shape.features
    let architecture: ModelArchitecture
    if let targets = shape.targetSequence {
      architecture = .encoderDecoder(
        EncoderDecoderArchitecture(
          encoder: StackShape(cell: "gru", input: input, hidden: [3]),
          sourceVocabulary: shape.vocabulary, decoderCell: "gru", decoderHidden: [3],
          decoderEmbedding: 3, targetVocabulary: shape.outputs, startToken: targets.begin,
          attention: .general))
    } else {
      architecture = .network(
        Architecture(
          cell: "gru", input: input, hidden: [3], vocabulary: shape.vocabulary,
          head: shape.everyStep ? .every : .last, outputs: shape.outputs,
          loss: shape.target == .values ? "mse" : shape.target == .binary ? "bce" : "ce"))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = String(decoding: try encoder.encode(dataset.description), as: UTF8.self)
    let path = scratch.file("sound.safetensors")
    let count = architecture.parameterCount ?? 0
    try ModelFile(
      architecture: architecture, weights: (0..<count).map { sin(Float($0)) / 2 },
      data: json
    ).write(to: path)
    let sound = try TensorFile(contentsOf: path)
    return Made(json: json, data: configuration.file, file: { Self.bytes(sound, json: $0) })
  }

  /// Written without waiting for the disk, as a test has thousands of them.
  private static func bytes(_ file: TensorFile, json: String) -> [UInt8] {
    var metadata = file.metadata
    metadata["rnn-tui.data"] = json
    var header = [
      "\"__metadata__\":{"
        + metadata.map { MutableJSON.quoted($0) + ":" + MutableJSON.quoted($1) }
        .joined(separator: ",") + "}"
    ]
    var data: [UInt8] = []
    for (name, tensor) in file.tensors.sorted(by: { $0.key < $1.key }) {
      guard case .floats(let values) = tensor.values else { continue }
      let start = data.count
      values.withUnsafeBytes { data += $0 }
      header.append(
        "\(MutableJSON.quoted(name)):{\"dtype\":\"F32\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    return TensorFileTests.file("{" + header.joined(separator: ",") + "}") + data
  }

  /// Everything that commands do with a model and a file: read, describe, prepare, score, answer,
  /// write. What would only take long is left out.
  static func use(_ path: String, on data: String?) throws {
    let model = try TrainedModel(contentsOf: path)
    if let data {
      let file = try model.prepare(data)
      guard file.shape.timeSteps <= 1000, (file.shape.targetSequence?.timeSteps ?? 0) <= 1000
      else { return }
      let runner = try ModelRunner(
        model, file.shape, count: file.examples.count, threads: 1)
      _ = runner.score(file.examples, Scoring(file))
      let table = PredictionTable(file)
      if let vocabulary = file.targetVocabulary {
        let search = AnswerSearch.beam(width: 2, answers: 2, lengthPower: 1)
        try runner.write(for: file.examples, file.shape, vocabulary, search) { example, answers in
          for row in table.rows(example, answers) { _ = CSVText.line(row) }
          return example < 20
        }
        _ = try AnswerWriter(model).answers(to: "the day", search)
        return
      }
      runner.answers(to: file.examples) { answer in
        for row in table.rows(answer) { _ = CSVText.line(row) }
        return answer.example < 20
      }
      if file.kind == .language { try write(model) }
    } else {
      let generated = model.description.generated
      guard (generated?.length ?? 0) <= 1000, (generated?.count ?? 0) <= 2000,
        (generated?.horizon ?? 0) <= 1000
      else { return }
      let dataset = try model.regenerate()
      let runner = try ModelRunner(
        model, dataset.shape, count: dataset.test.count, threads: 1)
      _ = runner.score(dataset.test, Scoring(dataset))
      if dataset.kind == .language { try write(model) }
    }
  }

  private static func write(_ model: TrainedModel) throws {
    var generator = try TextGenerator(model, prompt: nil, Sampling(temperature: 1), seed: 1)
    for _ in 0..<4 { _ = try generator.next() }
  }
}
