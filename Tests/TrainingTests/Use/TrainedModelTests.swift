import Datasets
import Engine
import Foundation
import Testing
import Training

@Suite struct TrainedModelTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let architecture = Architecture(
    cell: "gru", input: 2, hidden: [3], outputs: 1, loss: "mse")

  private func path(
    _ data: String?, _ architecture: Architecture? = nil,
    inference: InferenceSettings = InferenceSettings()
  ) throws -> String {
    let architecture = architecture ?? self.architecture
    let count = try #require(architecture.parameterCount)
    let path = scratch.file("model.safetensors")
    try ModelFile(
      architecture: .network(architecture), weights: (0..<count).map { sin(Float($0)) }, data: data,
      inference: inference
    ).write(to: path)
    return path
  }

  @Test(arguments: [
    (nil, "has no data preparation"),
    ("[", "it is not a JSON object"),
    ("{}", "source is missing"),
    ("{\"source\": 3}", "source has the wrong type"),
    ("{\"source\": \"tea\\u001b leaves\"}", "the source \"tea\\u{1B} leaves\""),
  ])
  func refusesWhatCannotPrepare(_ data: String?, _ says: String) throws {
    let path = try path(data)
    let error = #expect(throws: ModelFileError.self) { try TrainedModel(contentsOf: path) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix(path) == true)
  }

  private static let adding = """
    {"source": "adding", "length": 8, "generated": {"length": 8, "count": 50, "horizon": 1,
    "split": [0.8, 0.1, 0.1], "seed": 4}}
    """

  @Test func makesATasksDataAnew() throws {
    let model = try TrainedModel(contentsOf: path(Self.adding))
    let dataset = try model.regenerate()
    #expect(dataset.test.count == 5 && dataset.shape.timeSteps == 8)
    #expect(dataset.description == model.description)
  }

  /// Architecture and preparation of one file that contradict each other.
  @Test(arguments: [
    (Architecture(cell: "gru", input: 3, hidden: [3], outputs: 1, loss: "mse"), "3 inputs"),
    (Architecture(cell: "gru", input: 2, hidden: [3], outputs: 4, loss: "mse"), "4 outputs"),
    (Architecture(cell: "gru", input: 2, hidden: [3], outputs: 1, loss: "bce"), "trained on bce"),
    (
      Architecture(cell: "gru", input: 2, hidden: [3], head: .every, outputs: 1, loss: "mse"),
      "answers at every step"
    ),
    (
      Architecture(cell: "gru", input: 2, hidden: [3], vocabulary: 7, outputs: 1, loss: "mse"),
      "7 kinds of tokens"
    ),
  ])
  func refusesANetworkOfOtherData(_ architecture: Architecture, _ says: String) throws {
    let model = try TrainedModel(contentsOf: path(Self.adding, architecture))
    let error = #expect(throws: ModelFileError.self) { try model.regenerate() }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }

  @Test func zoneoutIsKept() throws {
    var settings = InferenceSettings()
    (settings.hiddenZoneout, settings.cellZoneout) = (0.25, 0.1)
    #expect(try ModelFile(contentsOf: path(nil, inference: settings)).inference == settings)
    #expect(try ModelFile(contentsOf: path(nil)).inference == InferenceSettings())
  }

  @Test(arguments: [
    ("[]", "not a JSON object"), ("{\"hidden_zoneout\": 2}", "hidden_zoneout is 2.0"),
    ("{\"magic\": 0}", "magic is unknown"),
  ])
  func badInferenceSettings(_ json: String, _ says: String) throws {
    let path = try path(nil)
    var file = try TensorFile(contentsOf: path)
    file.metadata["rnn-tui.inference"] = json
    try file.write(to: path)
    let error = #expect(throws: ModelFileError.self) { try ModelFile(contentsOf: path) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }
}
