import Datasets
import Foundation

/// The folder of a sweep:
///
///     sweep.json        what is swept (`SweepPlan`)
///     c07-f2.part       the JSON lines of a trial that runs, or was stopped
///     c07-f2.jsonl      the same of one that is done: it is never run again
///     c07-f2/           its best weights, and the record of its curves
///     best.yaml         the winner, as a preset
package struct SweepFolder: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  package var plan: String { path + "/sweep.json" }
  package var best: String { path + "/best.yaml" }
  package func weights(_ trial: String) -> String { "\(path)/\(trial)" }
  package func part(_ trial: String) -> String { "\(path)/\(trial).part" }
  package func lines(_ trial: String) -> String { "\(path)/\(trial).jsonl" }

  /// Removes the leftovers of an unfinished trial: it is run again from the start.
  package func removeRun(_ trial: String) {
    let folder = weights(trial)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where RunFolder.isOfARun(name) {
      unlink("\(folder)/\(name)")
    }
  }

  /// The log of a finished trial, here or on another machine; nil if it has to be run.
  package func finishedLog(_ trial: String) -> TrialLog? {
    guard let bytes = FileManager.default.contents(atPath: lines(trial)) else { return nil }
    let log = TrialLog(lines: String(decoding: bytes, as: UTF8.self))
    return log.outcome == .unfinished ? nil : log
  }

  /// Renames the part file of a finished trial to its final file.
  package func finish(_ trial: String) throws(SweepFailure) {
    guard rename(part(trial), lines(trial)) == 0 else {
      throw SweepFailure(
        "cannot write \(escaped(lines(trial), limit: 400)): \(String(cString: strerror(errno)))")
    }
  }

  /// Writes the winner, so that `rnn-tui train` finds the same data from there.
  package func writeBest(
    _ preset: Preset, about: String, library: PresetLibrary
  ) throws(SweepFailure) {
    var preset = preset
    preset.about = [about, preset.about].filter { !$0.isEmpty }.joined(separator: " ")
    let folders = library.dataFolders(ofPresetIn: best)
    func moved(_ file: String?) -> String? {
      file.map { Self.name(of: $0, from: preset.dataFolders, to: folders) }
    }
    preset.data.file = moved(preset.data.file)
    preset.data.targetFiles = preset.data.targetFiles.compactMap(moved)
    preset.data.validationFile = moved(preset.data.validationFile)
    preset.data.testFile = moved(preset.data.testFile)
    preset.common.model.from = moved(preset.common.model.from)
    for place in preset.lanes.indices {
      preset.lanes[place].model.from = moved(preset.lanes[place].model.from)
    }
    do {
      try writeWhole(Data(PresetWriter.yaml(preset).utf8), to: best)
    } catch {
      throw SweepFailure(error.description)
    }
  }

  /// A file's name unchanged, if it can also be found by that name from the other folders;
  /// otherwise its full path.
  private static func name(
    of file: String, from folders: [String], to others: [String]
  ) -> String {
    func real(_ folders: [String]) -> String? {
      (try? DataFiles(folders: folders).path(of: file)).map {
        URL(fileURLWithPath: $0).resolvingSymlinksInPath().path
      }
    }
    guard let here = real(folders), access(here, F_OK) == 0 else { return file }
    return real(others) == here ? file : here
  }
}

/// Why a sweep cannot start or continue.
package struct SweepFailure: Error, Equatable, CustomStringConvertible, Sendable {
  package let description: String
  package init(_ description: String) { self.description = description }
}
