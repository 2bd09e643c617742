import Datasets
import Foundation

/// A run's folder, as it is read.
package struct RecordedRun: Sendable {

  package let path: String
  package let manifest: RunManifest

  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  /// - Throws: when it is no run's folder, or of another format.
  package init(_ path: String) throws(Failure) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    // A link such as runs/latest may point at another run by tomorrow.
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      let folder = (path as NSString).deletingLastPathComponent
      path = target.hasPrefix("/") || folder.isEmpty ? target : "\(folder)/\(target)"
    }
    self.path = path
    let file = "\(path)/\(RunFiles.manifest)"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      let reason =
        access(file, F_OK) == 0
        ? "its \(RunFiles.manifest) cannot be read"
        : access(path, F_OK) == 0
          ? "no run's folder, there is no \(RunFiles.manifest)" : "there is no such folder"
      throw Failure(
        "\(escaped(path, limit: 400)): \(reason); all runs: "
          + shellLine([ProgramArguments.program, "runs"]))
    }
    struct Format: Codable { var format: Int }
    if let format = try? JSONLine.value(Format.self, text).format, format != RecordedSession.format
    {
      throw Failure(
        "\(escaped(file, limit: 400)): its format is \(format), this version reads "
          + "\(RecordedSession.format)")
    }
    do {
      manifest = try JSONLine.value(RunManifest.self, text)
    } catch {
      throw Failure("\(escaped(file, limit: 400)): it cannot be read as a run's manifest")
    }
  }

  package var record: RecordFile { RecordFile("\(path)/\(RunFiles.record)") }
  package var index: RecordIndex { RecordIndex(ofRun: path) }

  /// The preset as it was run.
  package func preset(_ library: PresetLibrary) throws(PresetError) -> Preset {
    var preset = try library.load("\(path)/\(RunFiles.preset)")
    preset.name = manifest.preset
    return preset
  }

  /// A point from which the run can go on, with its folder locked.
  package struct Resumption: Sendable {
    package var run: RecordedRun
    package var folder: RunFolder
    package var checkpoint: Checkpoint
    package var name: String
    /// The record up to then, and the digest of the part that stays.
    package var timeline: RecordTimeline
    package var digest: WordDigest
    /// Notes for the user.
    package var notes: [String]
  }

  /// The newest good checkpoint. Those that are not good are set aside.
  /// - Throws: when there is none, the newest is of another format, the preset was changed, or the run
  ///   still runs.
  package func resumption() throws(Failure) -> Resumption {
    let folder: RunFolder
    do { folder = try RunFolder(goingOnIn: path) } catch { throw Failure(error.description) }
    let yaml = "\(path)/\(RunFiles.preset)"
    guard let text = try? String(contentsOfFile: yaml, encoding: .utf8),
      RunManifest.digest(of: text) == manifest.presetDigest
    else {
      throw Failure(
        "\(escaped(yaml, limit: 400)): it is not as the run wrote it, and a run goes on with what it "
          + "was made from; to train with a changed copy: "
          + shellLine([ProgramArguments.program, "train", yaml]))
    }
    var reasons: [String] = []
    var damaged: [String] = []
    let checkpoints = CheckpointFolder(ofRun: path)
    for name in checkpoints.names.reversed() {
      let file = checkpoints.file(name)
      do throws(Checkpoint.Failure) {
        let checkpoint = try Checkpoint(contentsOf: file)
        // They are of a future that will not be.
        for file in damaged { rename(file, file + ".damaged") }
        var notes = reasons.map { "\($0); the checkpoint before it is taken" }
        let (timeline, digest) = recorded(upTo: checkpoint.record, &notes)
        notes.insert(
          "going on with \(escaped(path, limit: 400)) from step \(checkpoint.state.step)"
            + (checkpoint.state.hasEnded
              ? "; it has ended: --max-steps or --max-epochs makes it longer" : ""),
          at: 0)
        return Resumption(
          run: self, folder: folder, checkpoint: checkpoint, name: name, timeline: timeline,
          digest: digest, notes: notes)
      } catch {
        if case .otherFormat = error { throw Failure(error.description) }
        damaged.append(file)
        reasons.append(error.description)
      }
    }
    let reason = reasons.first.map { "no checkpoint is good: \($0)" } ?? "it has no checkpoint"
    throw Failure(
      "\(escaped(path, limit: 400)): cannot go on: \(reason); from the beginning: "
        + shellLine([ProgramArguments.program, "train", "\(path)/\(RunFiles.preset)"]))
  }

  /// The record up to a checkpoint. If it is not what was written, the run continues all
  /// the same, with what can be read.
  private func recorded(
    upTo place: Checkpoint.RecordPlace, _ notes: inout [String]
  ) -> (RecordTimeline, WordDigest) {
    let bytes = min(place.bytes, record.size ?? 0)
    do {
      let digest = try record.digest(upTo: bytes)
      if digest.text != place.digest {
        notes.append(damage(bytes < place.bytes ? "shorter than it was" : "not as it was written"))
      }
      var timeline = index.last(upTo: bytes) ?? RecordTimeline()
      try record.forEachPlace(in: timeline.end..<bytes) { line, end in
        timeline.take(line, endingAt: end)
        return true
      }
      // A torn line goes.
      return (timeline, timeline.end == bytes ? digest : try record.digest(upTo: timeline.end))
    } catch {
      notes.append(damage("gone"))
      return (RecordTimeline(), WordDigest())
    }
  }

  private func damage(_ what: String) -> String {
    "\(escaped("\(path)/\(RunFiles.record)", limit: 400)): it is \(what); the training goes on as "
      + "it was, earlier curves and pictures may be missing"
  }
}

extension SessionState {
  /// No lane has steps left to do.
  fileprivate var hasEnded: Bool {
    lanes.allSatisfy { $0.progress.phase != .training && $0.progress.phase != .off }
  }
}
