import Testing

struct CopyTaskTests {
  @Test(arguments: [(3, 1), (9, 1), (10, 2), (25, 5), (60, 10), (120, 10)])
  func theFirstSymbolsAreAskedForAtTheEnd(_ length: Int, _ symbols: Int) throws {
    let strings = try TaskStrings("copy", length: length)
    for example in strings.all {
      let fed = strings.fed(example)
      let asked = strings.asked(example)
      let said = fed.prefix(symbols)
      #expect(said.allSatisfy { "abcdefgh".contains($0) })
      let pause = String(repeating: "_", count: length - 2 * symbols - 1)
      #expect(fed == said + pause + ">" + String(repeating: "_", count: symbols))
      #expect(asked.prefix(length - symbols).allSatisfy { $0 == nil })
      #expect(asked.suffix(symbols).map { $0 ?? "" }.joined() == said)
    }
    #expect(strings.data.notes.contains { $0.hasSuffix("to keep for \(length - symbols) steps") })
  }
}
