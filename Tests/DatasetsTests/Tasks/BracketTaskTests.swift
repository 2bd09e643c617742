import Testing

/// Tasks on strings of brackets: depth and matching.
struct BracketTaskTests {
  @Test(arguments: [1, 2, 50, 300]) func depthIsTheNumberOfOpenBrackets(_ length: Int) throws {
    let strings = try TaskStrings("bracket_depth", length: length)
    var depths: Set<Int> = []
    for example in strings.all {
      var depth = 0
      for (symbol, answer) in zip(strings.fed(example), strings.asked(example)) {
        depth += symbol == "(" ? 1 : symbol == ")" ? -1 : 0
        #expect(answer == "\(depth)" && (0...8).contains(depth))
        depths.insert(depth)
      }
    }
    if length >= 50 { #expect(depths == Set(0...8)) }
  }

  /// Pairs that do not match; nil where something stays open or is closed too often.
  private func faults(_ text: String) -> (faults: Int, deepest: Int)? {
    var open: [Character] = []
    var (faults, deepest) = (0, 0)
    for symbol in text {
      switch symbol {
      case "(", "[": open.append(symbol)
      case ")", "]":
        guard let last = open.popLast() else { return nil }
        faults += (last == "(") == (symbol == ")") ? 0 : 1
      default: #expect(symbol == ".")
      }
      deepest = max(deepest, open.count)
    }
    return open.isEmpty ? (faults, deepest) : nil
  }

  @Test(arguments: [2, 3, 5, 20, 41]) func oneFaultOrNone(_ length: Int) throws {
    let strings = try TaskStrings("brackets", length: length, count: 1000)
    var (deepest, matching) = (0, 0)
    for example in strings.all {
      let found = try #require(faults(strings.fed(example)))
      #expect(found.faults == (example.classes == [0] ? 1 : 0))
      deepest = max(deepest, found.deepest)
      matching += Int(example.classes[0])
    }
    #expect((420...580).contains(matching))
    #expect(length < 20 || deepest == 4)
  }
}
