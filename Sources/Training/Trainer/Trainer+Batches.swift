import Datasets
import Engine

/// The batches of a step. A lane's position in the data follows from its own step; lanes at the
/// same step share one batch, or have separate versions if augmentation changes it.
extension Trainer {
  /// Sorts the lanes at work into batches by their step. Allocates nothing once warmed up.
  func gatherBatches() {
    batchesInUse = 0
    for lane in working {
      let step = lane.progress.step
      if let place = stepBatches[..<batchesInUse].firstIndex(where: { $0.step == step }) {
        lane.batchPlace = place
        continue
      }
      if batchesInUse == stepBatches.count {
        stepBatches.append(
          StepBatch(plan.makeBatch(lane.architecture)))
      }
      stepBatches[batchesInUse].step = step
      stepBatches[batchesInUse].epoch = step / stepsPerEpoch
      lane.batchPlace = batchesInUse
      batchesInUse += 1
    }
  }

  /// - Parameter part: the index of the batch within the step.
  /// - Returns: true when it is the last of the step.
  func fillBatches(part: Int) -> Bool {
    var isLast = true
    for shared in stepBatches[..<batchesInUse] { isLast = fill(shared, part: part) }
    return isLast
  }

  private func fill(_ shared: StepBatch, part: Int) -> Bool {
    let batch = shared.batch
    if let stream = plan.stream {
      let (position, steps) = stream.part(shared.step)
      batch.size = batch.maxSize
      batch.timeSteps = steps
      dataset.stream?.write(
        position: position, steps: steps, columns: batch.size, to: batch.pointers)
      for column in 0..<batch.size {
        shared.examples.pointer[column] = Int32(
          truncatingIfNeeded: position * batch.size + column)
      }
      return true
    }
    let order = place(ofEpoch: shared.epoch)
    let number = plan.takesWholeSet ? part : shared.step % stepsPerEpoch
    let first = number * plan.size
    let examples = dataset.training
    batch.size = min(batch.maxSize, examples.count - first)
    batch.fill(examples, pass: shared.epoch) { column in
      let example = orders[order][first + column]
      shared.examples.pointer[column] = Int32(example)
      return example
    }
    return !plan.takesWholeSet || first + batch.size == examples.count
  }

  /// The index of an epoch's order among those kept: one for each epoch that lanes are in.
  private func place(ofEpoch epoch: Int) -> Int {
    if let place = orders.firstIndex(where: { $0.epoch == epoch }) { return place }
    let free = orders.firstIndex { order in
      !working.contains { $0.progress.step / stepsPerEpoch == order.epoch }
    }
    guard let free else {
      orders.append(newOrder())
      orders[orders.count - 1].arrange(epoch)
      return orders.count - 1
    }
    orders[free].arrange(epoch)
    return free
  }

  private func newOrder() -> EpochOrder {
    EpochOrder(
      count: dataset.training.count, seed: preset.training.seed,
      buckets: preset.data.lengths.bucket ? LengthBuckets(dataset.training, batch: plan.size) : nil)
  }

  /// The batch of a lane at work: its own if augmentation changes it. Lanes with the same settings
  /// get the same augmented batch.
  func batch(of lane: Lane, after others: ArraySlice<Lane>) -> Batch {
    let shared = stepBatches[lane.batchPlace]
    let settings = lane.progress.augmentation
    guard settings.isOn, let own = lane.augmented else { return shared.batch }
    for other in others
    where other.batchPlace == lane.batchPlace && other.progress.augmentation == settings {
      return other.augmented ?? shared.batch
    }
    own.copy(from: shared.batch)
    let pointers = own.pointers
    for column in 0..<own.size {
      augmenter.apply(
        settings, to: pointers, column: column, example: Int(shared.examples.pointer[column]),
        pass: shared.epoch)
    }
    own.fitToLongest()
    return own
  }
}
