import Datasets
import Foundation

/// Appends lines to the record in a run's folder, with its index, and writes the files that the run
/// was made from. In a new folder, all of it is written again. It is not locked: one thread at a
/// time. When to try again, and what the user is told, is decided in `RunArchive`.
final class RecordWriter {
  /// The most bytes of lines that are kept while nothing can be written.
  private static let mostPending = 32 << 20

  private let place: RunPlace
  /// Written once, and again in a new folder: name and content.
  private let files: [(name: String, text: String)]
  private var filesAreThere = false
  private var descriptor: Int32 = -1
  private var pending = Data()
  /// Bytes of the record that are in its file.
  private(set) var written: Int
  /// Of the record, what is pending included.
  private(set) var digest: WordDigest
  /// The state that the record adds up to so far; nil: it gets no index.
  private var timeline: RecordTimeline?
  /// Entries of the index, for when their lines are in the file.
  private var entries: [RecordTimeline] = []

  /// - Parameters:
  ///   - record: the part of it that stays, with its digest; the rest is cut off.
  ///   - hasIndex: false: readers have no use for one.
  init(
    _ place: RunPlace, files: [(name: String, text: String)],
    record: (timeline: RecordTimeline, digest: WordDigest), hasIndex: Bool
  ) {
    (self.place, self.files) = (place, files)
    (written, digest) = (record.timeline.end, record.digest)
    timeline = hasIndex ? record.timeline : nil
    timeline?.keepsPictures = false
  }

  deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

  /// Lines wait.
  var isBehind: Bool { !pending.isEmpty }
  /// No more lines are kept.
  var isFull: Bool { pending.count >= Self.mostPending }
  /// Of the record, what is pending included.
  var bytes: Int { written + pending.count }

  func append(_ line: RecordLine) {
    let text = JSONLine.text(line, .exact) + "\n"
    pending.append(contentsOf: text.utf8)
    digest.add(text)
    timeline?.take(line, endingAt: bytes)
    if let timeline, timeline.isIndexDue { entries.append(timeline) }
  }

  /// Has what is in the file outlive the machine.
  /// - Returns: why it failed.
  func sync() -> String? {
    var flushed: Int32
    repeat { flushed = fdatasync(descriptor) } while flushed != 0 && errno == EINTR
    return flushed == 0 ? nil : failure("\(place.path)/\(RunFiles.record)").description
  }

  /// Brings what waits into the record. What was written in part is cut off again.
  /// - Returns: why it failed.
  func flush() -> String? {
    do {
      try open()
    } catch {
      return error.description
    }
    guard !pending.isEmpty else { return nil }
    let problem = pending.withUnsafeBytes { bytes -> Int32 in
      var done = 0
      while done < bytes.count {
        let count = pwrite(
          descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(written + done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        done += count
      }
      return 0
    }
    guard problem == 0 else {
      ftruncate(descriptor, off_t(written))
      return
        "cannot record in \(escaped(place.path, limit: 400)): \(String(cString: strerror(problem)))"
    }
    written += pending.count
    pending.removeAll(keepingCapacity: true)
    for entry in entries { index.write(entry) }
    entries = []
    return nil
  }

  /// The record is open, in the folder that is there now; what the run was made from lies beside it.
  private func open() throws(RunFolder.Failure) {
    let folder = try place.folder()
    let file = "\(folder.path)/\(RunFiles.record)"
    var (mine, there) = (stat(), stat())
    let isThere =
      descriptor >= 0 && fstat(descriptor, &mine) == 0 && stat(file, &there) == 0
      && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    if !isThere {
      let new = Foundation.open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard new >= 0 else { throw failure(file) }
      // The old file is gone from the folder; what it holds is not.
      let isWhole = descriptor < 0 || copy(from: descriptor, to: new)
      guard isWhole, ftruncate(new, off_t(written)) == 0 else {
        let error = failure(file)
        Foundation.close(new)
        throw error
      }
      if descriptor >= 0 { Foundation.close(descriptor) }
      descriptor = new
      filesAreThere = false
      index.remove(after: written)
    }
    guard !filesAreThere else { return }
    do throws(ModelFileError) {
      for (name, text) in files { try writeWhole(Data(text.utf8), to: "\(folder.path)/\(name)") }
    } catch {
      throw RunFolder.Failure(description: error.description)
    }
    filesAreThere = true
  }

  private var index: RecordIndex { RecordIndex(ofRun: place.path) }

  private func copy(from old: Int32, to new: Int32) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var done = 0
    while done < written {
      let count = pread(old, &buffer, min(buffer.count, written - done), off_t(done))
      guard count > 0, pwrite(new, buffer, count, off_t(done)) == count else {
        if errno == 0 { errno = EIO }
        return false
      }
      done += count
    }
    return true
  }

  private func failure(_ file: String) -> RunFolder.Failure {
    RunFolder.Failure(
      description:
        "cannot record in \(escaped(file, limit: 400)): \(String(cString: strerror(errno)))")
  }
}
