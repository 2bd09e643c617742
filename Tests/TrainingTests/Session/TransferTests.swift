import Engine
import Foundation
import Testing
import Training

/// Lanes that start from a model file, and parts that are held still.
@Suite struct TransferTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// Trains a little and writes the weights as the program would.
  private func trained(_ kind: SmallData, cell: String = "lstm") throws -> (String, [Float]) {
    let data = try kind.dataset(in: scratch)
    let session = try SmallSession(data, [cell])
    session.steps(5)
    let weights = session.lane.state.weights
    let path = scratch.file("\(cell).safetensors")
    let description = try String(
      data: JSONEncoder().encode(data.description), encoding: .utf8)
    try ModelFile(
      architecture: session.lane.architecture, weights: weights, data: description
    ).write(to: path)
    return (path, weights)
  }

  @Test(arguments: SmallData.allCases) func startsFromTheFile(_ kind: SmallData) throws {
    let (path, weights) = try trained(kind)
    let session = try SmallSession(
      kind.dataset(in: scratch), lane: { $0.model.from = path })
    #expect(session.lane.state.weights == weights)
    session.steps(3)
    #expect(session.lane.state.weights != weights)
    // Afresh means from the file again.
    session.trainer.apply(.all, .restart)
    #expect(session.lane.state.weights == weights)
  }

  @Test func frozenPartsStay() throws {
    let (path, weights) = try trained(.text)
    let session = try SmallSession(
      SmallData.text.dataset(in: scratch),
      lane: {
        $0.model.from = path
        $0.model.freeze = ["embedding", "rnn.0"]
        $0.regularization["l2"]?.isOn = true
        $0.regularization["weight_decay"]?.isOn = true
      })
    session.steps(4)
    let now = session.lane.state.weights
    for slice in session.lane.model.layout.slices {
      let same = now[slice.range] == weights[slice.range]
      #expect(same == !slice.name.hasPrefix("head"), "\(slice.name)")
    }
  }

  private func refusal(_ kind: SmallData, _ change: (inout LaneConfiguration) -> Void) throws
    -> String
  {
    let data = try kind.dataset(in: scratch)
    let error = #expect(throws: Trainer.Failure.self) { try SmallSession(data, lane: change) }
    return error?.description ?? ""
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let (path, _) = try trained(.text)
    let sizes = try refusal(.text) {
      $0.model.from = path
      $0.model.hidden = [7]
    }
    #expect(sizes.contains("rnn.weight_ih_l0 has shape [24, 5], the lane's is [28, 5]"))
    let cell = try refusal(.text) {
      $0.model.from = path
      $0.model.cell = "gru"
    }
    #expect(cell.contains("has the cell lstm, the lane has gru"))
    let layers = try refusal(.text) {
      $0.model.from = path
      $0.model.hidden = [6, 6]
    }
    #expect(layers.contains("lacks rnn.weight_ih_l1, which the lane has"))
    let missing = try refusal(.text) { $0.model.from = "/nowhere/at/all.safetensors" }
    #expect(missing.contains("model.from: cannot read /nowhere/at/all.safetensors"))
    let frozen = try refusal(.adding) { $0.model.freeze = ["embedding"] }
    #expect(frozen.contains("model.freeze: the model has no embedding"))
  }

  /// Same sizes, other characters: the weights would mean something else.
  @Test func anotherAlphabetIsRefused() throws {
    let (path, _) = try trained(.text)
    var model = try ModelFile(contentsOf: path)
    model.data = model.data?.replacingOccurrences(of: "\"q\"", with: "\"Q\"")
    try model.write(to: path)
    let reason = try refusal(.text) { $0.model.from = path }
    #expect(reason.contains("is \"Q\", the data's is \"q\""))
  }
}
