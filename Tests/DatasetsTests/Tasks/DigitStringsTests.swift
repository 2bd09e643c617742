import Testing

/// Sorting and reversing digits.
struct DigitStringsTests {
  @Test(arguments: ["sort", "reverse"], [2, 3, 12, 21, 64])
  func digitsComeBackInTheirOrder(_ task: String, _ length: Int) throws {
    let strings = try TaskStrings(task, length: length, count: 200)
    let digits = length / 2
    for example in strings.all {
      let fed = strings.fed(example)
      let said = fed.prefix(digits)
      #expect(said.allSatisfy { $0.isNumber })
      let odd = length % 2 == 1 ? "_" : ""
      let pause = String(repeating: "_", count: digits - 1)
      #expect(fed == said + odd + ">" + pause)
      let asked = strings.asked(example)
      #expect(asked.prefix(length - digits).allSatisfy { $0 == nil })
      let expected = task == "sort" ? String(said.sorted()) : String(said.reversed())
      #expect(asked.suffix(digits).map { $0 ?? "" }.joined() == expected)
    }
  }
}
