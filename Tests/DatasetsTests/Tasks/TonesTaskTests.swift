import Testing

struct TonesTaskTests {
  /// Without their order the steps do not tell a digit from the one that is it backwards.
  @Test func onlyTheOrderTellsFiveFromZero() throws {
    let strings = try TaskStrings("tones", length: 50, count: 8000)
    let examples = strings.all
    func sum(_ digit: Int, _ steps: Range<Int>) -> [Float] {
      let own = examples.filter { $0.classes == [Int32(digit)] }
      return (0..<12).map { band in
        own.reduce(0) { sum, example in
          sum + steps.reduce(0) { $0 + example.inputs[$1 * 12 + band] } / Float(own.count)
        }
      }
    }
    func distance(_ a: [Float], _ b: [Float]) -> Float {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    for digit in 0..<5 {
      let whole = distance(sum(digit, 0..<50), sum(digit + 5, 0..<50))
      let firstHalf = distance(sum(digit, 0..<25), sum(digit + 5, 0..<25))
      #expect(whole < 2 && firstHalf > 4, "\(digit): \(whole), \(firstHalf)")
      #expect(distance(sum(digit, 0..<50), sum((digit + 1) % 5, 0..<50)) > 1)
    }
  }

  @Test func picturesAreSpectrograms() throws {
    let strings = try TaskStrings("tones", length: 30, count: 100)
    let picture = strings.data.report.pictures[0]
    let map = try #require(picture.map)
    #expect(map.rows == 12 && map.columns == 30 && map.top == "band 12" && map.bottom == "band 1")
  }
}
