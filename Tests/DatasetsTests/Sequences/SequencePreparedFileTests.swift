import Datasets
import Foundation
import Testing

/// New files, prepared as a model's own data were.
struct SequencePreparedFileTests {
  private func source(_ data: Dataset) throws -> any DataSource.Type {
    try #require(DataSources.named(data.source))
  }

  private func prepare(
    _ file: String, _ data: Dataset, _ scratch: Scratch
  ) throws -> PreparedFile {
    // By way of the model file's text.
    let text = try JSONEncoder().encode(data.description)
    let description = try JSONDecoder().decode(DatasetDescription.self, from: text)
    #expect(description == data.description)
    return try source(data).prepare(
      file, by: description, files: DataFiles(folders: [scratch.folder])
    ) { _ in }
  }

  private func written(_ file: PreparedFile) -> [WrittenExample] {
    (0..<file.examples.count).map { WrittenExample(file.examples, $0, shape: file.shape) }
  }

  @Test func aTableGivesWhatTrainingGave() throws {
    let scratch = try Scratch()
    try scratch.write("f", SequencesSourceTests.table)
    let data = try scratch.load(DataConfiguration(source: "sequences", file: "f"))
    let file = try prepare("f", data, scratch)
    #expect(file.kind == .classes && file.classes == ["down", "up"] && file.shape == data.shape)
    let all = written(file)
    for example in data.all.joined() { #expect(all.contains(example)) }
    #expect(file.keyNames == ["sequence"] && file.keys(0) == ["s0"] && file.keys(29) == ["s29"])
    #expect((0..<30).allSatisfy { file.examples.hasTarget($0) })
    #expect(file.baselines.map(\.name) == ["most frequent class"])
    #expect(abs(file.baselines[0].testMetrics[0].value - 2.0 / 3) < 1e-9)

    // Without labels, with other columns between, in another order.
    try scratch.write("g", "b,extra,id,a,t\n2.5,q,n1,4,0\n3.5,q,n1,5,1\n1.5,q,n2,6,0\n")
    let bare = try prepare("g", data, scratch)
    #expect(bare.examples.count == 2 && bare.shape.timeSteps == 2 && bare.baselines.isEmpty)
    #expect(!bare.examples.hasTarget(0) && written(bare)[0].classes == [-1])

    try scratch.write("h", "id,a\n1,2\n")
    #expect(throws: DatasetError.unknownColumn(file: "h", name: "b", columns: ["id", "a"])) {
      try prepare("h", data, scratch)
    }
    try scratch.write("h", "id,label,a,b\n1,sideways,2,1\n")
    #expect(throws: DatasetError.self) { try prepare("h", data, scratch) }
  }

  @Test func aLongerSequenceIsFedWholeUnlessAMaximumWasGiven() throws {
    let scratch = try Scratch()
    try scratch.write("f", SequencesSourceTests.table)
    try scratch.write("g", "id,a,b\n" + (0..<20).map { "1,\($0),2\n" }.joined())
    var configuration = DataConfiguration(source: "sequences", file: "f")
    #expect(try prepare("g", scratch.load(configuration), scratch).shape.timeSteps == 20)
    configuration.lengths.most = 7
    let cut = try prepare("g", scratch.load(configuration), scratch)
    #expect(cut.shape.timeSteps == 7 && cut.notes.last == "1 sequence cut to 7 steps")
  }

  @Test func whatWasFilledUpIsFilledUpAgain() throws {
    let scratch = try Scratch()
    try scratch.write("f", SequencesSourceTests.table)
    try scratch.write("g", "id,a,b\n1,2,3\n1,3,3\n")
    var configuration = DataConfiguration(source: "sequences", file: "f")
    configuration.lengths.pad = .circular
    let file = try prepare("g", scratch.load(configuration), scratch)
    #expect(file.shape.timeSteps == 7 && written(file)[0].length == 7)
  }

  @Test func aFolderAndASingleFileOfIt() throws {
    let scratch = try Scratch()
    for name in ["d/even", "d/odd"] { try scratch.makeFolder(name) }
    for sequence in 0..<24 {
      try scratch.write(
        "d/\(sequence % 2 == 0 ? "even" : "odd")/\(sequence).csv",
        SequenceFolderTests.file(sequence))
    }
    let data = try scratch.load(DataConfiguration(file: "d"))
    let whole = try prepare("d", data, scratch)
    #expect(whole.examples.count == 24 && whole.keys(0) == ["even/0.csv"])
    let one = try prepare("d/even/2.csv", data, scratch)
    #expect(one.examples.count == 1 && !one.examples.hasTarget(0))
    let place = (0..<24).first { whole.keys($0) == ["even/2.csv"] }
    #expect(written(one)[0].inputs.prefix(8) == written(whole)[place ?? 0].inputs.prefix(8))
  }

  @Test func wordsWithAndWithoutTags() throws {
    let scratch = try Scratch()
    try scratch.write("f", TaggedSourceTests.lines(between: "\t"))
    let data = try scratch.load(DataConfiguration(file: "f"))
    let file = try prepare("f", data, scratch)
    let all = written(file)
    for example in data.all.joined() { #expect(all.contains(example)) }
    try scratch.write("g", "they\nrun\n\nthe\nzebra\n")
    let bare = try prepare("g", data, scratch)
    #expect(bare.examples.count == 2 && !bare.examples.hasTarget(1))
    #expect(written(bare)[1].tokens[1] == 1 && written(bare)[0].classes == [-1, -1])
  }

  @Test func arrays() throws {
    let scratch = try Scratch()
    try scratch.write(
      "f.npz",
      ZipBytes([("x", NumpySequencesTests.inputs), ("y", NumpySequencesTests.labels)]).bytes)
    let data = try scratch.load(DataConfiguration(file: "f.npz"))
    let file = try prepare("f.npz", data, scratch)
    #expect(file.examples.count == 20 && file.examples.hasTarget(0))
    try scratch.write("g.npy", NumpySequencesTests.inputs)
    let bare = try prepare("g.npy", data, scratch)
    #expect(bare.examples.count == 20 && !bare.examples.hasTarget(0))
    #expect(written(bare).map(\.inputs) == written(file).map(\.inputs))
    try scratch.write(
      "h.npy", NumpyBytes.array("<f4", [2, 2, 1], NumpyBytes.floats([1, 2, 3, 4])))
    #expect(throws: DatasetError.self) { try prepare("h.npy", data, scratch) }
  }
}
