import Datasets
import Testing

struct SeriesWindowsTests {
  /// Row r holds the value r; a second column keeps it from being taken for a ramp alone.
  private func load(_ rows: Int, _ window: Int, _ horizon: Int, _ stride: Int) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f", "a,b\n" + (0..<rows).map { "\($0),x\n" }.joined())
    return try scratch.load(
      DataConfiguration(
        source: "csv", file: "f", target: "a", window: window, horizon: horizon, stride: stride
      ).plainlyPrepared())
  }

  @Test(arguments: [(100, 1, 1, 1), (100, 8, 1, 1), (100, 8, 5, 1), (103, 7, 3, 4), (60, 40, 8, 9)])
  func windowsEndBeforeTheirTargets(
    _ rows: Int, _ window: Int, _ horizon: Int, _ stride: Int
  ) throws {
    let data = try load(rows, window, horizon, stride)
    let scaler = try #require(data.scaler)
    let trainingEnd = rows * 8 / 10
    let validationEnd = rows * 9 / 10
    let parts: [(any Examples, Range<Int>)] = [
      (data.training, window + horizon - 1..<trainingEnd),
      (data.validation, trainingEnd..<validationEnd), (data.test, validationEnd..<rows),
    ]
    for (part, targets) in parts {
      let expected = Array(
        Swift.stride(from: targets.lowerBound, to: targets.upperBound, by: stride))
      #expect(part.count == expected.count)
      for (index, target) in expected.enumerated() {
        let example = data.example(part, index)
        let inputs = example.inputs.map { Int(scaler.undo($0).rounded()) }
        #expect(inputs == Array(target - horizon - window + 1...target - horizon))
        #expect(Int(scaler.undo(example.values[0]).rounded()) == target)
        #expect(example.length == Int32(window))
      }
    }
  }

  /// A column of a batch is written where it belongs and nowhere else.
  @Test func onlyItsColumnIsWritten() throws {
    let data = try load(100, 5, 1, 1)
    let memory = BatchMemory(data.shape, batch: 4)
    data.training.write(7, pass: 0, to: memory.pointers, column: 2)
    for column in [0, 1, 3] {
      #expect(memory.inputs(column).allSatisfy { $0 == BatchMemory.mark })
      #expect(memory.values(column) == [BatchMemory.mark])
      #expect(memory.length(column) == Int32(BatchMemory.mark))
    }
    #expect(!memory.inputs(2).contains(BatchMemory.mark))
  }
}
