import CAllocationCounter
import Datasets
import Engine
import Telemetry
import Testing
import Training

/// Training on sequences of different lengths.
@Suite struct TrainerLengthsTests {
  static let shapes = [
    SequenceShape.test(timeSteps: 20, .classes),
    .test(timeSteps: 20, .classes, everyStep: true),
    .test(timeSteps: 20, features: 0, vocabulary: 12, .classes),
    .test(timeSteps: 20, outputs: 2, .values, everyStep: true),
  ]

  private func session(
    _ shape: SequenceShape, threads: Int = 1, bucket: Bool = true, count: Int = 300,
    batch: Int = 32,
    cells: [String] = ["rnn", "lstm", "gru"],
    _ lane: (inout LaneConfiguration) -> Void = { _ in }
  ) throws -> SmallSession {
    let isNumbers = shape.target == .values
    let data = try Dataset.varied(
      shape, kind: isNumbers ? .series : .classes, metrics: [isNumbers ? "rmse" : "accuracy"],
      training: count)
    return try SmallSession(
      data, cells, threads: threads,
      training: {
        $0.batch = batch
        $0.maxEpochs = nil
      }, lane: lane, preset: { $0.data.lengths.bucket = bucket })
  }

  @Test(arguments: shapes, [true, false])
  func sameBitsOnAnyThreads(_ shape: SequenceShape, _ bucket: Bool) throws {
    func bits(_ threads: Int) throws -> [LaneBits] {
      let session = try session(shape, threads: threads, bucket: bucket) {
        $0.model.attention = $0.name == "gru" ? .dot : .none
      }
      session.set("regularizers.dropout", "0.3")
      session.steps(23)
      return session.trainer.lanes.map { LaneBits($0) }
    }
    let one = try bits(1)
    #expect(try bits(1) == one)
    #expect(try bits(2) == one)
    #expect(try bits(3) == one)
    for lane in one {
      #expect(lane.weights.allSatisfy { Float(bitPattern: $0).isFinite })
      #expect(lane.losses.allSatisfy { $0?.isFinite ?? true })
    }
  }

  /// A batch has as many time steps as its longest sequence; with buckets that is soon fewer.
  @Test func shortBatchesTakeFewSteps() throws {
    func steps(_ bucket: Bool) throws -> Int {
      let session = try session(Self.shapes[0], bucket: bucket, cells: ["gru"])
      var sum = 0
      for _ in 0..<9 {
        session.steps(1)
        let recurrence = session.lane.model.recurrence(0)
        #expect(recurrence.timeSteps == recurrence.lengths.max())
        sum += recurrence.timeSteps
      }
      return sum
    }
    let (with, without) = (try steps(true), try steps(false))
    #expect(without > 9 * 18)
    #expect(with < 9 * 20 * 2 / 3)
  }

  /// Buckets change the order, not what is learned from: every example once an epoch.
  @Test func bucketsComposeTheSameEpoch() throws {
    let losses = try [true, false].map { bucket in
      let session = try session(Self.shapes[0], bucket: bucket, count: 320, cells: ["rnn"]) {
        $0.training.optimizer = "sgd"
        $0.training.learningRate = 0
      }
      session.steps(10)
      return try #require(session.lane.progress.lastTrainLoss)
    }
    #expect(abs(losses[0] - losses[1]) < 1e-6)
  }

  @Test(arguments: shapes) func aStepAllocatesNothing(_ shape: SequenceShape) throws {
    guard allocation_counter_is_on() else { return }
    let session = try session(shape, count: 8000, batch: 8) {
      $0.model.hidden = [6]
      $0.model.attention = $0.name == "gru" ? .additive : .none
    }
    try #require(session.trainer.stepsPerEpoch > 400)
    session.steps(60)
    #expect(session.allocations(steps: 100) == 0)
  }

  /// The next epoch is arranged in memory that is there.
  @Test func arrangingAllocatesNothing() throws {
    guard allocation_counter_is_on() else { return }
    let lengths = (0..<5000).map { Int32(1 + $0 * 37 % 91) }
    var order = EpochOrder(
      count: lengths.count, seed: 1, buckets: LengthBuckets(lengths: lengths, batch: 16))
    order.arrange(1)
    let before = allocation_count_of_this_thread()
    for epoch in 2..<5 { order.arrange(epoch) }
    #expect(allocation_count_of_this_thread() - before == 0)
  }

  /// The map is aligned at the ends: sequences that do not reach the far past leave it blank or to
  /// those that do, and do not make the gradient look smaller.
  @Test func theGradientIsThatOfSequencesThatReach() throws {
    var data = try Dataset.varied(.test(timeSteps: 30, .classes), training: 320)
    data.training = VariedSequences(
      lengths: (0..<320).map { $0 % 8 == 0 ? 20 : 5 }, shape: data.shape)
    let session = try SmallSession(data, ["lstm"], training: { $0.batch = 16 })
    session.steps(1)
    let gradient = try #require(session.trainer.laneSnapshots().first?.gradients.first)
    #expect(gradient.map.columns == 30 && gradient.reach.of <= 20)
    for column in 0..<10 {
      #expect(gradient.map.level(row: gradient.map.count - 1, column: column) == NormLevel.absent)
      #expect(gradient.profile[column].isNaN)
    }
    #expect(gradient.profile[29].isFinite)
    let reach = gradient.reach.of
    #expect(reach == 5 || reach == 20)
    #expect(gradient.profile[(30 - reach)...].allSatisfy { $0.isFinite })
  }

  /// The last answers are drawn from a batch of long sequences; the map knows where they end.
  @Test func attentionIsThatOfTheirOwnSteps() throws {
    let session = try session(Self.shapes[0], cells: ["gru"]) { $0.model.attention = .dot }
    session.steps(10)
    let attention = try #require(session.lane.attention)
    #expect(attention.timeSteps == 20)
    for row in 0..<attention.rowCount {
      let weights = attention.weights[row * 20..<(row + 1) * 20]
      let length = weights.firstIndex(of: -1) ?? weights.endIndex
      #expect(weights[length...].allSatisfy { $0 == -1 })
      #expect(abs(weights[..<length].reduce(0, +) - 1) < 1e-4)
    }
  }
}
