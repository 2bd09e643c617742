import Telemetry
import Testing

@Suite struct TextSampleTests {
  /// However many there were: the first, the newest, and between them some spread over the run.
  @Test(arguments: [1, 8, 9, 50, 1000]) func samplesAreSpreadOverTheRun(_ count: Int) {
    var samples: [TextSample] = []
    for step in 1...count {
      let newest = TextSample(
        prompt: "", text: "", temperature: 1, step: step * 100, epoch: step, validationLoss: 1)
      samples = TextSample.appending(newest, to: samples)
    }
    #expect(samples.count == min(count, TextSample.mostKept))
    #expect(samples.first?.step == 100 && samples.last?.step == count * 100)
    let gaps = zip(samples, samples.dropFirst()).map { $1.step - $0.step }
    #expect(gaps.allSatisfy { $0 > 0 && $0 <= max(100, count * 100 / 2) })
  }
}
