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
    do {
      let folder = try RunFolder(plan.saveFolder, preset: plan.preset.name)
      try folder.tryToWrite(bytes: trainer.bytesOfModels)
      trainer.save(in: folder)
      news = folder.note.map { [.note(RunNote(text: $0, topic: .saving))] } ?? []
    } catch {
      guard plan.saveFolder == nil else { throw .failed(error.description) }
      news = [.alert(RunAlert(text: error.description, state: .raised))]
    }
    trainer.store?.startWriting(onThreadStart: onThreadStart)
  }
}
