import Datasets
import Testing

/// The steps that an answer follows from say what is answered.
struct RelevantStepsTests {
  private func tasks(_ name: String, _ length: Int) throws -> (any Examples, [WrittenExample]) {
    let data = try generate(DataConfiguration(source: name, length: length, count: 300))
    return (data.training, data.all[0])
  }

  @Test func addingIsTheTwoMarked() throws {
    let (part, examples) = try tasks("adding", 20)
    for (index, example) in examples.enumerated() {
      let steps = part.relevantSteps(of: index, at: 19)
      #expect(steps == (0..<20).filter { example.inputs[2 * $0 + 1] == 1 })
    }
  }

  /// X and Y are the tokens 6 and 7.
  @Test(arguments: [4, 30, 100]) func temporalOrderIsTheTwoLetters(_ length: Int) throws {
    let (part, examples) = try tasks("temporal_order", length)
    for (index, example) in examples.enumerated() {
      let steps = part.relevantSteps(of: index, at: length - 1)
      #expect(steps == (0..<length).filter { example.tokens[$0] >= 6 })
    }
  }

  /// What is said is what was fed there.
  @Test(arguments: [("copy", 30), ("copy", 3), ("reverse", 20), ("reverse", 7), ("echo", 25)])
  func whatIsSaidAgainIsFoundThere(_ name: String, _ length: Int) throws {
    let (part, examples) = try tasks(name, length)
    var answered = 0
    for (index, example) in examples.enumerated() {
      for step in 0..<length {
        let steps = part.relevantSteps(of: index, at: step)
        #expect(steps.isEmpty == (example.classes[step] < 0))
        for source in steps {
          #expect(source <= step)
          let fed = name == "echo" ? Int32(example.inputs[source]) : example.tokens[source]
          #expect(fed == example.classes[step])
          answered += 1
        }
      }
    }
    #expect(answered > 0)
  }

  @Test func reberAsksForItsSecondSymbol() throws {
    let (part, examples) = try tasks("reber", 20)
    for (index, example) in examples.enumerated() {
      #expect(part.relevantSteps(of: index, at: 18) == [1])
      #expect(example.classes[18] == example.tokens[1])
      #expect(part.relevantSteps(of: index, at: 5) == [])
    }
  }

  @Test func whoseAnswerIsEverywhereMarksNothing() throws {
    let (part, _) = try tasks("parity", 20)
    #expect(part.relevantSteps(of: 0, at: 19) == [])
  }
}
