import Datasets
import Engine
import Testing
import Training

/// Steps over the whole training part, and over contiguous streams.
@Suite struct BatchPlanTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// One step an epoch; with plain gradient descent the step is that of one batch of everything.
  @Test func wholeSetIsOneBatch() throws {
    let data = try SmallData.adding.dataset(in: scratch)
    func weights(_ batch: Int) throws -> [Float] {
      let session = try SmallSession(
        data,
        training: { training in
          training.batch = batch
          training.optimizer = "sgd"
          training.optimizerOptions = SGD.defaults
          training.learningRate = 0.1
        })
      if batch == TrainingConfiguration.wholeSet { #expect(session.trainer.stepsPerEpoch == 1) }
      session.steps(2)
      return session.lane.state.weights
    }
    let (parts, whole) = (try weights(TrainingConfiguration.wholeSet), try weights(1000))
    var difference: Float = 0
    for (a, b) in zip(parts, whole) { difference = max(difference, abs(a - b)) }
    #expect(difference < 1e-5 && parts.count == whole.count)
  }

  @Test func streamsCoverTheTextInOrder() throws {
    let text = String((0..<3000).map { Character(UnicodeScalar(97 + UInt8($0 % 23))) })
    let path = try scratch.write("t.txt", text.utf8)
    let data = try loadDataset(
      DataConfiguration(source: "text", file: path, length: 12), relativeTo: []
    ) { _ in }
    let stream = try #require(data.stream)
    let length = stream.length(columns: 3)
    let plan = StreamPlan(length: length, truncate: 50)
    #expect(plan.stepsPerEpoch == (length + 49) / 50)
    var tokens = [[Int32]](repeating: [], count: 3)
    for step in 0..<plan.stepsPerEpoch {
      let (position, steps) = plan.part(step)
      #expect(plan.part(step + plan.stepsPerEpoch) == (position, steps))
      let count = steps * 3
      var (fed, targets) = (
        [Int32](repeating: -1, count: count), [Int32](repeating: -1, count: count)
      )
      var lengths = [Int32](repeating: 0, count: 3)
      fed.withUnsafeMutableBufferPointer { fed in
        targets.withUnsafeMutableBufferPointer { targets in
          lengths.withUnsafeMutableBufferPointer { lengths in
            stream.write(
              position: position, steps: steps, columns: 3,
              to: BatchPointers(
                tokens: fed.baseAddress, targetClasses: targets.baseAddress,
                lengths: lengths.baseAddress!, timeSteps: steps, batch: 3))
          }
        }
      }
      #expect(lengths == [Int32](repeating: Int32(steps), count: 3))
      for t in 0..<steps {
        for column in 0..<3 {
          tokens[column].append(fed[t * 3 + column])
          #expect(targets[t * 3 + column] == (fed[t * 3 + column] + 1) % 23)
        }
      }
    }
    #expect(tokens.allSatisfy { $0.count == length })
    // The columns' streams lie one behind the other.
    let all = tokens.joined()
    #expect(zip(all, all.dropFirst()).allSatisfy { ($0 + 1) % 23 == $1 })
  }

  /// Validations in between do not disturb the states that are carried on.
  @Test func validationLeavesCarriedStatesAlone() throws {
    let data = try SmallData.text.dataset(in: scratch)
    func weights(validateEvery: TrainingConfiguration.ValidateEvery) throws -> [UInt32] {
      let session = try SmallSession(
        data,
        training: { training in
          training.truncate = 7
          training.batch = 4
          training.validateEvery = validateEvery
        })
      session.steps(20)
      return session.lane.state.weights.map(\.bitPattern)
    }
    #expect(try weights(validateEvery: .steps(3)) == weights(validateEvery: .steps(1000)))
  }

  @Test func aLaneThatGoesOnHasItsStatesBack() throws {
    let data = try SmallData.text.dataset(in: scratch)
    let session = try SmallSession(
      data,
      training: { training in
        training.truncate = 7
        training.batch = 4
      })
    session.steps(5)
    let value = session.lane.state
    #expect(value.carriedStates.contains { $0.contains { $0 != 0 } })
    session.steps(3)
    session.lane.state = value
    #expect(session.lane.state == value)
  }

  @Test(arguments: [
    (SmallData.adding, 10, 32, "training.truncate: needs a text"),
    (.text, 10, TrainingConfiguration.wholeSet, "training.batch cannot be all"),
    (.text, 10, 60_000, "too short for 60000 streams"),
  ])
  func whatCannotBeIsRefused(
    _ kind: SmallData, _ truncate: Int, _ batch: Int, _ reason: String
  ) throws {
    let data = try kind.dataset(in: scratch)
    let error = #expect(throws: Trainer.Failure.self) {
      try SmallSession(
        data,
        training: { training in
          training.truncate = truncate
          training.batch = batch
        })
    }
    #expect(error?.description.contains(reason) == true)
  }
}
