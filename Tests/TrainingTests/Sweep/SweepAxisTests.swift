import Testing
import Training

@Suite struct SweepAxisTests {
  private func axis(_ text: String) throws -> SweepAxis {
    try SweepAxis(text, in: Preset(yaml: SweepSamples.threeCells, name: "p", file: nil))
  }

  @Test(arguments: [
    ("model.hidden=[[16], [32], [64, 32]]", ["[16]", "[32]", "[64, 32]"]),
    ("model.hidden=[16, 32]", ["16", "32"]),
    ("regularizers.dropout=[off, 0.3]", ["off", "0.3"]),
    ("training.learning_rate=log(1e-4, 1e-1, 4)", ["0.0001", "0.001", "0.01", "0.1"]),
    ("training.truncate=[null, 16]", ["null", "16"]),
    (
      "training.schedule=[constant, {name: cosine, warmup: 20}]",
      ["constant", "{name: cosine, warmup: 20}"]
    ),
    ("data.target=['a, b', \"5\"]", ["\"a, b\"", "\"5\""]),
    // Whole numbers where the key takes no others.
    ("training.batch=log(8, 128, 4)", ["8", "20", "51", "128"]),
    ("model.hidden=log(8, 64, 4)", ["8", "16", "32", "64"]),
    ("early_stopping.patience=log(3, 30, 2)", ["3", "30"]),
  ])
  func values(_ text: String, _ expected: [String]) throws {
    #expect(try axis(text).values.map(\.text) == expected)
  }

  @Test func json() throws {
    let values = try axis("model.hidden=[[16], 32]").values
    #expect(values.map { JSONLine.text($0) } == ["[16]", "32"])
    #expect(
      try axis("training.learning_rate=[1e-3, .5]").values.map { JSONLine.text($0) } == [
        "0.001", "0.5",
      ])
    #expect(
      try axis("regularizers.clip=[off, 1]").values.map { JSONLine.text($0) } == ["\"off\"", "1"])
    let schedule = try axis("training.schedule=[{name: step, every: 5}]").values[0]
    #expect(JSONLine.text(schedule) == "{\"name\": \"step\", \"every\": 5}")
  }

  @Test(arguments: [
    ("training.learning_rate=[0.1]", "lr"), ("regularizers.dropout=[off]", "drop"),
    ("model.hidden=[8]", "hidden"), ("model.forget_bias=[1]", "forget bias"),
  ])
  func labels(_ text: String, _ expected: String) throws {
    #expect(try axis(text).label == expected)
  }

  @Test(arguments: [
    ("", "KEY=[VALUE, ...]"), ("training.batch", "is needed"), ("=[1]", "is needed"),
    ("training.batch=32", "32 is not a list"), ("training.batch={a: 1}", "a mapping is not a list"),
    ("training.batch=", "nothing is not a list"), ("training.batch=[]", "the list is empty"),
    ("training.bach=[1]", "training.bach: unknown key (did you mean training.batch?)"),
    ("batch=[1]", "did you mean training.batch"), ("training.batch=[0, 8]", "0 is out of range"),
    ("training.batch=[8, x]", "x is not a whole number"),
    ("training.batch=[8, [9]]", "a list is not"),
    ("training.batch=[8", "not YAML"), ("training.batch=[8, 8]", "8 is given twice"),
    ("training.learning_rate=[0.1, 1e-1]", "0.1 and 1e-1 are the same value"),
    ("model.hidden=[8, [8]]", "8 and [8] are the same value"),
    ("model.hidden=[[]]", "a list is out of range"),
    ("regularizers.l2=[maybe]", "maybe is not a switch or number"),
    ("training.batch=log(1, 3, 5)", "rounded to whole numbers, 1 appears twice"),
    ("training.learning_rate=log(1, 1000, 4)", "1000 is out of range"),
    ("model.cell=[lstm, gruu]", "gruu is unknown (did you mean gru?)"),
    ("training=[1]", "where keys are needed"), ("lanes=[[{cell: gru}]]", "--cells or --lanes"),
    ("data.folds=[2, 3]", "--folds sets it"), ("data.fold=[1, 2]", "--folds sets how many"),
    ("training.optimizer=[adam, adamm]", "did you mean adam"),
    ("training.batch=[\u{1B}[31m]", "\\u{1B}"),
  ])
  func refused(_ text: String, _ says: String) {
    #expect {
      try axis(text)
    } throws: { error in
      let message = "\(error)"
      return message.contains(says) && message.hasPrefix("--over")
        && !message.contains("\u{1B}") && !message.contains("\n")
    }
  }
}
