import Datasets
import Foundation
import Telemetry

/// A session ready to train: data loaded, lanes created, folder for the weights created.
package struct PreparedSession {
  package let trainer: Trainer
  /// Events before the first step: where the run is saved, or why it cannot be.
  package let news: [RunEvent]
  /// Where it is recorded; nil: nowhere.
  package let archive: RunArchive?
  /// Source of requests from other processes; nil: there are none.
  package let inbox: RunInbox?
  private let resumption: RecordedRun.Resumption?
  /// Where it ends, if not as the session itself specifies.
  private let ends: RunLimits?
  /// How it continues, if it is a resumed run.
  package let resumed: RecordedResume?

  package enum Fault: Error {
    /// A stop was requested before there was anything to train.
    case interrupted
    case failed(String)
  }

  /// - Throws: when data or sizes are bad, a folder given by name cannot be written, or a stop is
  ///   requested.
  package init(
    _ plan: Worker.Plan, stop: StopRequest, onArrival: @escaping @Sendable () -> Void = {},
    onThreadStart: @escaping @Sendable () -> Void,
    progress: @escaping (String) -> Void
  ) throws(Fault) {
    let dataset: Dataset
    do {
      dataset = try Interruption.watching(
        { stop.isRaised },
        { () throws(DatasetError) in
          try loadDataset(
            plan.preset.data, relativeTo: plan.preset.dataFolders,
            missingValueModel: RecurrentGapFiller(), progress: progress)
        })
    } catch {
      if error == .interrupted { throw .interrupted }
      throw .failed(error.description)
    }
    if stop.isRaised { throw .interrupted }
    progress("preparing \(dataset.training.count) training sequences")
    do {
      trainer = try Trainer(
        plan.preset, dataset, threads: plan.threads, stop: stop, onThreadStart: onThreadStart)
    } catch {
      throw .failed(error.description)
    }
    resumption = plan.beginning.resumption
    ends = plan.ends
    let (place, news) = try Self.place(plan, trainer, dataset)
    self.news = news
    archive = Self.archive(plan, dataset, place)
    inbox = archive?.isWhole == true ? RunInbox(place, onArrival: onArrival) : nil
    resumed = plan.beginning.resumption.flatMap { resumption in
      plan.origin.map {
        RecordedResume(
          seconds: resumption.checkpoint.state.seconds, at: resumption.checkpoint.state.step,
          checkpoint: resumption.name, date: RunManifest.now, version: $0.version,
          host: ProcessInfo.processInfo.hostName, threads: plan.threads,
          ends: plan.ends ?? resumption.checkpoint.state.ends)
      }
    }
    trainer.store?.startWriting(onThreadStart: onThreadStart)
    archive?.startWriting(onThreadStart: onThreadStart)
    inbox?.start(onThreadStart: onThreadStart)
  }

  /// Where the run is saved, and what to report about it.
  private static func place(
    _ plan: Worker.Plan, _ trainer: Trainer, _ dataset: Dataset
  ) throws(Fault) -> (RunPlace, [RunEvent]) {
    let (path, preset) = (plan.saveFolder, plan.preset.name)
    var news: [RunEvent] = []
    do throws(RunFolder.Failure) {
      if let run = plan.beginning.run,
        let difference = run.manifest.otherInput(plan.preset, dataset)
      {
        throw RunFolder.Failure(description: "\(escaped(run.path, limit: 400)): \(difference)")
      }
      if let resumption = plan.beginning.resumption {
        let place = RunPlace(resumption.folder)
        trainer.save(in: ModelStore(place, dataset))
        for note in resumption.notes {
          news.append(.note(RunNote(text: note, topic: .saving)))
        }
        return (place, news)
      }
      let folder = try RunFolder(path, preset: preset)
      let place = RunPlace(folder)
      trainer.save(in: ModelStore(place, dataset))
      if let note = folder.note { news.append(.note(RunNote(text: note, topic: .saving))) }
      do throws(RunFolder.Failure) {
        try folder.tryToWrite(bytes: trainer.bytesOfModels)
      } catch {
        guard path == nil else { throw error }
        news.append(.alert(RunAlert(text: error.description, state: .raised)))
      }
      return (place, news)
    } catch {
      guard path == nil, plan.beginning.run == nil else {
        trainer.close()
        throw .failed(error.description)
      }
      let place = RunPlace(RunFolder.usualPath(preset: preset)) {
        () throws(RunFolder.Failure) in try RunFolder(nil, preset: preset)
      }
      trainer.save(in: ModelStore(place, dataset))
      return (place, news + [.alert(RunAlert(text: error.description, state: .raised))])
    }
  }

  private static func archive(
    _ plan: Worker.Plan, _ dataset: Dataset, _ place: RunPlace
  ) -> RunArchive? {
    guard plan.recording != .none, let origin = plan.origin else { return nil }
    if let resumption = plan.beginning.resumption {
      let files = [RunFiles.preset, RunFiles.manifest].compactMap { name in
        (try? String(contentsOfFile: "\(resumption.run.path)/\(name)", encoding: .utf8)).map {
          (name: name, text: $0)
        }
      }
      return RunArchive(
        place, files: files, marksLatest: plan.marksLatest,
        record: (resumption.timeline, resumption.digest))
    }
    let yaml = PresetWriter.yaml(plan.preset.asRun)
    let manifest = RunManifest(origin, plan.preset, dataset, threads: plan.threads, yaml: yaml)
    return RunArchive(
      place, files: [(RunFiles.preset, yaml), (RunFiles.manifest, manifest.text)],
      isWhole: plan.recording == .whole,
      marksLatest: plan.marksLatest && plan.recording == .whole)
  }

  /// Restores a resumed run to its earlier state.
  package func restore(_ driver: SessionDriver) throws(Fault) {
    guard let resumption else {
      if let ends { trainer.ends = ends }
      return
    }
    var state = resumption.checkpoint.state
    if let ends { state.ends = ends }
    do {
      try driver.restore(state, record: resumption.timeline.newest)
    } catch {
      throw .failed(error.description)
    }
  }
}
