import CKernels
import Engine
import Testing

/// The normal numbers of weight and input noise, as statistics.
struct NoiseTests {
  private func numbers(_ key: UInt64, count: Int = 200_000, deviation: Float = 1) -> [Double] {
    let zeros = [Float](repeating: 0, count: count)
    var noise = zeros
    ck_add_gaussian(count, &noise, zeros, key, 0, deviation)
    return noise.map(Double.init)
  }

  @Test(arguments: [0, 1, 77, UInt64.max]) func areNormal(_ key: UInt64) {
    let x = numbers(key)
    let n = Double(x.count)
    #expect(x.allSatisfy { $0.isFinite })
    let mean = x.reduce(0, +) / n
    let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / n
    #expect(abs(mean) < 5 / n.squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / n).squareRoot())
    // The distribution function at a few places.
    for (place, share) in [(-3.0, 0.001350), (-2, 0.022750), (-1, 0.158655), (0.5, 0.691462)] {
      let got = Double(x.count { $0 < place }) / n
      #expect(abs(got - share) < 5 * (share * (1 - share) / n).squareRoot())
    }
  }

  @Test func deviationScalesAndPartsAgree() {
    let (one, three) = (numbers(5, count: 1000), numbers(5, count: 1000, deviation: 3))
    for (a, b) in zip(one, three) { #expect(abs(3 * a - b) < 1e-5) }
    var part = [Float](repeating: 0, count: 40)
    ck_add_gaussian(40, &part, [Float](repeating: 0, count: 40), 5, 60, 1)
    #expect(part.map(Double.init) == Array(one[60..<100]))
  }

  /// Weight noise is drawn anew at each step, and leaves the weights themselves alone.
  @Test func weightsStayWhatTheyAre() {
    let run = EngineRun(EngineCase(noise: .weightNoise))
    let before = run.network.weights.bits
    run.run()
    let first = (0..<run.network.layout.count).map { run.network.parameters.inUse[$0] }
    run.job.step += 1
    run.run()
    let second = (0..<run.network.layout.count).map { run.network.parameters.inUse[$0] }
    #expect(run.network.weights.bits == before && first != second)
    for slice in run.network.layout.slices where slice.kind == .bias {
      #expect(first[slice.range] == run.network.weights.array[slice.range])
    }
  }
}
