import Datasets
import Foundation
import Telemetry

/// A session ready to train: data loaded, lanes made, the folder for its weights there.
package struct PreparedSession {
  package let trainer: Trainer
  /// What to tell the user before the first step: where it is saved, or why it cannot be.
  package let news: [RunEvent]

  /// - Throws: when data or sizes are bad, or a folder given by name cannot be written.
  package init(
    _ plan: Worker.Plan, stop: StopRequest, onThreadStart: @escaping @Sendable () -> Void,
    progress: @escaping (String) -> Void
  ) throws(Trainer.Failure) {
    let dataset: Dataset
    do {
      dataset = try loadDataset(
        plan.preset.data, relativeTo: plan.preset.dataFolders,
        missingValueModel: RecurrentGapFiller(), progress: progress)
    } catch {
      throw Trainer.Failure(description: error.description)
    }
    progress("preparing \(dataset.training.count) training sequences")
    trainer = try Trainer(
      plan.preset, dataset, threads: plan.threads, stop: stop, onThreadStart: onThreadStart)
    do {
      let folder = try RunFolder(plan.saveFolder, preset: plan.preset.name)
      try folder.tryToWrite(bytes: trainer.bytesOfModels)
      trainer.save(in: folder)
      news = folder.note.map { [.note(RunNote(text: $0, topic: .saving))] } ?? []
    } catch {
      guard plan.saveFolder == nil else {
        throw Trainer.Failure(description: error.description)
      }
      news = [.alert(RunAlert(text: error.description, state: .raised))]
    }
    trainer.store?.startWriting(onThreadStart: onThreadStart)
  }
}
