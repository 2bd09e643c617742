import Foundation
import Testing

/// What a person gets who asks for something that cannot be.
@Suite struct BadInputTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var arguments: [String]
    var status: Int32 = 65
    /// What the message has to say.
    var says: [String]

    init(_ what: String, _ arguments: [String], _ status: Int32 = 65, says: [String]) {
      testDescription = what
      self.arguments = arguments
      self.status = status
      self.says = says
    }
  }

  static let files: [String: [UInt8]] = [
    "empty.csv": [],
    "ragged.csv": Array(
      (0..<100).map { "\($0),\($0 * $0 % 17)\n" }.joined().utf8) + Array("7\n8,9\n".utf8),
    "one.txt": Array("x".utf8),
    "binary.dat": [0x7F, 0x45, 0x4C, 0x46, 0, 0, 0xFF, 0xFE, 0, 1, 2, 3],
    "unknown.yaml": Array("title: t\ntrainig: {batch: 3}\n".utf8),
    "value.yaml": Array("title: t\ntraining:\n  batch: many\n".utf8),
    "broken.yaml": Array("title: [unclosed\n".utf8),
    "empty.yaml": [],
    "file": Array("in the way".utf8),
    "esc\u{1B}[31m.csv": Array("a,b\n1,2\n".utf8),
    "model.safetensors": Array("not a model".utf8),
  ]

  static let presets = [
    Case("no such preset", ["train", "nope"], says: ["no preset \"nope\"", "compare"]),
    Case("nearly a preset", ["train", "compar"], says: ["did you mean compare?"]),
    Case("a subcommand misspelt", ["presetss"], says: ["no preset \"presetss\""]),
    Case("no such preset file", ["train", "./no.yaml"], says: ["./no.yaml: no such file"]),
    Case("unknown key", ["unknown.yaml"], says: ["unknown.yaml, line 2: trainig: unknown key"]),
    Case("bad value", ["value.yaml"], says: ["value.yaml, line 3: training.batch: many"]),
    Case("not YAML", ["broken.yaml"], says: ["broken.yaml, line", "not YAML"]),
    Case("empty preset", ["./empty.yaml"], says: ["empty.yaml: is empty"]),
    Case("preset is a folder", ["./folder"], says: ["folder: holds no files of sequences"]),
  ]

  static let data = [
    Case("empty table", ["--data", "empty.csv"], says: ["empty.csv: is empty"]),
    Case("ragged table", ["--data", "ragged.csv"], says: ["ragged.csv, line 101", "1", "2"]),
    Case("text of one character", ["--data", "one.txt"], says: ["one.txt: 1 character", "needs"]),
    Case("binary data", ["--data", "binary.dat"], says: ["binary.dat: is a program"]),
    Case("data is a folder", ["--data", "folder"], says: ["folder: holds no files of sequences"]),
    Case("data is missing", ["--data", "gone.csv"], says: ["gone.csv: no such file"]),
    Case("data named with ESC", ["--data", "esc\u{1B}[31m.csv"], says: ["esc\\u{1B}[31m.csv"]),
    Case("missing, with ESC", ["--data", "no\u{1B}]0;x\u{7}"], says: ["no\\u{1B}]0;x"]),
    Case("preset with ESC", ["\u{1B}[2J"], says: ["\\u{1B}[2J"]),
  ]

  static let values = [
    Case("--at without step", ["--at", "clip"], says: ["--at clip: STEP:KEY=VALUE is needed"]),
    Case("--at without number", ["--at", "x:training.batch=3"], says: ["whole number"]),
    Case("--at unknown key", ["--at", "5:bogus=1"], says: ["--at 5:bogus=1", "unknown key"]),
    Case("--at fixed key", ["--at", "5:training.batch=8"], says: ["cannot change while training"]),
    Case("--at out of range", ["--at", "5:regularizers.dropout=7"], says: ["out of range"]),
    Case("--set without value", ["--set", "clip"], says: ["--set clip: KEY=VALUE is needed"]),
    Case("--set unknown key", ["--set", "bogus=1"], says: ["--set bogus=1", "unknown key"]),
    Case("--set bad value", ["--set", "training.batch=0"], says: ["batch: 0 is out of range"]),
    Case("--set ESC", ["--set", "\u{1B}[1m=1"], says: ["\\u{1B}[1m"]),
    Case("--cells unknown", ["--cells", "lstm,foo"], says: ["cell 2", "foo is unknown"]),
    Case("--cells twice", ["--cells", "gru,gru"], says: ["gru is given twice"]),
    Case("--max-epochs 0", ["--max-epochs", "0"], says: ["--max-epochs 0", "out of range"]),
    Case("huge layer", ["--set", "model.hidden=[999999999]"], says: ["model.hidden", "8192"]),
    Case(
      "huge network", ["--set", "model.hidden=[8192, 8192, 8192]"],
      says: ["model.hidden", "2^28 weights"]),
    Case(
      "huge batch",
      ["--set", "training.batch=65536", "--set", "model.hidden=[4096]"]
        + ["--set", "data.length=4000", "--set", "data.count=200000"], says: ["memory"]),
  ]

  static let usage = [
    Case("unknown flag", ["--bogus"], 64, says: ["Unknown option '--bogus'"]),
    Case("unknown flag with ESC", ["--b\u{1B}[31m"], 64, says: ["--b\\u{1B}[31m"]),
    Case("flag without value", ["--seed"], 64, says: ["Missing value for '--seed"]),
    Case("seed is no number", ["--seed", "x\u{1B}c"], 64, says: ["'x\\u{1B}c' is invalid"]),
    Case("--threads 0", ["--threads", "0"], 64, says: ["--threads must be 1 to 256"]),
    Case("--threads 1000", ["--threads", "1000"], 64, says: ["--threads must be 1 to 256"]),
    Case("--target alone", ["--target", "a"], 64, says: ["--target needs --data or a preset"]),
    Case("--save without name", ["--save", ""], 64, says: ["--save needs a folder name"]),
    Case("two presets", ["compare", "charlm"], 64, says: ["Unexpected argument 'charlm'"]),
  ]

  static let saving = [
    Case("a file for a folder", ["--save", "file"] + Program.quick, says: ["cannot save in file"]),
    Case("a folder below a file", ["--save", "file/x"] + Program.quick, says: ["file/x"]),
  ]

  private static let adam = ["--optimizer", "adam", "--learning-rate", "1"]

  private static func probe(_ flags: [String], says: String) -> Case {
    Case(
      "probe " + flags.joined(separator: " "), ["probe", "m", "b", "--output", "o"] + flags, 64,
      says: [says])
  }

  static let elsewhere = [
    Case("show nothing", ["show"], 64, says: ["show needs either a preset or --keys"]),
    Case("show both", ["show", "compare", "--keys"], 64, says: ["either a preset or --keys"]),
    Case("show unknown", ["show", "nope"], says: ["no preset \"nope\""]),
    Case("probe without output", ["probe", "a", "b"], 64, says: ["--output"]),
    Case("probe without model", ["probe", "a", "b", "--output", "o"], says: ["a: No such file"]),
    Case(
      "probe no model", ["probe", "model.safetensors", "b", "--output", "o"],
      says: ["model.safetensors is not"]),
    Case(
      "probe without rate", ["probe", "a", "b", "--output", "o", "--optimizer", "sgd"], 64,
      says: ["--optimizer needs --learning-rate"]),
    Case(
      "probe onto its model", ["probe", "m", "b", "--output", "./m"], 64,
      says: ["--output would replace the model"]),
    probe(["--steps", "3"], says: "--steps needs --optimizer"),
    probe(["--l2", "0.1"], says: "--l2 needs --optimizer"),
    probe(adam + ["--momentum", "0.9"], says: "adam has no --momentum"),
    probe(adam + ["--nesterov"], says: "--nesterov needs sgd"),
    probe(
      ["--optimizer", "sgd", "--learning-rate", "1", "--nesterov"], says: "--momentum above 0"),
    probe(adam + ["--clip-norm", "0"], says: "must be above 0"),
    probe(adam + ["--clip-norm", "1", "--clip-value", "1"], says: "not both"),
    Case("bench unknown", ["bench", "--workload", "nope"], 64, says: ["no workload 'nope'"]),
    Case("bench sizes", ["bench", "--hidden", "64,,3"], 64, says: ["sizes are whole numbers"]),
    Case("bench zero", ["bench", "--hidden", "0"], 64, says: ["sizes are whole numbers"]),
  ]

  @Test(arguments: presets + data + values + usage + saving)
  func trainRefuses(_ bad: Case) throws {
    try expectRefusal(bad, bad.arguments + ["--headless", "--max-steps", "3"])
  }

  /// The same without --headless, and as JSON: the message never depends on how one looks on.
  @Test(arguments: [presets[0], data[0], values[0], saving[0]])
  func refusesEveryWay(_ bad: Case) throws {
    try expectRefusal(bad, bad.arguments + ["--json", "--max-steps", "3"])
  }

  @Test(arguments: elsewhere)
  func otherCommandsRefuse(_ bad: Case) throws { try expectRefusal(bad, bad.arguments) }

  private func expectRefusal(_ bad: Case, _ arguments: [String]) throws {
    let program = try Program()
    for (name, bytes) in Self.files { try program.folder.write(bytes, to: name) }
    try FileManager.default.createDirectory(
      atPath: program.folder.path + "/folder", withIntermediateDirectories: false)
    let before = program.folder.text("file")
    let result = try program.run(arguments)
    #expect(result.status == bad.status, "\(result.errors)")
    #expect(result.output == "")
    for part in bad.says { #expect(result.errors.contains(part), "\(result.errors)") }
    // One message: a line of our own, or the library's three with the usage.
    let lines = result.errors.split(separator: "\n")
    let heads = lines.filter { $0.hasPrefix("rnn-tui: ") || $0.hasPrefix("Error: ") }
    #expect(heads.count == 1, "\(result.errors)")
    #expect(bad.status == 64 || lines.count == 1, "\(result.errors)")
    let controls = result.errors.unicodeScalars.filter {
      ($0.value < 32 && $0 != "\n") || (127..<160).contains($0.value)
    }
    #expect(controls.isEmpty)
    #expect(program.folder.text("file") == before)
    #expect(!program.folder.has("runs") || program.folder.files("runs").isEmpty)
  }
}
