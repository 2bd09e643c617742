import Datasets
import Testing

struct TextWindowsTests {
  /// Character r of the text is the scalar 0x4E00 + r, so a token tells where it stands.
  private func load(_ characters: Int, _ length: Int) throws -> Dataset {
    let scratch = try Scratch()
    let scalars = (0..<characters).map { Unicode.Scalar(UInt32(0x4E00 + $0))! }
    try scratch.write("f", String(String.UnicodeScalarView(scalars)))
    try scratch.write("v", String(String.UnicodeScalarView(scalars)))
    return try scratch.load(
      DataConfiguration(
        source: "text", file: "f", validationFile: "v", testFile: "v", length: length))
  }

  @Test(arguments: [
    (11, 10), (12, 10), (21, 10), (25, 10), (100, 7), (101, 10), (64, 1), (300, 100),
  ])
  func everyPassCoversTheText(_ characters: Int, _ length: Int) throws {
    let data = try load(characters, length)
    let pairs = characters - 1
    var firstStarts: Set<Int32> = []
    for pass in 0..<20 {
      var met = [Int](repeating: 0, count: pairs)
      for index in 0..<data.training.count {
        let example = data.example(data.training, index, pass: pass)
        #expect(example.classes == example.tokens.map { $0 + 1 })
        #expect(example.length == Int32(length))
        if index == 1 { firstStarts.insert(example.tokens[0]) }
        for token in example.tokens { met[Int(token)] += 1 }
      }
      #expect(met.allSatisfy { $0 >= 1 })
      // Twice only at the edges: never in the middle, and fewer than two windows' worth.
      #expect(met.reduce(0, +) - pairs < 2 * length)
      let middle = met.dropFirst(length).dropLast(2 * length)
      #expect(middle.allSatisfy { $0 == 1 })
    }
    if characters > 3 * length, length > 1 { #expect(firstStarts.count > 1) }
  }

  @Test(arguments: [(11, 10), (100, 7), (25, 12)])
  func otherPartsStandStill(_ characters: Int, _ length: Int) throws {
    let data = try load(characters, length)
    #expect(data.validation.count == (characters - 1) / length)
    for index in 0..<data.validation.count {
      for pass in [0, 1, 7] {
        let tokens = data.example(data.validation, index, pass: pass).tokens
        #expect(tokens == (0..<length).map { Int32(index * length + $0) })
      }
    }
  }
}
