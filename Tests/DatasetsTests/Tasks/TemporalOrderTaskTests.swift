import Testing

struct TemporalOrderTaskTests {
  @Test(arguments: [4, 5, 19, 20, 100, 203])
  func theOrderIsThatOfTheTwoLetters(_ length: Int) throws {
    let strings = try TaskStrings("temporal_order", length: length)
    var places: Set<Int> = []
    for example in strings.all {
      let fed = Array(strings.fed(example))
      #expect(fed[0] == "<" && fed[length - 1] == ">")
      let letters = fed.indices.filter { "XY".contains(fed[$0]) }
      #expect(letters.count == 2)
      #expect(strings.asked(example) == [String(letters.map { fed[$0] })])
      let others = fed.indices.filter { !letters.contains($0) }.dropFirst().dropLast()
      #expect(others.allSatisfy { "abcd".contains(fed[$0]) })
      places.formUnion(letters)
      if length >= 20 {
        #expect((length / 10..<length / 5).contains(letters[0]))
        #expect((length / 2..<length * 6 / 10 + 1).contains(letters[1]))
      }
    }
    if length == 100 { #expect(places == Set(10..<20).union(50..<60)) }
    #expect(Set(strings.all.map { $0.classes }).count == 4)
  }
}
