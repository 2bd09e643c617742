import Datasets
import Foundation
import Testing

struct SequenceFolderTests {
  static func file(_ sequence: Int, header: String = "a,b\n") -> String {
    header
      + (0..<(2 + sequence % 3)).map { "\(sequence % 2 == 0 ? $0 : -$0),\(sequence * $0)\n" }
      .joined()
  }

  /// `d/even/NUMBER.csv`, `d/odd/NUMBER.csv`.
  private func classFolders() throws -> Scratch {
    let scratch = try Scratch()
    for name in ["d/even", "d/odd"] { try scratch.makeFolder(name) }
    for sequence in 0..<24 {
      try scratch.write(
        "d/\(sequence % 2 == 0 ? "even" : "odd")/\(sequence).csv", Self.file(sequence))
    }
    return scratch
  }

  private let configuration = DataConfiguration(file: "d")

  @Test func aFolderOfAClassEach() throws {
    let scratch = try classFolders()
    let data = try scratch.load(configuration)
    #expect(data.source == "sequences" && data.classes == ["even", "odd"])
    #expect(data.sizes == [20, 2, 2] && data.shape.features == 2 && data.shape.timeSteps == 4)
    #expect(data.notes[0] == "read as sequences: a folder, a file for each sequence")
    #expect(data.notes[1] == "folder: 24 files, 72 rows")
    for example in data.all.joined() {
      #expect(example.classes == [example.inputs[2] > example.inputs[0] ? 0 : 1])
    }
  }

  @Test func hiddenFilesAndOtherThingsAreLeftOut() throws {
    let scratch = try classFolders()
    let plain = try scratch.load(configuration)
    try scratch.makeFolder("d/.cache")
    try scratch.makeFolder("d/odd/inner")
    try scratch.write("d/.cache/x.csv", "nonsense")
    try scratch.write("d/odd/.DS_Store", [0, 1, 2])
    try scratch.write("d/README", "about these data")
    let data = try scratch.load(configuration)
    #expect(data.all == plain.all)
    #expect(data.notes.contains("1 folder inside class folders left out"))
    #expect(data.notes.contains("1 file next to the class folders left out"))
  }

  /// A link to the folder itself is a class of its files, and no endless way down.
  @Test func linksThatLeadBackEnd() throws {
    let scratch = try classFolders()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.folder + "/d/odd/again", withDestinationPath: "..")
    #expect(throws: Never.self) { try scratch.load(configuration) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.folder + "/d/odd/loop.csv", withDestinationPath: "loop.csv")
    #expect(
      scratch.message(configuration) == "d/odd/loop.csv: is a link that leads back to itself")
  }

  @Test(arguments: ["labels.csv", "labels.tsv"])
  func aListOfLabels(_ list: String) throws {
    let mark = list.hasSuffix("tsv") ? "\t" : ","
    for (header, ending) in [
      ("file\(mark)label\n", ".csv"), ("", ".csv"), ("file\(mark)label\n", ""),
    ] {
      let scratch = try Scratch()
      try scratch.makeFolder("d")
      var lines = header
      for sequence in 0..<24 {
        try scratch.write("d/\(sequence).csv", Self.file(sequence))
        lines += "\(sequence)\(ending)\(mark)\(sequence % 2 == 0 ? "even" : "odd")\n"
      }
      try scratch.write("d/" + list, lines)
      try scratch.write("d/notes.md", "about these data")
      let data = try scratch.load(configuration)
      #expect(data.classes == ["even", "odd"] && data.sizes == [20, 2, 2])
      #expect(data.notes.contains("1 file not in \(list) left out (.md)"))
    }
  }

  @Test func taggedFilesHaveTheirLabelsInside() throws {
    let scratch = try Scratch()
    try scratch.makeFolder("d")
    for sequence in 0..<20 {
      let rows = (0..<4).map { "\($0 * sequence % 5),\($0 * sequence % 5 > 1 ? "high" : "low")\n" }
      try scratch.write("d/\(sequence).csv", "v,tag\n" + rows.joined())
    }
    let data = try scratch.load(DataConfiguration(source: "tagged", file: "d"))
    #expect(data.classes == ["high", "low"] && data.shape.everyStep && data.shape.features == 1)
  }

  @Test func badFoldersAreRefused() throws {
    let scratch = try classFolders()
    func message(_ file: String, _ text: String) throws -> String? {
      try scratch.write(file, text)
      defer { try? FileManager.default.removeItem(atPath: scratch.folder + "/" + file) }
      return scratch.message(configuration)
    }
    #expect(
      try message("d/odd/99.csv", "a,c\n1,2\n")
        == "d/odd/99.csv: has the columns a, c, but d/even/0.csv has a, b; every file needs the same"
    )
    #expect(
      try message("d/odd/99.csv", "1,2\n3,4\n")
        == "d/odd/99.csv: has the columns column 1, column 2, but d/even/0.csv has a, b; every file "
        + "needs the same")
    #expect(try message("d/odd/99.csv", "") == "d/odd/99.csv: is empty")
    #expect(try message("d/odd/99.csv", "a,b\n") == "d/odd/99.csv: a header and no rows")
    #expect(
      try message("d/odd/99.csv", "a,b\n1,2\n3\n")
        == "d/odd/99.csv, line 3: 1 cell, but line 1 has 2; every row needs the same number")
    #expect(
      try message("d/labels.csv", "file,label\nodd/1.csv,x\neven/7.csv,y\n")
        == "d: line 3 of labels.csv names \"even/7.csv\", which is not there")
    #expect(
      try message("d/labels.csv", "file,label\nodd/1.csv,x\n")
        == "d/even/0.csv: is not in labels.csv, which needs a label for every file")
    #expect(
      try message("d/labels.csv", "file,label\nodd/1.csv,x\nodd/1.csv,y\n")
        == "d: line 3 of labels.csv names \"odd/1.csv\" again, with another label")
    #expect(
      try message("d/labels.csv", "file,label\nodd/1.csv,\n")
        == "d/labels.csv, line 2, column label: no label")
    #expect(
      try message("d/labels.csv", "1,2,3\n")
        == "d/labels.csv: the columns are column 1, column 2, column 3; needed: two, file name and "
        + "label")

    try scratch.makeFolder("e")
    let empty =
      "e: holds no files of sequences; needed: a folder for each class (CLASS/FILE.csv), or files "
      + "and a labels.csv (file, label)"
    #expect(scratch.message(DataConfiguration(file: "e")) == empty)
    try scratch.write("e/1.csv", Self.file(1))
    #expect(
      scratch.message(DataConfiguration(file: "e"))
        == "e: 1.csv has no label; needed: a folder for each class (CLASS/FILE.csv), or a labels.csv "
        + "(file, label)")
    #expect(
      scratch.message(DataConfiguration(source: "text", file: "e"))
        == "e: is a directory; a file is needed")
    var named = configuration
    named.label = "b"
    #expect(
      scratch.message(named)
        == "d: data.label is not used with a folder of sequences; remove it")
    named = configuration
    named.sequence = ["b"]
    #expect(
      scratch.message(named)
        == "d: data.sequence is not used with a folder of sequences; remove it")
  }
}

extension Scratch {
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/" + name, withIntermediateDirectories: true)
  }
}
