/// Writes sentences of a small phrase-structure grammar in which words depend on words far before.
///
///     text     -> sentence ". " | brackets ". "
///     sentence -> subject(n) verb(n) object? | sentence ", and " sentence
///     subject  -> "the " adjective? noun(n) place? clause?
///     place    -> " near " subject(m)                 a noun between that does not agree
///     clause   -> " that " verb(n) object | " that " subject(m) verb(m)
///     brackets -> open brackets? word? close          each closed by its own kind, last first
///
/// n and m are singular or plural; a verb agrees with its own subject however much is between.
struct Grammar {
  private var random: SeededRandom
  private(set) var text: [UInt8] = []

  private static let nouns: [(String, String)] = [
    ("dog", "dogs"), ("cat", "cats"), ("child", "children"), ("teacher", "teachers"),
    ("mouse", "mice"), ("farmer", "farmers"), ("bird", "birds"), ("fox", "foxes"),
  ]
  private static let actions: [(String, String)] = [
    ("sees", "see"), ("follows", "follow"), ("hears", "hear"), ("likes", "like"),
    ("chases", "chase"), ("knows", "know"),
  ]
  private static let states: [(String, String)] = [
    ("sleeps", "sleep"), ("sings", "sing"), ("waits", "wait"), ("is old", "are old"),
    ("has left", "have left"), ("runs", "run"),
  ]
  private static let adjectives = ["small", "quiet", "red", "quick"]
  private static let places = ["near", "behind", "beside"]
  private static let pairs: [(String, String)] = [("(", ")"), ("[", "]"), ("{", "}")]

  /// The first `count` characters, all of them ASCII, that `seed` gives.
  static func text(count: Int, seed: UInt64) -> [UInt8] {
    var grammar = Grammar(random: SeededRandom(seed: seed, stream: 0))
    grammar.text.reserveCapacity(count + 1024)
    while grammar.text.count < count {
      if grammar.random.chance(0.2) {
        grammar.brackets(depth: 0)
      } else {
        grammar.sentence()
      }
      grammar.write(grammar.random.chance(0.15) ? ".\n" : ". ")
    }
    return Array(grammar.text.prefix(count))
  }

  private init(random: SeededRandom) {
    self.random = random
  }

  private mutating func write(_ words: String) { text += words.utf8 }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[random.index(below: choices.count)]
  }

  private mutating func form(_ words: [(String, String)], plural: Bool) -> String {
    let word = pick(words)
    return plural ? word.1 : word.0
  }

  private mutating func sentence() {
    let plural = subject(depth: 0)
    if random.chance(0.5) {
      write(" " + form(Self.actions, plural: plural) + " ")
      _ = subject(depth: 2)
    } else {
      write(" " + form(Self.states, plural: plural))
    }
    if random.chance(0.15) {
      write(", and ")
      sentence()
    }
  }

  /// Writes a noun phrase and returns whether it is plural. `depth` bounds the nesting.
  private mutating func subject(depth: Int) -> Bool {
    let plural = random.chance(0.5)
    write("the ")
    if random.chance(0.25) { write(pick(Self.adjectives) + " ") }
    write(form(Self.nouns, plural: plural))
    if depth < 2, random.chance(0.3) {
      write(" " + pick(Self.places) + " ")
      _ = subject(depth: depth + 1)
    }
    if depth < 2, random.chance(0.35) { clause(plural: plural, depth: depth + 1) }
    return plural
  }

  private mutating func clause(plural: Bool, depth: Int) {
    write(" that ")
    if random.chance(0.5) {
      write(form(Self.actions, plural: plural) + " ")
      _ = subject(depth: depth + 1)
    } else {
      let other = subject(depth: depth)
      write(" " + form(Self.actions, plural: other))
    }
  }

  private mutating func brackets(depth: Int) {
    let pair = pick(Self.pairs)
    write(pair.0)
    // Deep ones are rarer, and 6 deep is the end.
    while depth < 6, random.chance(0.45) { brackets(depth: depth + 1) }
    if random.chance(0.4) { write(pick(Self.adjectives)) }
    write(pair.1)
  }
}
