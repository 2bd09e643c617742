import Datasets
import Engine

/// What a step is done on: the next batch of examples or of a stream, and each lane's own version.
extension Trainer {
  /// - Returns: true when the batch ends the epoch.
  func fillBatch() -> Bool {
    if stream != nil { return fillFromStream() }
    batch.size = min(batch.maxSize, dataset.training.count - cursor.position)
    let pass = cursor.epoch
    let examples = dataset.training
    let places = examplesOfColumns.pointer
    return batch.fill { pointers in
      cursor.next(pointers.batch) { column, example in
        examples.write(example, pass: pass, to: pointers, column: column)
        places[column] = Int32(example)
      }.endsEpoch
    }
  }

  private func fillFromStream() -> Bool {
    guard let cursor = stream else { return true }
    if cursor.beginsEpoch { for lane in working { lane.network.clearCarriedStates() } }
    batch.size = batch.maxSize
    batch.timeSteps = cursor.steps
    dataset.stream?.write(
      position: cursor.position, steps: cursor.steps, columns: batch.size, to: batch.pointers)
    for column in 0..<batch.size {
      examplesOfColumns.pointer[column] = Int32(
        truncatingIfNeeded: cursor.position * batch.size + column)
    }
    stream?.advance()
    return cursor.endsEpoch
  }

  /// The batch as augmentation changes it for a lane; nil where the lane takes it as it is. What a
  /// lane before it with the same settings was given is given again.
  func ownBatch(of lane: Lane, after others: ArraySlice<Lane>, pass: Int) -> Batch? {
    let settings = lane.progress.augmentation
    guard settings.isOn, let own = lane.augmented else { return nil }
    for other in others where other.progress.augmentation == settings { return other.augmented }
    own.copy(from: batch)
    let pointers = own.pointers
    for column in 0..<own.size {
      augmenter.apply(
        settings, to: pointers, column: column,
        example: Int(examplesOfColumns.pointer[column]), pass: pass)
    }
    own.timeSteps = own.longest
    return own
  }
}

extension Batch {
  /// Lets examples be written to the columns in use; the batch then has as many time steps as the
  /// longest of them.
  package func fill<Result>(_ write: (BatchPointers) -> Result) -> Result {
    timeSteps = maxTimeSteps
    let result = write(pointers)
    timeSteps = longest
    return result
  }

  /// Valid steps of the longest sequence in use.
  var longest: Int { Int(lengths.values[..<size].max() ?? 1) }

  /// For the dataset to write to, laid out for the size in use.
  var pointers: BatchPointers {
    BatchPointers(
      inputs: inputs.count > 0 ? inputs.pointer : nil,
      tokens: tokens.count > 0 ? tokens.pointer : nil,
      targetValues: targetValues.count > 0 ? targetValues.pointer : nil,
      targetClasses: targetClasses.count > 0 ? targetClasses.pointer : nil,
      lengths: lengths.pointer, timeSteps: timeSteps, batch: size)
  }
}
