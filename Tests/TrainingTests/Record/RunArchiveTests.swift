import Foundation
import Telemetry
import Testing
import Training

/// What keeps a run, when the place it is kept in does not.
struct RunArchiveTests {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private var path: String { scratch.file("run") }
  private func exists(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

  private func archive() throws -> RunArchive {
    RunArchive(
      RunPlace(try RunFolder(path, preset: "x")),
      files: [("run.yaml", "title: x\n"), ("manifest.json", "{}\n")])
  }

  private func note(_ text: String) -> RecordLine {
    .event(TimedEvent(.note(RunNote(text: text)), seconds: 1))
  }

  private var notes: [String] {
    var notes: [String] = []
    try? RecordFile("\(path)/record.jsonl").forEachLine {
      if case .event(let timed) = $0, case .note(let note) = timed.event { notes.append(note.text) }
      return true
    }
    return notes
  }

  private func state(_ step: Int) throws -> SessionState {
    let session = try SmallSession(SmallData.adding.dataset(in: scratch))
    session.steps(step)
    let driver = SessionDriver(session.trainer, mailbox: nil, scheduled: [], threads: 1)
    defer { session.trainer.onEvent = { _ in } }
    var state = driver.state
    state.step = step
    return state
  }

  @Test func aFolderThatGoesAwayIsMadeAgainWithAllThatWasRecorded() throws {
    let archive = try archive()
    archive.append(note("one"))
    #expect(archive.writeAll())
    try FileManager.default.moveItem(atPath: path, toPath: scratch.file("away"))
    archive.append(note("two"))
    #expect(archive.writeAll())
    #expect(notes == ["one", "two"])
    #expect(exists("run.yaml") && exists("manifest.json"))
    #expect(archive.takeAlerts().isEmpty)
  }

  @Test func whatFailsIsToldOnceAndTriedAgain() throws {
    let archive = try archive()
    archive.keep { _ in try! state(1) }
    #expect(archive.writeAll() && exists("checkpoints/step-1.safetensors"))
    // Something else stands in the way.
    let folder = "\(path)/checkpoints"
    try FileManager.default.moveItem(atPath: folder, toPath: scratch.file("kept"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder))
    archive.append(note("one"))
    archive.keep { _ in try! state(2) }
    #expect(!archive.writeAll())
    #expect(!archive.writeAll())
    let alerts = archive.takeAlerts()
    #expect(alerts.map(\.state) == [.raised] && alerts[0].text.contains("checkpoints/step-2"))
    #expect(notes == ["one"], "the record goes on")
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: scratch.file("kept"), toPath: folder)
    #expect(archive.writeAll())
    #expect(archive.takeAlerts().map(\.state) == [.cleared])
    #expect(exists("checkpoints/step-1.safetensors") && exists("checkpoints/step-2.safetensors"))
  }

  @Test func theNewestTwoAreKeptAndOneAtTheEnd() throws {
    let archive = try archive()
    for step in 1...4 {
      archive.append(note("\(step)"))
      archive.keep { _ in try! state(step) }
      #expect(archive.writeAll())
    }
    #expect(
      CheckpointFolder(ofRun: path).names == ["step-3.safetensors", "step-4.safetensors"])
    // It stands behind the lines of its time.
    let checkpoint = try Checkpoint(contentsOf: "\(path)/checkpoints/step-3.safetensors")
    var seen = 0
    try RecordFile("\(path)/record.jsonl").forEachLine(upTo: checkpoint.record.bytes) {
      if case .event = $0 { seen += 1 }
      return true
    }
    #expect(seen == 3)
    archive.close(isEmpty: false)
    #expect(CheckpointFolder(ofRun: path).names == ["step-4.safetensors"])
  }

  @Test func nothingIsLeftOfWhatNeverTrained() throws {
    var archive: RunArchive? = try archive()
    archive?.append(note("one"))
    archive?.writeAll()
    #expect(exists("record.jsonl"))
    archive?.close(isEmpty: true)
    archive = nil
    #expect(access(path, F_OK) != 0)
  }

  /// A run that goes on for long leaves what a reader needs to be quick, and where it is put back to
  /// an earlier place it takes away what is behind that.
  @Test func longRecordsHaveAnIndex() throws {
    let long = String(repeating: "long ", count: 20_000)
    var first: RunArchive? = try archive()
    first?.append(note("short"))
    first?.writeAll()
    let index = RecordIndex(ofRun: path)
    #expect(index.offsets.isEmpty)
    var sizes: [Int] = []
    for round in 0..<70 {
      first?.append(note("\(round) \(long)"))
      first?.writeAll()
      sizes.append(try #require(RecordFile("\(path)/record.jsonl").size))
    }
    #expect(index.offsets.count == sizes[69] / RecordIndex.spacing - 3)
    let timeline = try #require(index.last(upTo: sizes[69]))
    #expect(timeline.newest.lines > 50 && timeline.end > RecordIndex.least)
    first?.close(isEmpty: false)
    first = nil
    // It goes on from before the last entry.
    let digest = try RecordFile("\(path)/record.jsonl").digest(upTo: timeline.end)
    let entries = index.offsets
    let second = RunArchive(
      RunPlace(try RunFolder(goingOnIn: path)), files: [],
      record: (try #require(index.last(upTo: entries[1])), digest))
    second.append(note("again"))
    #expect(second.writeAll())
    #expect(index.offsets == Array(entries[...1]))
    for round in 0..<25 { second.append(note("again \(round) \(long)")) }
    #expect(second.writeAll())
    #expect(index.offsets.count == 4)
    #expect(index.last(upTo: .max)?.newest.snapshot.log.last?.text.hasPrefix("again") == true)
    second.close(isEmpty: true)
    #expect(index.offsets.isEmpty && !exists("index"))
  }

  @Test func memoryOfAnOlderCheckpointIsTakenAgain() throws {
    let archive = try archive()
    var given: [Bool] = []
    for step in 1...3 {
      archive.keep { old in
        given.append(old != nil)
        return try! state(step)
      }
      #expect(archive.writeAll())
    }
    #expect(given == [false, true, true])
  }

  /// A torn last line, and what is no line at all, are left out.
  @Test func aTornRecordIsRead() throws {
    let archive = try archive()
    for text in ["one", "two", "three"] { archive.append(note(text)) }
    archive.writeAll()
    let file = "\(path)/record.jsonl"
    var data = try Data(contentsOf: URL(fileURLWithPath: file))
    let whole = data.count
    data.insert(contentsOf: Data("no line\n{\"event\": \"of another version\"}\n\n".utf8), at: 0)
    data.append(Data("{\"event\": \"note\", \"text\": \"fo".utf8))
    try data.write(to: URL(fileURLWithPath: file))
    #expect(notes == ["one", "two", "three"])
    // With the sign of life that comes with the first lines.
    #expect(RecordFile(file).tail(bytes: 1 << 16).count == 4)
    #expect((1...2).contains(RecordFile(file).tail(bytes: whole / 2).count))
    #expect(throws: ModelFileError.self) {
      try RecordFile(scratch.file("none")).forEachLine { _ in true }
    }
  }
}
