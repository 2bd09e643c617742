import Foundation
import Testing

/// What a person gets whose file is not what it should be: a message and exit code 65, or data that
/// are usable and a note that says what is odd about them.
@Suite struct BadDataTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bytes: @Sendable () -> [UInt8]
    var arguments: [String] = []
    /// 0: it is data all the same.
    var status: Int32 = 65
    /// What is said: the message, or among the facts.
    var says: String

    init(
      _ what: String, _ text: @escaping @autoclosure @Sendable () -> String,
      _ arguments: [String] = [], status: Int32 = 65, says: String
    ) {
      self.init(
        what, bytes: Array(text().utf8), arguments: arguments, status: status, says: says)
    }

    init(
      _ what: String, bytes: @escaping @autoclosure @Sendable () -> [UInt8],
      arguments: [String] = [], status: Int32 = 65, says: String
    ) {
      testDescription = what
      self.bytes = bytes
      self.arguments = arguments
      self.status = status
      self.says = says
    }
  }

  static let good = "a,b\n" + (0..<200).map { "\($0 * $0 % 17),\($0 % 5)\n" }.joined()
  static let messages = (0..<60).map {
    "\($0 % 3 == 0 ? "ham" : "spam")\tsome words here \($0 % 7) and more \($0)\n"
  }.joined()
  static let sequences =
    "id,label,x\n"
    + (0..<800).map { "s\($0 / 20),\($0 / 20 % 2 == 0 ? "a" : "b"),\($0 * $0 % 7)\n" }.joined()

  static let refused: [Case] = [
    Case("empty", "", says: "f: is empty"),
    Case("one row", "a,b\n1,2\n", says: "f: 1 row, but window 48 and horizon 1 with this split"),
    Case(
      "constant alone", "a,b\n" + String(repeating: "3,3\n", count: 200),
      says: "f: no column to predict: a (constant), b (constant); name one as data.target"),
    Case("ragged rows", good + "1,2,3\n", says: "f, line 202: 3 cells, but line 1 has 2"),
    Case("text among numbers", good + "many,2\n", says: "f, line 202, column a: \"many\" is not"),
    Case("infinity in a word", good + "inf,2\n", says: "f, line 202, column a: \"inf\" is not"),
    Case("NUL", good + "1,\u{0}2\n", says: "f, line 202: NUL byte at offset"),
    Case("binary", bytes: (0..<4096).map { UInt8($0 % 256) }, says: "f, line 1: NUL byte at"),
    Case("gzip", bytes: [0x1F, 0x8B, 8, 0] + Array(good.utf8), says: "f: is compressed by gzip"),
    Case(
      "not UTF-8", bytes: Array(good.utf8) + [0x63, 0xE9, 0x2C, 0x32],
      says: "f, line 202: byte 0xE9 at offset"),
    Case(
      "a quote left open", good + "\"1,2\n3,4\n", says: "f, line 202: a quote is not closed"),
    Case(
      "a line of 100 MB",
      bytes: Array("a,b\n1,".utf8) + [UInt8](repeating: 0x32, count: 100_000_000),
      arguments: ["--set", "data.source=csv"], says: "f, line 2: longer than 1048576 bytes"),
    Case(
      "two columns of one name", good.replacing("a,b", with: "a,a"), ["--target", "a"],
      says: "f: \"a\" names the columns 1 and 2; give a number"),
    Case(
      "no such column", good, ["--target", "z"], says: "f: no column \"z\"; the columns are a, b"),
    Case(
      "labels all alike", messages.replacing("spam", with: "ham"),
      says: "every label is \"ham\"; at least 2 classes are needed"),
    Case(
      "a label that changes within its sequence", sequences + "s0,b,1\n",
      ["--set", "data.source=sequences", "--set", "data.sequence=id", "--set", "data.label=label"],
      says: "f, line 802"),
  ]

  static let usable: [Case] = [
    Case(
      "UTF-16", bytes: [0xFF, 0xFE] + good.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
      status: 0, says: "text in UTF-16"),
    Case("missing in a word", good + "nan,2\n", status: 0, says: "1 value filled"),
    Case(
      "a constant column",
      "a,b\n" + (0..<200).map { "\($0 * $0 % 17),3\n" }.joined(),
      ["--set", "data.columns=[a, b]"], status: 0, says: "constant, so it tells nothing: b"),
    Case(
      "equal names, another target", good.replacing("a,b", with: "a,a"), ["--target", "2"],
      status: 0, says: "1 row ahead"),
    Case(
      "a thousand columns",
      (0..<1000).map { "c\($0)" }.joined(separator: ",") + "\n"
        + (0..<120).map { row in
          (0..<1000).map { "\(($0 + 3) * (row + 5) % 13)" }.joined(separator: ",") + "\n"
        }.joined(), status: 0, says: "1000 columns"),
    Case(
      "a label with one example", messages + "odd\tthe only one of its kind\n", status: 0,
      says: "odd"),
    Case(
      "sequences longer than the most", messages, ["--set", "data.max_length=3"], status: 0,
      says: "cut"),
    Case(
      "long sequences of numbers", sequences, ["--set", "data.max_length=5"], status: 0,
      says: "cut"),
  ]

  @Test(arguments: refused) func isRefused(_ bad: Case) throws {
    let program = try Program()
    try program.folder.write(bad.bytes(), to: "f")
    for command in [["data", "f"], ["train", "--data", "f", "--headless", "--max-steps", "2"]] {
      let result = try program.run(command + bad.arguments)
      #expect(result.status == bad.status, "\(result.errors)")
      #expect(result.output == "")
      #expect(result.errors.contains(bad.says), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
    #expect(!program.folder.has("runs") || program.folder.files("runs").isEmpty)
  }

  @Test(arguments: usable) func isUsedAndTold(_ odd: Case) throws {
    let program = try Program()
    try program.folder.write(odd.bytes(), to: "f")
    let result = try program.run(["data", "f"] + odd.arguments)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(odd.says), "\(result.output)")
    let trained = try program.run(
      ["train", "--data", "f", "--headless", "--max-steps", "2", "--cells", "gru"]
        + odd.arguments)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("ended at step 2"), "\(trained.output)")
    #expect(!trained.output.contains("nan"), "\(trained.output)")
  }

  @Test func aFolderIsRefused() throws {
    let program = try Program()
    try FileManager.default.createDirectory(
      atPath: program.folder.path + "/f", withIntermediateDirectories: false)
    let result = try program.run(["train", "--data", "f", "--headless"])
    #expect(result.status == 65)
    #expect(result.errors.contains("f: holds no files of sequences; needed: a folder for each"))
    let table = try program.run(["data", "f", "--set", "data.source=csv"])
    #expect(table.status == 65 && table.errors.contains("f: is a directory; a file is needed"))
  }

  /// Rights do not bind the superuser.
  @Test(.enabled(if: geteuid() != 0)) func aFileWithoutRightsIsRefused() throws {
    let program = try Program()
    try program.folder.write(Array(Self.good.utf8), to: "f")
    chmod(program.folder.path + "/f", 0)
    let result = try program.run(["data", "f"])
    #expect(result.status == 65 && result.errors.contains("f: cannot be read: Permission denied"))
  }

  /// A file that others write to, cut short or remove meanwhile is read as it was found, or refused.
  @Test func aFileThatChangesIsNoHarm() throws {
    let program = try Program()
    let path = program.folder.path + "/f"
    let rows = (0..<300_000).map { "\($0 * $0 % 17),\($0 % 5)\n" }.joined()
    let stop = Stop()
    for change in ["grow", "cut", "remove"] {
      try program.folder.write(Array(("a,b\n" + rows).utf8), to: "f")
      let meddler = Thread {
        while !stop.isSet {
          switch change {
          case "grow":
            if let file = FileHandle(forWritingAtPath: path) {
              file.seekToEndOfFile()
              file.write(Data("5,".utf8))
              try? file.close()
            }
          case "cut": truncate(path, 1_000_001)
          default: unlink(path)
          }
        }
        stop.ended.signal()
      }
      meddler.start()
      let result = try program.run(["data", "f", "--set", "data.source=csv"])
      stop.isSet = true
      stop.ended.wait()
      stop.isSet = false
      #expect([0, 65].contains(result.status), "\(change): \(result.errors)")
      #expect(result.status == 0 || result.errors.contains("f"), "\(change): \(result.errors)")
    }
  }

  private final class Stop: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    let ended = DispatchSemaphore(value: 0)
    var isSet: Bool {
      get { lock.withLock { value } }
      set { lock.withLock { value = newValue } }
    }
  }
}
