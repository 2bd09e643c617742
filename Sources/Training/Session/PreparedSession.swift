import Datasets
import Foundation
import Telemetry

/// A session ready to train: data loaded, lanes made, the folder for its weights there.
package struct PreparedSession {
  package let trainer: Trainer
  /// What to tell the user before the first step: where it is saved, or why it cannot be.
  package let news: [RunEvent]

  package enum Fault: Error {
    /// An end was asked for before there was anything to train.
    case interrupted
    case failed(String)
  }

  /// - Throws: when data or sizes are bad, a folder given by name cannot be written, or an end is
  ///   asked for.
  package init(
    _ plan: Worker.Plan, stop: StopRequest, onThreadStart: @escaping @Sendable () -> Void,
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
    let (path, preset) = (plan.saveFolder, plan.preset.name)
    var news: [RunEvent] = []
    do {
      let folder = try RunFolder(path, preset: preset)
      trainer.save(in: folder)
      if let note = folder.note { news.append(.note(RunNote(text: note, topic: .saving))) }
      try folder.tryToWrite(bytes: trainer.bytesOfModels)
    } catch {
      guard path == nil else {
        trainer.close()
        throw .failed(error.description)
      }
      if trainer.store == nil {
        let usual = RunFolder.usualPath(preset: preset)
        trainer.save(
          in: ModelStore(usual, dataset) { () throws(RunFolder.Failure) in
            try RunFolder(nil, preset: preset)
          })
      }
      news.append(.alert(RunAlert(text: error.description, state: .raised)))
    }
    self.news = news
    trainer.store?.startWriting(onThreadStart: onThreadStart)
  }
}
