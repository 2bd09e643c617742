import Datasets
import Testing

/// One sample of every case of every error: each says something.
struct ErrorTextTests {
  static let datasetErrors: [DatasetError] = [
    .interrupted, .nothingGiven, .unknownSource("a", known: ["b"]), .fileNeeded(source: "a"),
    .keyNotUsed(key: "a", source: "b"), .notOfFiles(source: "a"),
    .outOfRange(key: "a", found: 0, allowed: 1...2), .split(found: []), .foldWithoutFolds,
    .foldsWithValidationFile, .padSideWithMask, .padsTargets(pad: "zeros"),
    .missing(file: "f", folders: []), .directory(file: "f"), .special(file: "f", what: "pipe"),
    .unreadable(file: "f", reason: "r"), .tooLarge(file: "f", bytes: 2, limit: 1),
    .empty(file: "f"), .foreign(file: "f", format: "a picture"),
    .nul(file: "f", line: 1, offset: 0), .notUTF8(file: "f", line: 1, offset: 0, byte: 255),
    .lineTooLong(file: "f", line: 1, limit: 2), .unclosedQuote(file: "f", line: 1, limit: 2),
    .textAfterQuote(file: "f", line: 1, cell: 1),
    .ragged(file: "f", line: 2, expected: 2, firstLine: 1, found: 1), .headerOnly(file: "f"),
    .tooFewRows(
      file: "f", Shortage(.table, rows: 1, needed: 2, window: 1, horizon: 1)),
    .noNumbers(file: "f"),
    .nothingToPredict(file: "f", leftOut: []), .unknownColumn(file: "f", name: "", columns: []),
    .columnTwice(file: "f", name: "a", numbers: [1, 2]),
    .allMissing(file: "f", column: "a", part: "test"),
    .notATime(file: "f", line: 1, column: "a", text: "", pattern: nil),
    .tooFar(file: "f", column: "a", value: 1e30, limit: 1e18),
    .tooManyKinds(file: "f", column: "a", kinds: nil, limit: 64),
    .stillMissing(file: "f", column: "a", count: 1), .noMissingValueModel,
    .nothingComplete(file: "f", rows: 8), .unknownStep(name: "a", known: []),
    .stepValue(name: "a", value: "b", allowed: "c"),
    .otherColumns(file: "f", missing: ["a"], found: []),
    .cell(file: "f", line: 1, column: "a", text: "x", fault: .notANumber),
    .sequences(file: "f", .noFiles), .numpy(file: "f", .noArrays),
    .oneKind(file: "f", token: "a", unit: "character"),
    .textTooShort(file: "f", isSplit: true, count: 1, needed: 2, length: 1, unit: "word"),
    .tokenKey(key: "a", unit: "bytes", needed: "words"),
    .strangers(file: "f", text: "x", line: 1, share: nil), .unusableDescription(""),
    .labelledText(file: "f", .noTable),
  ]

  static let cellFaults: [DatasetError.CellFault] = [.notANumber, .overflow, .mixedMarks]

  static let labelledTextFaults: [DatasetError.LabelledTextFault] = [
    .noTable, .noLabels(columns: [], ids: []), .noText(columns: [], words: []), .sameColumn("a"),
    .manyKinds(column: "a", found: 41, reference: "a"),
    .severalLabels(line: 1, labels: ["a", "b"]),
    .keyNotUsed("data.label"),
    .oneClass(column: "a", label: "b"), .tooManyClasses(column: "a", found: 2, limit: 1),
    .unknownClass(column: "a", line: 1, label: "b", known: []), .emptyPart(part: "test", texts: 1),
    .step("a"),
  ]

  static let numpyFaults: [NumpyFault] = [
    .noDirectory, .damagedArchive("a"), .truncatedMember(member: "m"), .encrypted(member: "m"),
    .method(member: "m", number: 9), .damagedMember(member: "m"), .checksum(member: "m"),
    .tooManyMembers(found: 2, limit: 1), .tooLargeMember(member: "m", bytes: 2, limit: 1),
    .header(array: "a", "b"), .objects(array: ""), .type(array: "", found: ""),
    .size(array: "", found: 1, needed: 2), .tooManyValues(array: "", found: 2, limit: 1),
    .noArrays, .unclear(arrays: []), .noSuchArray(name: "a", arrays: []), .noLabels(arrays: []),
    .shape(array: "", found: [], allowed: "[N]"), .notNumbers(array: "", found: ""),
    .counts(inputs: 1, labels: 2), .length(array: "", sequence: 1, found: "0", most: 2),
    .infinite(array: "", sequence: 1, step: 1, input: 1), .label(array: "", place: 1, found: ""),
  ]

  static let sequenceFaults: [SequenceFault] = [
    .noSequenceColumn(columns: []), .noLabelColumn(columns: []),
    .sameColumn(name: "a", uses: []), .nothingToFeed(leftOut: []),
    .tooManyInputs(found: 2, limit: 1), .tooManyKinds(column: "a", limit: 1),
    .noSequence(line: 1, column: "a"), .noLabel(line: 1, column: "a"),
    .labelChanges(line: 1, sequence: "a", label: "b", before: "c"),
    .tooManyClasses(column: "a", limit: 1), .noFiles, .tooManyFiles(limit: 1), .loop,
    .unlabelledFiles(example: "a"), .otherColumns(found: [], needed: [], first: "a"),
    .fileNotListed(list: "l"), .noSuchFile(line: 1, name: "a", list: "l"),
    .listedTwice(line: 1, name: "a", list: "l"), .listColumns(columns: []),
    .cells(line: 1, found: 1, needed: 2), .noTokens, .oneClass("a"),
    .unknownClass(line: 1, name: "a", known: []), .tooFew(sequences: 1, part: "test"),
    .nothingLeft, .noLabels, .needsTokens(needsTokens: true), .labelsPerStep, .labelsPerSequence,
    .words(column: "a", example: "b"), .keyNotUsed(key: "a", with: "b"),
  ]

  private func check(_ samples: [some CustomStringConvertible]) {
    var cases: Set<String> = []
    for sample in samples {
      #expect(sample.description.contains { $0.isLetter }, "\(Mirror(reflecting: sample))")
      let label = Mirror(reflecting: sample).children.first?.label ?? sample.description
      #expect(cases.insert(label).inserted, "\(label) has one sample")
    }
  }

  @Test func everyCaseSaysSomething() {
    check(Self.datasetErrors)
    check(Self.cellFaults)
    check(Self.labelledTextFaults)
    check(Self.numpyFaults)
    check(Self.sequenceFaults)
  }
}
