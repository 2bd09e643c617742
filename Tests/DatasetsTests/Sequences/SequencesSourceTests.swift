import Datasets
import Testing

struct SequencesSourceTests {
  /// 30 sequences of 3 to 7 rows; the class is that of the slope of `a`.
  static func rows(_ sequence: Int) -> [String] {
    (0..<(3 + sequence % 5)).map { step in
      let up = sequence % 3 == 0
      return "s\(sequence),\(up ? "up" : "down"),\(step),\(up ? step : -step),\(sequence % 7).5,red"
    }
  }

  static let header = "id,label,t,a,b,colour\n"
  static let table = header + (0..<30).flatMap(rows).map { $0 + "\n" }.joined()

  private func load(
    _ text: String, _ change: (inout DataConfiguration) -> Void = { _ in }
  ) throws -> Dataset {
    let scratch = try Scratch()
    try scratch.write("f.csv", text)
    var configuration = DataConfiguration(source: "sequences", file: "f.csv")
    change(&configuration)
    return try scratch.load(configuration)
  }

  @Test func aTableBecomesSequences() throws {
    let data = try load(Self.table)
    #expect(data.kind == .classes && data.classes == ["down", "up"])
    #expect(data.metrics == ["accuracy", "f1", "balanced_accuracy"])
    #expect(data.baseline.testMetrics.last?.value == 0.5)
    #expect(
      data.shape
        == SequenceShape(
          timeSteps: 7, features: 2, vocabulary: 0, outputs: 2, target: .classes, everyStep: false))
    // A tenth of each class: 10 and 20 sequences.
    #expect(data.sizes == [24, 3, 3])
    #expect(data.report.parts.map(\.classCounts) == [[16, 8], [2, 1], [2, 1]])
    #expect(data.all.joined().map { Int($0.length) }.reduce(0, +) == 150)
    #expect(data.title == "f · 2 inputs, 2 classes")
    #expect(
      data.notes.dropLast() == [
        "table: 150 rows, 6 columns, comma between them, names in the first line",
        "30 sequences of 3 to 7 steps", "labels: label, 2 kinds: down, up", "inputs: a, b",
        "not fed: t (time), colour (text of 1 kind)",
        "split by class: 24 training, 3 validation, 3 test sequences",
      ])
  }

  @Test func onlyValidStepsAreWritten() throws {
    let data = try load(Self.table)
    for index in 0..<data.training.count {
      let memory = BatchMemory(data.shape, batch: 2)
      data.training.write(index, pass: 0, to: memory.pointers, column: 1)
      let steps = Int(memory.length(1))
      #expect(data.training.steps(of: index) == steps)
      #expect(!memory.inputs(1)[..<(steps * 2)].contains(BatchMemory.mark))
      #expect(memory.inputs(1)[(steps * 2)...].allSatisfy { $0 == BatchMemory.mark })
      #expect(memory.inputs(0).allSatisfy { $0 == BatchMemory.mark })
    }
  }

  @Test func theSlopeIsTheClass() throws {
    for example in try load(Self.table).all.joined() {
      let rises = example.inputs[2] > example.inputs[0]
      #expect(example.classes == [rises ? 1 : 0])
    }
  }

  @Test func scalingKnowsTheTrainingPartOnly() throws {
    let data = try load(Self.table)
    let values = data.all[0].flatMap { example in
      (0..<Int(example.length)).map { Double(example.inputs[$0 * 2]) }
    }
    let scaler = AffineScaler(fitting: values)
    #expect(abs(scaler.mean) < 1e-6 && abs(scaler.scale - 1) < 1e-6)

    // Another test part leaves everything before as it is.
    let own = Self.header + "x,up,0,500,3,red\nx,up,1,900,3,red\n"
    let scratch = try Scratch()
    try scratch.write("f.csv", Self.table)
    try scratch.write("one.csv", Self.table)
    try scratch.write("other.csv", own)
    func parts(_ test: String) throws -> [[WrittenExample]] {
      try scratch.load(DataConfiguration(source: "sequences", file: "f.csv", testFile: test)).all
    }
    #expect(try parts("one.csv").dropLast() == parts("other.csv").dropLast())
    #expect(try parts("other.csv")[2][0].inputs[0] > 50)
  }

  /// Rows of one sequence may stand anywhere; a time column puts them in order.
  @Test func orderIsTheFilesOrTheTimes() throws {
    let plain = try load(Self.table).all
    let rows = (0..<30).flatMap(Self.rows)
    // By step, so that the sequences are dealt out; each keeps its order.
    let dealt = rows.enumerated().sorted {
      ($0.element.split(separator: ",")[2], $0.offset)
        < ($1.element.split(separator: ",")[2], $1.offset)
    }.map(\.element)
    let dealtData = try load(Self.header + dealt.joined(separator: "\n"))
    #expect(dealtData.all == plain)
    #expect(
      dealtData.notes.contains(
        "rows of a sequence are scattered in the file; grouped in file order"))

    let upside = (0..<30).flatMap { Self.rows($0).reversed() }
    let text = Self.header + upside.joined(separator: "\n")
    let inTime = try load(text) { $0.time = "t" }
    #expect(inTime.all == plain && inTime.notes.contains("rows sorted by t"))
    #expect(try load(text).all != plain)
    let dated = upside.map { row in
      let cells = row.split(separator: ",")
      return cells.enumerated().map { $0 == 2 ? "2024-02-0\(Int(cells[2])! + 1)" : String($1) }
        .joined(separator: ",")
    }
    let byDate = try load(Self.header + dated.joined(separator: "\n")) { $0.time = "3" }
    #expect(byDate.all == plain)
  }

  @Test func longSequencesAreCutAtTheEndThatIsNamed() throws {
    let whole = try load(Self.table)
    for side in LengthOptions.Side.allCases {
      let data = try load(Self.table) {
        $0.lengths.most = 4
        $0.lengths.truncate = side
      }
      #expect(data.shape.timeSteps == 4 && data.report.lengths?.cut == 18)
      #expect(
        data.notes.contains(
          "18 sequences longer than 4 steps cut \(side == .front ? "at the front" : "at the end")"))
      for (cut, example) in zip(data.all.joined(), whole.all.joined()) {
        let steps = Int(example.length)
        let kept = example.inputs[..<(steps * 2)]
        let expected = side == .front ? kept.suffix(8) : kept.prefix(8)
        #expect(cut.length == Int32(min(4, steps)))
        #expect(Array(cut.inputs.prefix(min(4, steps) * 2)) == Array(expected))
      }
    }
  }

  @Test func shorterSequencesAreFilledUpWhereAskedFor() throws {
    let plain = try load(Self.table)
    let data = try load(Self.table) {
      $0.lengths.pad = .zeros
      $0.lengths.padSide = .behind
    }
    #expect(data.notes.contains("shorter sequences padded to 7 steps with zeros at the end"))
    for (filled, example) in zip(data.all.joined(), plain.all.joined()) {
      let own = example.inputs.count
      #expect(filled.length == 7 && filled.classes == example.classes)
      #expect(Array(filled.inputs[..<own]) == example.inputs)
      #expect(filled.inputs[own...].allSatisfy { $0 == 0 })
    }
    #expect(data.baseline.testLoss == plain.baseline.testLoss)
  }

  @Test func categoriesAreFedOneHotWhereTheyAreAskedFor() throws {
    let colours = ["red", "green", "blue"]
    let rows = (0..<30).flatMap(Self.rows).enumerated().map { row, text in
      text.replacing("red", with: row % 10 == 9 ? "" : colours[row % 3])
    }
    let data = try load(Self.header + rows.joined(separator: "\n")) {
      $0.columns = ["colour", "a"]
    }
    #expect(data.shape.features == 4)
    var kinds: Set<[Float]> = []
    for example in data.all.joined() {
      for step in 0..<Int(example.length) {
        kinds.insert(Array(example.inputs[(step * 4)..<(step * 4 + 3)]))
      }
    }
    #expect(kinds == [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    #expect(data.description.sequences?.inputs.first?.kinds == ["blue", "green", "red"])
  }

  @Test func missingValuesAreFilledWithinTheirSequence() throws {
    let rows = (0..<30).flatMap { sequence in
      (0..<4).map { step in
        let missing = step == 1 || step == 2 || sequence == 29
        return "\(sequence),\(sequence % 2),\(missing ? "NA" : "\(sequence * 10 + step)"),1"
      }
    }
    let text = "sequence,class,a,b\n" + rows.joined(separator: "\n")
    let data = try load(text)
    #expect(data.report.steps.map(\.name) == ["missing: linear", "scale: standard"])
    #expect(data.report.steps[0].valuesChanged == 62)
    for example in data.all.joined() where example.inputs[0] != example.inputs[3] {
      // On the line between the first and the last.
      let (first, last) = (example.inputs[0], example.inputs[3])
      #expect(abs(example.inputs[1] - (first + (last - first) / 3)) < 1e-5)
    }
    #expect(throws: DatasetError.stillMissing(file: "f.csv", column: "a", count: 2)) {
      try load(text) { $0.prepare = [PreparationStep("scale", "standard")] }
    }
    // What is dropped takes steps away; what is left of a sequence is fed, of nothing nothing.
    let dropped = try load(text) {
      $0.prepare = [PreparationStep("missing", "drop"), PreparationStep("scale", "standard")]
    }
    #expect(dropped.all.joined().allSatisfy { $0.length == 2 })
    #expect(dropped.sizes.reduce(0, +) == 29)
    #expect(dropped.notes.contains("1 sequence left out: no steps left to feed"))
  }

  @Test func differencesStayWithinASequence() throws {
    let data = try load(Self.table) { $0.prepare = [PreparationStep("difference", "1")] }
    for example in data.all.joined() {
      for step in 0..<Int(example.length) {
        #expect(example.inputs[step * 2] == (example.classes == [1] ? 1 : -1))
      }
    }
    #expect(data.all.joined().map { Int($0.length) }.reduce(0, +) == 120)
  }

  @Test func repeatedRowsAreOnesOfTheSameSequence() throws {
    let steps = [PreparationStep("duplicates", "rows")]
    let rows = (0..<20).flatMap { ["\($0),\($0 % 2),1", "\($0),\($0 % 2),1", "\($0),\($0 % 2),2"] }
    let data = try load("id,label,a\n" + rows.joined(separator: "\n")) { $0.prepare = steps }
    #expect(data.all.joined().allSatisfy { $0.length == 2 && $0.inputs.prefix(2) == [1, 2] })
    #expect(data.report.steps[0].rowsBefore == 60 && data.report.steps[0].rowsAfter == 40)
  }

  @Test func foldsTakeTurns() throws {
    var validated: [[WrittenExample]] = []
    for fold in 1...3 {
      let data = try load(Self.table) {
        $0.folds = 3
        $0.fold = fold
      }
      #expect(data.sizes == [18, 9, 3])
      validated.append(data.all[1])
    }
    #expect(Set(validated.map(\.count)) == [9])
  }

  @Test func constantColumnsAreLeftOutOrTold() throws {
    let rows = (0..<30).flatMap(Self.rows).map { $0 + ",4" }.joined(separator: "\n")
    let text = "id,label,t,a,b,colour,same\n" + rows
    let data = try load(text)
    #expect(
      data.notes.contains("not fed: t (time), colour (text of 1 kind), same (constant)"))
    #expect(data.report.columns.first { $0.name == "same" }?.note == "constant")
    let asked = try load(text) { $0.columns = ["a", "same"] }
    #expect(asked.notes.contains("constant in the training part: same"))
    #expect(asked.shape.features == 2)
  }

  @Test func aThousandColumnsAreFed() throws {
    let names = (0..<1000).map { "c\($0)" }.joined(separator: ",")
    let rows = (0..<24).flatMap { sequence in
      (0..<2).map { step in
        "\(sequence),\(sequence % 2),"
          + (0..<1000).map { "\(($0 * 7 + sequence * 3 + step * 5) % 11)" }
          .joined(separator: ",")
      }
    }
    let data = try load("id,label,\(names)\n" + rows.joined(separator: "\n"))
    #expect(data.shape.features == 1000)
  }

  @Test func aLabelWithOneExampleTrainsAndIsTold() throws {
    let data = try load(Self.table + "z,rare,0,1,1,red\nz,rare,1,2,1,red\n")
    #expect(data.classes == ["down", "rare", "up"])
    #expect(data.report.parts.map { $0.classCounts[1] } == [1, 0, 0])
    #expect(
      data.notes.contains(
        "one training example only: rare; nothing general can be learned from it"))
  }

  @Test func theTrivialPredictorAnswersTheMostFrequentClass() throws {
    let data = try load(Self.table)
    #expect(data.baseline.name == "most frequent class" && data.baselines.count == 1)
    // 16 and 8 of 24, one added to each: 17/26 and 9/26; 2 of the 3 answers are right.
    let loss = -(2 * 0.42488 * -1 + -1.06087) / 3
    #expect(abs(Double(data.baseline.testLoss) - loss) < 1e-4)
    #expect(abs(data.baseline.testMetrics[0].value - 2.0 / 3) < 1e-9)
    // F1: 2 * 2 / (2 + 3) of the one class, 0 of the other.
    #expect(abs(data.baseline.testMetrics[1].value - 0.4) < 1e-9)
  }

  @Test func numbersAsLabelsComeInTheirOrder() throws {
    let rows = (0..<36).map {
      "\($0),\([10, 9, -1][$0 % 3]),\($0)\n\($0),\([10, 9, -1][$0 % 3]),7\n"
    }
    #expect(try load("id,y,v\n" + rows.joined()).classes == ["-1", "9", "10"])
  }

  @Test func theReportHasAPictureOfEachClass() throws {
    let report = try load(Self.table).report
    #expect(report.rows == 150 && report.task == "the class of a sequence")
    #expect(report.columns.map(\.role) == [.sequence, .label, .unused, .input, .input, .unused])
    #expect(report.pictures.count == 2)
    #expect(report.pictures[1].title.hasPrefix("up: sequence s"))
    #expect(report.pictures[1].series.map(\.name) == ["a", "b"])
    #expect(report.pictures[1].series[0].values.prefix(3) == [0, 1, 2])
    #expect(report.lengths?.histogram.reduce(0, +) == 30)
  }
}
