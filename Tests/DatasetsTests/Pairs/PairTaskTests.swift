import Datasets
import Foundation
import Testing

struct PairTaskTests {
  private func pairs(
    _ source: String, length: Int? = nil, count: Int = 1000, seed: UInt64 = 1
  ) throws -> [(source: String, target: String)] {
    let data = try generate(
      DataConfiguration(source: source, length: length, count: count, seed: seed))
    #expect(data.kind == .pairs && data.sizes == [count * 8 / 10, count / 10, count / 10])
    return try [data.training, data.validation, data.test].flatMap { try data.pairs($0) }
  }

  @Test(arguments: generatedPairs) func everySourceIsDrawnOnce(_ name: String) throws {
    let sources = try pairs(name).map(\.source)
    #expect(Set(sources).count == sources.count)
    #expect(!sources.contains { $0.contains("\u{FFFD}") || $0.contains("<unk>") })
  }

  @Test func fewSourcesAreDrawnAgainAndThatIsSaid() throws {
    let data = try generate(DataConfiguration(source: "numbers", length: 1, count: 100))
    #expect(Set(try data.pairs(data.training).map(\.source)).count == 10)
    #expect(data.notes.contains { $0.contains("90 are drawn again") })
    #expect(data.notes.contains("10 of 10 test sources also occur in the training part"))
  }

