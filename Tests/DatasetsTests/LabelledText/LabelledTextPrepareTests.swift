import Datasets
import Testing

/// New files, prepared by what a model's own data were.
struct LabelledTextPrepareTests {
  private static let named =
    "label\ttext\n" + LabelledTextSourceTests.rows.joined(separator: "\n")
  private static let plain = LabelledTextSourceTests.rows.joined(separator: "\n")

  private func prepare(
    _ training: String, _ text: String
  ) throws -> (PreparedFile, Dataset) {
    let scratch = try Scratch()
    try scratch.write("f", training)
    try scratch.write("n", text)
    let data = try scratch.load(DataConfiguration(source: "labelled_text", file: "f"))
    let prepared = try LabelledTextSource.prepare(
      "n", by: data.description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
    return (prepared, data)
  }

  @Test(arguments: [
    (named, "label\ttext\nspam\tWin now\nham\tHello you\n"),
    (named, "text,label\nWin now,spam\nHello you,ham\n"),
    (named, "spam\tWin now\nham\tHello you\n"),
    (plain, "spam\tWin now\nham\tHello you\n"),
    (plain, "spam;Win now\nham;Hello you\n"),
  ])
  func labelledFilesHaveTargets(_ training: String, _ text: String) throws {
    let (prepared, data) = try prepare(training, text)
    #expect(prepared.examples.count == 2 && prepared.shape == data.shape)
    #expect(prepared.classes == ["ham", "spam"] && prepared.metrics == data.metrics)
    let first = WrittenExample(prepared.examples, 0, shape: prepared.shape)
    #expect(data.vocabulary?.decode(first.tokens) == "win now" && first.classes == [1])
    #expect(prepared.examples.hasTarget(1))
    #expect(prepared.baselines.first?.testMetrics.first?.value == 0.5)
    #expect(prepared.keyNames[0] == "line" && prepared.keys(1)[1] == "Hello you")
  }

  @Test(arguments: [
    (named, "text\nWin now\nHello you, friend\n"),
    (named, "id\ttext\n1\tWin now\n2\tHello you, friend\n"),
    (named, "Win now\nHello you, friend\n"),
    (plain, "Win now\nHello you, friend\n"),
    (plain, "\tWin now\n\tHello you, friend\n"),
  ])
  func filesWithoutLabelsArePredicted(_ training: String, _ text: String) throws {
    let (prepared, data) = try prepare(training, text)
    try #require(prepared.examples.count == 2)
    #expect(!prepared.examples.hasTarget(0))
    let second = WrittenExample(prepared.examples, 1, shape: prepared.shape)
    #expect(data.vocabulary?.decode(second.tokens) == "hello you, friend")
    #expect(second.classes == [-1] && prepared.baselines.isEmpty)
    #expect(prepared.notes.contains("2 texts, no labels"))
  }

  static let refused: [(String, String, String)] = [
    (
      named, "id\tbody\n1\tWin now\n2\tHello you\n",
      "n: no column \"text\"; the columns are id, body (or use a number, 1 to 2)"
    ),
    (
      plain, "spam\tWin now\neggs\tHello you\n",
      "n: line 2, column 1: the class \"eggs\" is not one of those trained on: ham, spam"
    ),
    (
      named, "label\ttext\nham\tПривет мир\nham\tкак дела\n",
      "n, line 2: \"привет\" is not in the model's vocabulary, nor is 100 % of the file: it was "
        + "trained on other text"
    ),
  ]

  @Test(arguments: refused.indices) func whatDoesNotFitIsNamed(_ index: Int) throws {
    let (training, text, message) = Self.refused[index]
    let error = #expect(throws: DatasetError.self) { try prepare(training, text) }
    #expect(error?.description == message)
  }
}
