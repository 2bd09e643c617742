import CKernels
import Testing

struct LossesTests {
  private func correct(_ rows: [[Float]], _ targets: [Int32]) -> Int {
    var count: Int64 = 0
    _ = ck_cross_entropy_value(rows.count, rows[0].count, rows.flatMap { $0 }, targets, nil, &count)
    return Int(count)
  }

  /// Of equal logits the first is the answer, as with numpy's argmax.
  @Test func aTieIsWonByTheFirst() {
    let tie: [Float] = [1, 2, 2, 0, 2]
    #expect((0..<5).map { correct([tie], [Int32($0)]) } == [0, 1, 0, 0, 0])
    #expect((0..<3).map { correct([[0, 0, 0]], [Int32($0)]) } == [1, 0, 0])
    #expect(correct([[.infinity, .infinity], [-.infinity, -.infinity]], [1, 1]) == 0)
    #expect(correct([tie, tie, tie], [1, -1, 4]) == 1, "a row without a target is neither")
  }

  @Test(arguments: [1, 2, 15, 64, 65, 200]) func rightIsWhatArgmaxSays(_ classes: Int) {
    var random = TestRandom(UInt64(classes))
    // Few different values, so that there are many ties.
    let rows = (0..<50).map { _ in
      (0..<classes).map { _ in Float(Int.random(in: 0...5, using: &random)) }
    }
    for target in [0, classes / 2, classes - 1] {
      let targets = [Int32](repeating: Int32(target), count: rows.count)
      let expected = rows.filter { row in row.firstIndex(of: row.max() ?? 0) == target }.count
      #expect(correct(rows, targets) == expected)
    }
  }

  @Test func whatIsNotANumberIsNeverRight() {
    #expect((0..<3).map { correct([[1, .nan, 0]], [Int32($0)]) } == [0, 0, 0])
  }
}
