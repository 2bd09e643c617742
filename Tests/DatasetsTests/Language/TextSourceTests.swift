import Datasets
import Foundation
import Testing

struct TextSourceTests {
  @Test func targetsAreTheNextCharacters() throws {
    let scratch = try Scratch()
    let text =
      "Grüße, 世界! 😀\r\n" + String((0..<400).map { Character(Unicode.Scalar(97 + $0 % 7)!) })
    try scratch.write("f", text + "世G😀")
    let data = try scratch.load(DataConfiguration(file: "f", length: 9))
    let vocabulary = try #require(data.vocabulary)
    #expect(data.source == "text" && data.kind == .language && data.shape.everyStep)
    #expect(data.shape.vocabulary == vocabulary.count && data.shape.outputs == vocabulary.count)
    let scalars = Array(text.unicodeScalars)
    let first = data.example(data.training, 0)
    #expect(vocabulary.decode(first.tokens).unicodeScalars.elementsEqual(scalars[0..<9]))
    #expect(vocabulary.decode(first.classes).unicodeScalars.elementsEqual(scalars[1..<10]))
    #expect(vocabulary.unknown == nil)
    let known = Set(scalars.prefix(scalars.count * 8 / 10)).sorted().map { String(Character($0)) }
    #expect(vocabulary.strings == known)
  }

  @Test func strangersBecomeUnknown() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: "ab", count: 450) + String(repeating: "z", count: 100))
    let data = try scratch.load(DataConfiguration(file: "f", length: 10))
    let vocabulary = try #require(data.vocabulary)
    #expect(vocabulary.strings == ["a", "b"] && vocabulary.unknown == 2)
    #expect(data.shape.vocabulary == 3 && data.description.unknown == 2)
    #expect(data.description.vocabulary == ["a", "b"])
    #expect(data.example(data.test, 0).tokens == [Int32](repeating: 2, count: 10))
    #expect(
      data.notes.contains(
        "100 characters of validation and test do not occur in the training part: they become one "
          + "more token, \"unknown\""))
  }

  /// More than 256 kinds of characters take another storage; the answers are the same.
  @Test func manyKindsOfCharacters() throws {
    let scratch = try Scratch()
    let scalars = (0..<9000).map { Unicode.Scalar(UInt32(0x4E00 + $0 * 7 % 600))! }
    try scratch.write("f", String(String.UnicodeScalarView(scalars)))
    let data = try scratch.load(DataConfiguration(file: "f", length: 50))
    #expect(data.shape.vocabulary == 600)
    let example = data.example(data.training, 3)
    #expect(
      data.vocabulary!.decode(example.classes).unicodeScalars.elementsEqual(scalars[151..<201]))
  }

  /// By hand: 8 a and 2 b in training give (8 + 1) / 12 and (2 + 1) / 12.
  @Test func unigramModelByHand() throws {
    let scratch = try Scratch()
    try scratch.write("f", "aaaabaaaab")
    try scratch.write("v", "aab")
    try scratch.write("t", "bbb")
    let data = try scratch.load(
      DataConfiguration(source: "text", file: "f", validationFile: "v", testFile: "t", length: 2))
    let (a, b) = (-log(9.0 / 12), -log(3.0 / 12))
    #expect(data.baseline.name == "unigram model")
    #expect(abs(Double(data.baseline.validationLoss) - (a + b) / 2) < 1e-6)
    #expect(abs(Double(data.baseline.testLoss) - b) < 1e-6)
    #expect(
      data.baseline.testMetrics.map(\.name) == [
        "nats_per_token", "perplexity", "bits_per_character",
      ])
    #expect(abs(data.baseline.testMetrics[1].value - 4) < 1e-9)
    #expect(abs(data.baseline.testMetrics[2].value - 2) < 1e-9)
  }

  @Test func ownFilesReplaceTheSplit() throws {
    let scratch = try Scratch()
    try scratch.write("f", String(repeating: "abc", count: 100))
    try scratch.write("v", String(repeating: "cab", count: 10))
    try scratch.write("t", String(repeating: "bx", count: 20))
    let data = try scratch.load(
      DataConfiguration(file: "f", validationFile: "v", testFile: "t", length: 5))
    #expect(data.sizes.suffix(2) == [5, 7])
    #expect(data.example(data.validation, 0).tokens == [2, 0, 1, 2, 0])
    #expect(data.example(data.test, 0).tokens == [1, 3, 1, 3, 1])
  }

  @Test func shakespeareIsKnown() throws {
    guard let path = sharedData("tinyshakespeare.txt") else { return }
    let data = try loadDataset(DataConfiguration(file: path), relativeTo: []) { _ in }
    #expect(data.title == "tinyshakespeare · 65 characters")
    #expect(data.baseline.testLoss > 3.2 && data.baseline.testLoss < 3.5)
  }
}
