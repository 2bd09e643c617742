import Testing

/// Tasks on rows of bits: parity, echo and majority.
struct BitTaskTests {
  private func bits(_ example: WrittenExample) -> [Int] {
    #expect(example.inputs.allSatisfy { $0 == 0 || $0 == 1 })
    return example.inputs.map { Int($0) }
  }

  @Test(arguments: [1, 2, 50]) func parityIsThatOfTheOnesSoFar(_ length: Int) throws {
    let strings = try TaskStrings("parity", length: length)
    for example in strings.all {
      let bits = bits(example)
      for step in 0..<length {
        #expect(example.classes[step] == Int32(bits[0...step].reduce(0, +) % 2))
      }
    }
    #expect(strings.data.classes == ["even", "odd"])
  }

  @Test(arguments: [(2, 1), (9, 1), (10, 2), (100, 20)])
  func echoIsTheBitOfDStepsBefore(_ length: Int, _ delay: Int) throws {
    let strings = try TaskStrings("echo", length: length)
    for example in strings.all {
      let bits = bits(example).map { Int32($0) }
      #expect(example.classes.prefix(delay).allSatisfy { $0 == -1 })
      #expect(Array(example.classes.dropFirst(delay)) == Array(bits.dropLast(delay)))
    }
  }

  @Test(arguments: [1, 2, 4, 7, 100]) func majorityNeverTies(_ length: Int) throws {
    let strings = try TaskStrings("majority", length: length, count: 2000)
    var more = 0
    for example in strings.all {
      let ones = bits(example).reduce(0, +)
      #expect(2 * ones != length)
      #expect(example.classes == [2 * ones > length ? 1 : 0])
      more += Int(example.classes[0])
    }
    // Neither is favoured, also where ties had to be undone.
    #expect((850...1150).contains(more))
  }
}
