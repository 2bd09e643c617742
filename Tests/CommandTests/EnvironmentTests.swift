import Foundation
import Testing
import Training

/// Limits, processors and systems that are not as usual.
@Suite struct EnvironmentTests {
  private static let quick = Program.quick + ["--max-steps", "1", "--headless"]
  private static var quickLine: String {
    "\"$0\" train compare " + quick.map { "'\($0)'" }.joined(separator: " ")
  }

  /// Whatever may be mapped: it trains, or says in one line why not. Below about 120 MB the loader
  /// cannot map the libraries themselves, and says so with 127.
  @Test(arguments: [150, 200, 250, 300, 400, 500, 600, 4000])
  func aLimitOfAddressesIsAMessage(_ megabytes: Int) throws {
    let program = try Program()
    let result = try program.shell("ulimit -v \(megabytes * 1000); exec \(Self.quickLine)")
    if result.status == 0 { return }
    #expect(result.status == 65, "\(megabytes): \(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(result.errors.contains("ulimit -v") && result.errors.contains("are available"))
    #expect(megabytes < 4000)
  }

  @Test func threadsAreTheProcessorsOfTheMask() throws {
    let program = try Program()
    let mask = try program.shell("taskset -c 0 true")
    guard mask.status == 0 else { return print("skipped: taskset: \(mask.errors)") }
    let doctor = try program.shell("taskset -c 0 \"$0\" doctor")
    let line = try #require(doctor.lines.first { $0.hasPrefix("processor") })
    #expect(line.hasSuffix(", 1 core") || line.contains(", 1 of "), "\(line)")
    let arguments = Self.quickLine.replacing("'--threads' '1'", with: "")
    let run = try program.shell("taskset -c 0 \(arguments)")
    #expect(run.output.contains(", 1 thread\n"), "\(run.output)\(run.errors)")
    let all = try program.run(["doctor"])
    #expect(all.output.contains(" \(Processors.count) core"))
  }

  /// Nothing is left to read the arguments or the executable's place from.
  @Test func withoutProcEverythingWorks() throws {
    let program = try Program()
    func alone(_ line: String) throws -> Program.Result {
      try program.shell(
        "exec unshare -m sh -c 'umount -l /proc 2>/dev/null || mount -t tmpfs none /proc; \(line)' "
          + "\"$0\"")
    }
    let check = try alone("! test -e /proc/self")
    guard check.status == 0 else { return print("skipped: unshare: \(check.errors)") }
    let version = try alone("exec \"$0\" --version")
    #expect(version.status == 0 && version.output.hasPrefix("0."), "\(version.errors)")
    let wrong = try alone("exec \"$0\" train --bogus")
    #expect(wrong.status == 64 && wrong.errors.contains("--bogus"))
    let words = Self.quick.joined(separator: " ")
    let run = try alone("exec \"$0\" train compare \(words) --save out")
    #expect(run.status == 0, "\(run.errors)")
    #expect(program.folder.models("out").count == 3)
    let sweep = try alone(
      "exec \"$0\" sweep compare --cells gru --folds 1 --max-steps 1 --headless --save sw")
    #expect(sweep.status == 0, "\(sweep.errors)")
    #expect(try alone("exec \"$0\" doctor").status == 0)
  }

  /// While libraries load, one entry is another one; each of these alone is the one.
  @Test(arguments: ["HOME=/given", "XDG_DATA_HOME=/given", "OPENBLAS_NUM_THREADS=9 HOME=/given"])
  func theEnvironmentIsAsItWasGiven(_ variables: String) throws {
    let program = try Program()
    let result = try program.shell("exec env -i \(variables) \"$0\" show none")
    #expect(result.status == 65 && result.errors.contains("/given/"), "\(result.errors)")
  }
}

/// Control characters in everything that a user names: none of them reaches the terminal raw.
@Suite struct ControlCharacterTests {
  private static let mark = "\u{1B}[31m"

  private func expectPlain(_ program: Program, _ arguments: [String]) throws {
    let result = try program.run(arguments)
    let all = result.output + result.errors
    #expect(!all.isEmpty, "\(arguments)")
    #expect(!all.unicodeScalars.contains("\u{1B}"), "\(arguments): \(all)")
  }

  @Test func noNameDrivesTheTerminal() throws {
    let program = try Program()
    let mark = Self.mark
    try FileManager.default.createDirectory(
      atPath: program.folder.path + "/presets", withIntermediateDirectories: false)
    try program.folder.write(
      """
      title: "T \\e[31m"
      about: "A \\e[31m"
      data: {source: adding, length: 10, count: 200}
      lanes:
      - {name: "one\\e[31m", model: {cell: gru, hidden: [4]}}
      """, to: "presets/lane.yaml")
    try program.folder.write(
      "data: {source: adding, length: 10, count: 200}\nmodel: {cell: gru, hidden: [4]}\n",
      to: "presets/p\(mark).yaml")
    try program.folder.write("bogus\(mark): 1\n", to: "presets/bad\(mark).yaml")
    try program.folder.write(
      "a\(mark),b\n" + (0..<200).map { "\($0 % 7),\($0 % 5)\n" }.joined(), to: "f\(mark).csv")
    let end = ["--headless", "--max-steps", "1"]
    let sweep = ["sweep", "p\(mark)", "--over", "training.batch=[8]", "--folds", "1"]
    let lines: [[String]] = [
      ["presets"], ["show", "p\(mark)"], ["show", "bad\(mark)"], ["show", "none\(mark)"],
      ["data", "f\(mark).csv"], ["data", "none\(mark).csv"],
      ["train", "lane"] + end, ["train", "p\(mark)", "--save", "s\(mark)"] + end,
      ["train", "p\(mark)", "--json", "--save", "j\(mark)"] + end,
      ["train", "p\(mark)", "--set", "k\(mark)=1"] + end,
      ["train", "p\(mark)", "--at", "5:k\(mark)=1"] + end,
      ["train", "p\(mark)", "--lanes", "l\(mark)"] + end,
      ["train", "--data", "f\(mark).csv", "--target", "t\(mark)"] + end,
      ["train", "p\(mark)", "--save", "/proc/\(mark)"] + end,
      ["evaluate", "none\(mark)"], ["evaluate", "s\(mark)/gru.safetensors"],
      ["evaluate", "s\(mark)/gru.safetensors", "--data", "f\(mark).csv"],
      ["predict", "s\(mark)/gru.safetensors", "--data", "none\(mark)"],
      ["generate", "s\(mark)/gru.safetensors"],
      ["probe", "s\(mark)/gru.safetensors", "none\(mark)", "--output", "o"],
      sweep + ["--save", "w\(mark)", "--dry-run"], sweep + ["--save", "w\(mark)"] + end,
      ["sweep", "--continue", "none\(mark)"], ["--\(mark)"], ["bench", "--cell", mark],
    ]
    for line in lines { try expectPlain(program, line) }
  }

  /// What `--dry-run` prints can be pasted as it is.
  @Test func aPrintedCommandRuns() throws {
    let program = try Program()
    let save = "w\(Self.mark)'x"
    let plan = try program.run(
      ["sweep", "compare", "--cells", "gru", "--over", "training.batch=[8]", "--folds", "1"]
        + ["--max-steps", "1", "--save", save, "--dry-run"])
    let line = try #require(plan.lines.first)
    #expect(line.contains("$'w\\033[31m\\'x"))
    let shell = try program.start(["-c", line], executable: "/bin/bash").finish()
    #expect(shell.status == 0, "\(shell.errors)")
    #expect(program.folder.files(save) == ["c1-f1"])
  }
}
