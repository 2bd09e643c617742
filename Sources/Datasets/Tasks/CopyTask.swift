/// `copy`: copy memory (Hochreiter and Schmidhuber 1997; Arjovsky, Shah and Bengio 2016). K symbols
/// out of eight are fed, then blanks, the last of which is a marker, then K more blanks, during
/// which the symbols are to be said in their order.
///
/// K is a fifth of the length, 1 to 10. Memory: each symbol is asked for exactly T - K steps after it
/// was fed, and K symbols are held at once. Only the last K steps are scored; there eight classes are
/// equally frequent: accuracy 1/8, ln 8 = 2.079 nats.
struct CopyTask: GeneratedTask {
  static let name = "copy"
  static let about =
    "Repeat K symbols, in their order, after a long pause (K: a fifth of the length, at most "
    + "10). Each has to be kept for T - K steps, all of them at once. Only the last K steps are "
    + "scored; the trivial predictor gets 1/8 of them right, 2.079 nats."
  static let design = TaskDesign(
    title: "copy memory", asks: "repeat the first symbols at the end", answers: "Symbols said",
    symbols: "abcdefgh_>", classes: ["a", "b", "c", "d", "e", "f", "g", "h"], everyStep: true)
  static let shortest = 3
  static let usualLength = 60
  static let usualCount = 10_000

  private static let blank = 8
  private static let marker = 9

  let length: Int

  init(length: Int, seed: UInt64) {
    self.length = length
  }

  /// K.
  private var symbols: Int { max(1, min(10, length / 5)) }

  var notes: [String] {
    ["\(counted(symbols, "symbol")) to keep for \(length - symbols) steps"]
  }

  func relevantSteps(_ random: SeededRandom, at step: Int) -> [Int] {
    let answers = length - symbols
    return step < answers ? [] : [step - answers]
  }

  func write(_ random: SeededRandom, to example: ExampleColumn) {
    let symbols = symbols
    func symbol(_ place: Int) -> Int { SeededRandom.index(random.peek(place), below: 8) }
    let answers = length - symbols
    for step in 0..<length {
      let pause = step == answers - 1 ? Self.marker : Self.blank
      example.feed(token: step < symbols ? symbol(step) : pause, at: step)
      example.answer(class: step < answers ? nil : symbol(step - answers), at: step)
    }
  }
}
