import Testing

struct DigitsTaskTests {
  /// The mean picture of each digit tells most of them: they are drawn, and differ.
  @Test func meansTellTheDigits() throws {
    let strings = try TaskStrings("digits", length: 16, count: 2000)
    let parts = strings.data.all
    var means = [[Float]](repeating: [Float](repeating: 0, count: 256), count: 10)
    for digit in 0...9 {
      let own = parts[0].filter { $0.classes == [Int32(digit)] }
      for example in own {
        for (place, value) in example.inputs.enumerated() {
          means[digit][place] += value / Float(own.count)
        }
      }
    }
    let right = parts[1].filter { example in
      let distances = means.map { mean in
        zip(mean, example.inputs).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return Int32(distances.firstIndex(of: distances.min()!)!) == example.classes[0]
    }
    // Chance would be a tenth; shift and slant keep it from being all.
    #expect(right.count > parts[1].count / 2 && right.count < parts[1].count)
  }

  @Test(arguments: [8, 16, 40]) func pointsAreShades(_ length: Int) throws {
    let strings = try TaskStrings("digits", length: length, count: 100)
    for example in strings.all {
      #expect(example.inputs.count == 16 * length)
      #expect(example.inputs.allSatisfy { (0...1).contains($0) })
      let ink = example.inputs.reduce(0, +) / Float(example.inputs.count)
      #expect(ink > 0.1 && ink < 0.6)
    }
    let picture = strings.data.report.pictures[0]
    let map = try #require(picture.map)
    #expect(map.rows == length && map.columns == 16 && map.top == "step 1")
    #expect(map.start == "column 1" && map.end == "column 16")
    #expect(map.values.count == length * 16 && picture.text.count == 1)
    #expect(picture.text.last?.hasPrefix("asked: ") == true)
  }
}
