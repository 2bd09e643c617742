import Datasets
import Testing

/// Normal numbers, seen through the noise of AR(2), are tested in GeneratedSeriesTests; here that
/// answers alone draw as many as answers with inputs do.
struct SeededRandomNormalTests {
  @Test func answersDoNotDependOnInputs() throws {
    let data = try generate(DataConfiguration(source: "anomalies", length: 60, count: 100))
    for index in 0..<data.training.count {
      let whole = data.example(data.training, index)
      let memory = BatchMemory(data.shape, batch: 1)
      var pointers = memory.pointers
      pointers.inputs = nil
      data.training.write(index, pass: 0, to: pointers, column: 0)
      #expect(memory.classes(0) == whole.classes)
    }
  }
}
