import Datasets
import Engine
import Testing
import Training

/// A sequence gives the same loss, gradient and attention alone and beside longer ones, whatever fills
/// the memory behind its last step.
@Suite struct MaskTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var cell = "gru"
    var head = Architecture.Head.last
    var attention = AttentionKind.none
    var bidirectional = false
    var target = TargetKind.classes
    var vocabulary = 0

    var testDescription: String {
      "\(cell) \(head) \(attention) \(target)" + (bidirectional ? " bidirectional" : "")
        + (vocabulary > 0 ? " tokens" : "")
    }
    var shape: SequenceShape {
      .test(
        features: vocabulary > 0 ? 0 : 2, vocabulary: vocabulary, target, everyStep: head == .every)
    }
    var loss: String { target == .classes ? "ce" : target == .binary ? "bce" : "mse" }
  }

  static let cases: [Case] = [
    Case(cell: "rnn"), Case(cell: "lstm"), Case(), Case(cell: "two_stage"),
    Case(bidirectional: true), Case(attention: .dot), Case(attention: .additive),
    Case(cell: "lstm", attention: .additive, bidirectional: true),
    Case(head: .every), Case(head: .every, attention: .dot),
    Case(cell: "lstm", head: .every, bidirectional: true),
    Case(target: .values), Case(head: .every, target: .values),
    Case(target: .binary), Case(vocabulary: 9), Case(head: .every, vocabulary: 9),
  ]

  static let lengths = [5, 12, 1, 9]

  private struct Result {
    var loss: Double
    var rows: Int
    var gradients: [Float]
    var attention: [[Float]]
  }

  private func network(_ c: Case) -> Network {
    let network = Network(
      Architecture(
        cell: c.cell, bidirectional: c.bidirectional, input: c.vocabulary > 0 ? 4 : 2,
        hidden: [5, 4], vocabulary: c.vocabulary, attention: c.attention, head: c.head, outputs: 3,
        loss: c.loss), timeSteps: 12, batch: 4)
    var random = SeededRandom(seed: 4, stream: 0)
    network.initialise(Initialisation(), using: &random)
    return network
  }

  /// One training pass over some of the sequences.
  private func run(_ c: Case, _ columns: [Int]) -> Result {
    let network = network(c)
    let part = VariedSequences(lengths: Self.lengths, shape: c.shape)
    let batch = Batch(network.architecture, timeSteps: 12, size: 4)
    batch.size = columns.count
    batch.fill { pointers in
      for (column, example) in columns.enumerated() {
        part.write(example, pass: 0, to: pointers, column: column)
      }
    }
    #expect(batch.timeSteps == columns.map { Self.lengths[$0] }.max())
    var job = PassJob()
    job.kind = .training
    job.plan = StepPlan(slices: network.layout.slices.count)
    job.passesLastStepBack = true
    network.begin(batch, job)
    network.perform(PassPhase.gradient)
    let (loss, _, rows) = network.meanLoss
    var attention: [[Float]] = []
    if let looked = network.attentionWeights {
      let (steps, weights) = (looked.timeSteps, looked.values)
      // Where each step asks, what the last valid one looked at.
      attention = columns.enumerated().map { column, example in
        let row = c.head == .every ? column * steps + Self.lengths[example] - 1 : column
        return Array(weights[row * steps..<(row + 1) * steps])
      }
    }
    return Result(loss: loss, rows: rows, gradients: network.gradients.array, attention: attention)
  }

  @Test(arguments: cases) func aloneAndBesideOthers(_ c: Case) {
    let together = run(c, [0, 1, 2, 3])
    let alone = (0..<4).map { run(c, [$0]) }
    let rows = alone.reduce(0) { $0 + $1.rows }
    #expect(together.rows == rows && rows > 0)
    let loss = alone.reduce(0.0) { $0 + ($1.rows > 0 ? $1.loss * Double($1.rows) : 0) }
    #expect(abs(together.loss - loss / Double(rows)) < 1e-6)
    var largest: Float = 0
    for i in together.gradients.indices {
      let sum = alone.reduce(0.0) { $0 + Double($1.gradients[i]) * Double($1.rows) }
      largest = max(largest, abs(together.gradients[i] - Float(sum / Double(rows))))
    }
    #expect(largest < 1e-5 && together.gradients.contains { abs($0) > 1e-3 })
    for (column, weights) in together.attention.enumerated() {
      let own = alone[column].attention[0]
      #expect(zip(weights, own).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(weights.dropFirst(Self.lengths[column]).allSatisfy { $0 == 0 })
    }
    if c.attention != .none { #expect(!together.attention.isEmpty) }
  }
}
