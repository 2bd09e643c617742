import Telemetry
import Testing

@Suite struct ConfusionTests {
  private func confusion(_ support: [Int], others: Int = 0) -> Confusion {
    let size = support.count
    var counts = [Int](repeating: 0, count: size * size)
    for i in 0..<size {
      counts[i * size + i] = support[i] - 1
      counts[i * size + (i + 1) % size] += 1
    }
    return Confusion(
      classes: (0..<size).map { "c\($0)" }, others: others, counts: counts,
      precision: (0..<size).map { Float($0) }, recall: (0..<size).map { Float($0) },
      f1: (0..<size).map { Float($0) }, accuracy: 0.5, macroF1: 0.4, unit: "sequences", step: 1)
  }

  @Test func whatFitsStays() {
    let c = confusion([4, 9, 2])
    #expect(c.merged(into: 3) == c && c.merged(into: 10) == c)
  }

  @Test(arguments: [
    // support, others, rows, classes that stay
    ([4, 9, 2, 7], 0, 3, [1, 3]), ([4, 9, 2, 7], 0, 2, [1]), ([5, 5, 5, 5], 0, 3, [0, 1]),
    ([4, 9, 7, 30], 5, 3, [1, 2]), ([4, 9, 7, 30], 5, 2, [1]), ([4, 9, 2, 7], 0, 1, []),
  ])
  func theMostFrequentStay(_ c: (support: [Int], others: Int, rows: Int, stay: [Int])) {
    let before = confusion(c.support, others: c.others)
    let after = before.merged(into: c.rows)
    let merged = c.support.count - c.stay.count + (c.others > 0 ? c.others - 1 : 0)
    #expect(after.classes == c.stay.map { "c\($0)" } + ["\(merged) others"])
    #expect(after.others == merged)
    #expect(after.counts.count == after.classes.count * after.classes.count)
    #expect(after.counts.reduce(0, +) == before.counts.reduce(0, +))
    for (row, i) in c.stay.enumerated() {
      #expect(
        after.counts[row * after.classes.count + row] == before.counts[i * c.support.count + i])
      #expect(after.recall[row] == Float(i))
    }
    #expect(after.precision.last?.isNaN == true)
  }
}