  /// Read back by another calendar.
  @Test func datesAreThoseOfTheirTexts() throws {
    let found = try pairs("dates", count: 3000)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    var (weekdays, numeric, named) = (0, 0, 0)
    for (source, target) in found {
      let parts = target.split(separator: "-").compactMap { Int($0) }
      try #require(parts.count == 3 && target.count == 10)
      let date = try #require(
        calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2])))
      let back = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      #expect(back.year == parts[0] && back.month == parts[1] && back.day == parts[2])
      #expect((1950..<2050).contains(parts[0]))
      let words = source.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      if let month = words.lazy.compactMap({ word in
        months.firstIndex { word.hasPrefix($0) && !word.hasPrefix("mon") }
      }).first {
        #expect(month + 1 == parts[1], "\(source): \(target)")
        named += 1
      }
      if let day = days.firstIndex(where: { source.hasPrefix($0) && !source.hasPrefix("sep") }) {
        #expect(day + 1 == back.weekday, "\(source): \(target)")
        weekdays += 1
      }
      let numbers = words.compactMap { Int($0) }
      guard numbers.count == 3 else { continue }
      numeric += 1
      let year = { $0 < 50 ? $0 + 2000 : $0 < 100 ? $0 + 1900 : $0 }
      let wanted =
        numbers[0] > 999
        ? numbers
        : source.contains("/")
          ? [year(numbers[2]), numbers[0], numbers[1]]
          : [year(numbers[2]), numbers[1], numbers[0]]
      #expect(wanted == parts, "\(source): \(target)")
    }
    #expect(weekdays > 100 && numeric > 300 && named > 1000)
  }

  @Test func wordsOfDates() throws {
    let texts = Dictionary(uniqueKeysWithValues: try pairs("dates", count: 20_000))
    for (source, target) in texts where source.contains(" the ") && source.contains("nineteen oh") {
      #expect(target.hasPrefix("190"), "\(source)")
    }
    let ordinals = [
      "first": "01", "second": "02", "third": "03", "twelfth": "12", "twentieth": "20",
      "twenty-first": "21", "thirtieth": "30", "thirty-first": "31",
    ]
    var seen: Set<String> = []
    for (source, target) in texts {
      let words = source.split { $0 == " " || $0 == "," }.map(String.init)
      guard let word = words.first(where: { ordinals[$0] != nil }), words.contains("the") else {
        continue
      }
      #expect(target.hasSuffix("-" + (ordinals[word] ?? "")), "\(source): \(target)")
      seen.insert(word)
    }
    #expect(seen == Set(ordinals.keys))
  }

  @Test(arguments: [3, 5, 7, 11]) func resultsAreRight(_ length: Int) throws {
    let found = try pairs("calculate", length: length, count: length == 3 ? 100 : 1000)
    for (source, target) in found {
      var (sum, sign, digits) = (0, 1, 0)
      for character in source + "+" {
        if let digit = character.wholeNumberValue {
          digits = digits * 10 + digit
        } else {
          (sum, digits) = (sum + sign * digits, 0)
          sign = character == "-" ? -1 : 1
        }
      }
      #expect(String(sum) == target && source.count <= length, "\(source)")
      #expect(
        !source.contains("+0") || source.contains("+0-") || source.hasSuffix("+0")
          || source.contains("+0+"))
    }
    #expect(found.contains { $0.target.hasPrefix("-") })
    #expect(found.contains { $0.source.count == length })
  }

  @Test func numbersInWordsReadBack() throws {
    let words: [String: Int] = [
      "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
      "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
      "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
      "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
      "ninety": 90,
    ]
    for (source, target) in try pairs("numbers", length: 9, count: 2000) {
      var (total, group) = (0, 0)
      for word in target.split(whereSeparator: { $0 == " " || $0 == "-" }) {
        switch word {
        case "hundred": group *= 100
        case "thousand": (total, group) = (total + group * 1000, 0)
        case "million": (total, group) = (total + group * 1_000_000, 0)
        default: group += try #require(words[String(word)])
        }
      }
      #expect(String(total + group) == source, "\(target)")
    }
  }

  /// What follows from the grammar without its tables: order, agreement, tense.
  @Test func translationsAgree() throws {
    var adjectives = 0
    let joints = ["e": "eth", "ma": "abar"]
    // Clause by clause, which stand in the same order.
    let clauses = try pairs("translate", count: 2000).flatMap { source, target in
      let from = source.split(separator: " ").split { joints.keys.contains(String($0)) }
      let to = target.split(separator: " ").split { joints.values.contains(String($0)) }
      #expect(from.count == to.count && (1...3).contains(from.count))
      #expect(
        source.split(separator: " ").compactMap { joints[String($0)] }
          == target.split(separator: " ").map(String.init).filter { joints.values.contains($0) })
      return zip(from, to).map { (Array($0), Array($1)) }
    }
    for (from, to) in clauses {
      let articles = from.filter { $0 == "le" || $0 == "un" }.count
      let nouns = from.count { ($0.hasSuffix("s")) }
      #expect((1...2).contains(articles) && nouns <= 2)
      #expect(to.filter { $0 == "den" }.count == from.filter { $0 == "le" }.count)
      // The verb comes last and agrees with the subject, the first phrase.
      let verb = try #require(to.last)
      let subject = from.dropFirst().prefix { $0 != "le" && $0 != "un" }
      let isPlural = subject.contains { $0.hasSuffix("s") }
      #expect(verb.hasSuffix(isPlural ? "en" : "et"), "\(from): \(to)")
      #expect((from.last == "ya") == verb.hasPrefix("ge"))
      #expect((from.last == "pronto") == verb.hasPrefix("wa"))
      #expect(to.contains { $0.hasSuffix("um") } == (articles == 2), "\(from): \(to)")
      adjectives += to.count { $0.hasSuffix("ar") || $0.hasSuffix("or") }
    }
    #expect(adjectives > 200)
  }

  @Test(arguments: [3, 8, 30]) func lettersOfAnyNumber(_ length: Int) throws {
    for (source, target) in try pairs("backwards", length: length) {
      #expect((3...length).contains(source.count) && target == String(source.reversed()))
    }
    guard length >= 5 else { return }
    for (source, target) in try pairs("ordering", length: length) {
      #expect((3...length).contains(source.count) && target == String(source.sorted()))
    }
  }

  @Test func keysThatDoNotFitAreNamed() throws {
    let scratch = try Scratch()
    #expect(
      scratch.message(DataConfiguration(source: "dates", length: 5))
        == "data.length: the source \"dates\" does not use it; remove it or choose another source")
    #expect(
      scratch.message(DataConfiguration(source: "calculate", length: 12))
        == "data.length: 12 is out of range; allowed: 3 to 11")
    #expect(
      scratch.message(DataConfiguration(source: "translate", count: 5))
        == "data.count: 5 is out of range; allowed: 6 to 100000000")
  }

  /// By hand: three training targets "1", "12", "1", and a validation target.
  @Test func theTrivialPredictorIsCountedByPosition() throws {
    let scratch = try Scratch()
    try scratch.write("train", "a,xx\nb,xy\nc,xx\n")
    try scratch.write("validation", "a,xx\nd,yx\n")
    try scratch.write("test", "a,xyx\n")
    var configuration = DataConfiguration(
      source: "pairs", file: "train", validationFile: "validation", testFile: "test")
    configuration.table.header = .off
    configuration.tokens.unit = .characters
    // Also the character that occurs once.
    configuration.tokens.numWords = 10
    let data = try scratch.load(configuration)
    // Tokens: the end, unknown, x, y. Counts of (end, unknown, x, y): x 3; x 2 and y 1; end 3.
    let loss = -(log(4.0 / 7) + log(3.0 / 7) + log(4.0 / 7))
    let other = -(log(1.0 / 7) + log(3.0 / 7) + log(4.0 / 7))
    #expect(abs(Double(data.baseline.validationLoss) - (loss + other) / 6) < 1e-6)
    #expect(data.baseline.validationMetrics.map(\.value) == [0.5, 5.0 / 6])
    // x y x end: nothing was counted at the fourth, where the first token is said, the end.
    #expect(data.baseline.testMetrics.map(\.value) == [0, 0.5])
  }
}
