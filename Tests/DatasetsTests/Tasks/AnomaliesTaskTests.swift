import Testing

struct AnomaliesTaskTests {
  /// A wave of one of the three periods explains what is called normal, and its opposite the rest.
  @Test func labelsAreWhereTheWaveIsUpsideDown() throws {
    let strings = try TaskStrings("anomalies", length: 100, count: 200)
    for example in strings.all {
      var waves: [[Float]] = []
      for half in [4, 5, 6] {
        for phase in 0..<2 * half {
          waves.append((0..<100).map { step in ((step + phase) / half) % 2 == 0 ? 1 : -1 })
        }
      }
      // Noise has a standard deviation of 0.4: at -1 instead of 1 the error is 4 on average.
      let errors = waves.map { wave in
        var sum: Float = 0
        for step in 0..<100 {
          let level = example.classes[step] == 1 ? -wave[step] : wave[step]
          let error = example.inputs[step] - level
          sum += error * error / 100
        }
        return sum
      }
      #expect(errors.filter { $0 < 0.32 }.count == 1)
    }
  }

  @Test func stretchesAreShortAndApart() throws {
    let strings = try TaskStrings("anomalies", length: 200, count: 200)
    for example in strings.all {
      #expect(example.classes.prefix(16).allSatisfy { $0 == 0 })
      var runs: [(label: Int32, steps: Int)] = []
      for label in example.classes {
        if runs.last?.label == label {
          runs[runs.count - 1].steps += 1
        } else {
          runs.append((label, 1))
        }
      }
      for run in runs.dropLast() where run.label == 1 { #expect((2...6).contains(run.steps)) }
      for run in runs.dropLast() where run.label == 0 { #expect(run.steps >= 4) }
    }
  }
}
