/// `translate`: sentences of one artificial language into another, word by word.
///
/// Both were made for this task, and no word of the one is in the other. The first puts articles and
/// adjectives before nouns and the verb between subject and object, marks the plural at the noun and
/// the tense at the end of the clause. The second puts the verb last and adjectives after nouns,
/// marks the object by a case, makes adjectives agree with their noun in gender and number and verbs
/// with their subject in number, and marks the tense at the verb. Sentences of up to `data.length`
/// clauses, joined by conjunctions.
struct TranslateTask: PairTask {
  static let name = "translate"
  static let about =
    "Sentences of one artificial language into another, by words: the verb goes from the middle to "
    + "the end of its clause, adjectives move from before their noun to after it and agree "
    + "with it. The trivial predictor picks the most frequent word at each position."
  static let design = PairDesign(
    title: "two artificial languages", asks: "translate the sentence",
    names: ("first language", "second language"),
    words: (TranslateWords.source, TranslateWords.target))
  static let usualCount = 10_000
  static let defaultLength: Int? = 3
  static let lengths: ClosedRange<Int>? = 1...8

  /// Clauses at most.
  private let length: Int

  init(length: Int) { self.length = length }

  /// The content of a clause, in neither language.
  struct Clause: Equatable, Sendable {
    struct Phrase: Equatable, Sendable {
      var noun: Int
      var adjective: Int?
      var isDefinite: Bool
      var isPlural: Bool
    }
    var subject: Phrase
    var verb: Int
    var object: Phrase?
    /// 0 present, 1 past, 2 future.
    var tense: Int
  }

  func pair(_ random: inout SeededRandom) -> (source: String, target: String) {
    var (source, target) = Self.clause(&random)
    for _ in 0..<random.index(below: length) {
      let joint = TranslateWords.conjunctions[
        random.index(below: TranslateWords.conjunctions.count)]
      let next = Self.clause(&random)
      source += " \(joint.source) \(next.source)"
      target += " \(joint.target) \(next.target)"
    }
    return (source, target)
  }

  private static func clause(_ random: inout SeededRandom) -> (source: String, target: String) {
    func phrase(_ random: inout SeededRandom) -> Clause.Phrase {
      Clause.Phrase(
        noun: random.index(below: TranslateWords.nouns.count),
        adjective: random.chance(0.6)
          ? random.index(below: TranslateWords.adjectives.count) : nil,
        isDefinite: random.chance(0.5), isPlural: random.chance(0.5))
    }
    let subject = phrase(&random)
    let object = random.chance(0.8) ? phrase(&random) : nil
    let clause = Clause(
      subject: subject, verb: random.index(below: TranslateWords.verbs.count), object: object,
      tense: random.index(below: TranslateWords.tenses.count))
    return (Self.source(clause), Self.target(clause))
  }

  static func source(_ clause: Clause) -> String {
    func words(_ phrase: Clause.Phrase) -> [String] {
      let noun = TranslateWords.nouns[phrase.noun].source
      return [phrase.isDefinite ? "le" : "un"]
        + (phrase.adjective.map { [TranslateWords.adjectives[$0].source] } ?? [])
        + [phrase.isPlural ? noun + "s" : noun]
    }
    let verb = TranslateWords.verbs[clause.verb].source
    let tense = TranslateWords.tenses[clause.tense].source
    return
      (words(clause.subject) + [verb] + (clause.object.map(words) ?? [])
      + (tense.isEmpty ? [] : [tense])).joined(separator: " ")
  }

  static func target(_ clause: Clause) -> String {
    func words(_ phrase: Clause.Phrase, isObject: Bool) -> [String] {
      let noun = TranslateWords.nouns[phrase.noun]
      return [TranslateWords.noun(noun, isPlural: phrase.isPlural, isObject: isObject)]
        + (phrase.adjective.map {
          [TranslateWords.adjective($0, noun.gender, isPlural: phrase.isPlural)]
        } ?? []) + (phrase.isDefinite ? ["den"] : [])
    }
    return
      (words(clause.subject, isObject: false)
      + (clause.object.map { words($0, isObject: true) } ?? [])
      + [
        TranslateWords.verb(
          clause.verb, tense: clause.tense, isPlural: clause.subject.isPlural)
      ]).joined(separator: " ")
  }
}

/// The words of both languages and how they change.
enum TranslateWords {
  enum Gender: String, Sendable {
    case a
    case o
  }
  typealias Noun = (source: String, target: String, gender: Gender)

  static let nouns: [Noun] = [
    ("miro", "tuk", .a), ("kefo", "brad", .o), ("salu", "wim", .a), ("nopi", "gors", .o),
    ("ritu", "helk", .a), ("bano", "snev", .o), ("dulo", "prin", .a), ("foma", "jat", .o),
    ("gape", "lomd", .a), ("vetu", "kirs", .o), ("zina", "othu", .a), ("lupo", "frem", .o),
  ]
  static let adjectives: [(source: String, target: String)] = [
    ("gran", "stol"), ("peti", "min"), ("nova", "yung"), ("vela", "old"), ("rapi", "snel"),
    ("lenta", "trag"), ("roja", "rud"), ("bela", "skon"),
  ]
  static let verbs: [(source: String, target: String)] = [
    ("vide", "seh"), ("ama", "lub"), ("porta", "drag"), ("toma", "nem"), ("kanta", "zing"),
    ("segue", "folg"), ("trova", "fin"), ("perde", "lus"),
  ]
  /// A particle at the end of the clause, and the beginning of the verb.
  static let tenses: [(source: String, target: String)] = [
    ("", ""), ("ya", "ge"), ("pronto", "wa"),
  ]

  static let conjunctions: [(source: String, target: String)] = [("e", "eth"), ("ma", "abar")]

  static func noun(_ noun: Noun, isPlural: Bool, isObject: Bool) -> String {
    noun.target + (isPlural ? "ir" : "") + (isObject ? "um" : "")
  }

  static func adjective(_ number: Int, _ gender: Gender, isPlural: Bool) -> String {
    adjectives[number].target + gender.rawValue + (isPlural ? "r" : "")
  }

  static func verb(_ number: Int, tense: Int, isPlural: Bool) -> String {
    tenses[tense].target + verbs[number].target + (isPlural ? "en" : "et")
  }

  static let source: [String] =
    ["le", "un"] + nouns.flatMap { [$0.source, $0.source + "s"] } + adjectives.map(\.source)
    + verbs.map(\.source) + tenses.map(\.source).filter { !$0.isEmpty } + conjunctions.map(\.source)

  static let target: [String] = {
    let numbers = [false, true]
    var words = ["den"]
    for noun in nouns {
      for isPlural in numbers {
        words += numbers.map { TranslateWords.noun(noun, isPlural: isPlural, isObject: $0) }
      }
    }
    for number in adjectives.indices {
      for gender in [Gender.a, .o] {
        words += numbers.map { adjective(number, gender, isPlural: $0) }
      }
    }
    for number in verbs.indices {
      for tense in tenses.indices {
        words += numbers.map { verb(number, tense: tense, isPlural: $0) }
      }
    }
    return words + conjunctions.map(\.target)
  }()
}
