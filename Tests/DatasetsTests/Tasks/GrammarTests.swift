import Datasets
import Testing

struct GrammarTests {
  private func text(_ count: Int, seed: UInt64 = 1) throws -> String {
    let data = try generate(
      DataConfiguration(
        source: "grammar", length: count / 10 - 2, count: count, split: [0.8, 0.1, 0.1],
        seed: seed))
    // Two windows from the start and up to the end of the training part.
    let first = data.example(data.training, 0)
    return try #require(data.vocabulary).decode(first.tokens)
  }

  @Test func bracketsMatch() throws {
    let text = try text(400_000)
    var open: [Character] = []
    var deepest = 0
    for character in text {
      switch character {
      case "(", "[", "{": open.append(character)
      case ")": #expect(open.popLast() == "(")
      case "]": #expect(open.popLast() == "[")
      case "}": #expect(open.popLast() == "{")
      case ".": #expect(open.isEmpty)
      default: break
      }
      deepest = max(deepest, open.count)
    }
    #expect(deepest >= 4)
  }

  /// In sentences without brackets, places and clauses the verb stands right behind its noun.
  @Test func verbsAgree() throws {
    let text = try text(400_000)
    let singular: Set = ["dog", "cat", "child", "teacher", "mouse", "farmer", "bird", "fox"]
    let verbs: Set = ["sleeps", "sings", "waits", "is", "has", "runs"]
    let pluralVerbs: Set = ["sleep", "sing", "wait", "are", "have", "run"]
    var near = 0
    var far = 0
    for sentence in text.split(separator: ".").dropLast() {
      let words = sentence.split(whereSeparator: { " ,\n".contains($0) }).map(String.init)
      guard words.first == "the", !words.contains("and"), let last = words.last else { continue }
      let verb = ["old", "left"].contains(last) ? words[words.count - 2] : last
      guard verbs.contains(verb) || pluralVerbs.contains(verb) else { continue }
      // The subject's noun is the first: an adjective may stand before it.
      let noun = ["small", "quiet", "red", "quick"].contains(words[1]) ? words[2] : words[1]
      #expect(singular.contains(noun) == verbs.contains(verb), "\(sentence)")
      if words.count > 6 { far += 1 } else { near += 1 }
    }
    #expect(near > 20 && far > 20)
  }

  @Test func seedDecides() throws {
    #expect(try text(5000, seed: 3) == text(5000, seed: 3))
    #expect(try text(5000, seed: 3) != text(5000, seed: 4))
  }
}
