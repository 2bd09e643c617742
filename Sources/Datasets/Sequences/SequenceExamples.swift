/// The inputs from a file of sequences, shared by the parts taken from it.
final class SequenceStore: Sendable {
  /// [rows, I]; empty if tokens are fed.
  let values: [Float]
  /// [rows]; empty if numbers are fed.
  let tokens: [Int32]
  let features: Int
  /// The class of each sequence, or of each row where every step has one; -1 if there is none.
  let classes: [Int32]
  let everyStep: Bool
  /// The rows of each sequence that are fed: longer ones have lost their beginning or their end.
  private let ranges: [Range<Int>]

  /// - Parameters:
  ///   - classes: of each sequence, or of each row of the table.
  ///   - most: steps of a sequence.
  init(
    _ rows: SequenceRows, features: Int, classes: [Int32], everyStep: Bool, most: Int,
    truncate: LengthOptions.Side
  ) {
    values = rows.values
    tokens = rows.tokens
    self.features = features
    self.everyStep = everyStep
    if everyStep, let places = rows.rowOfTable {
      self.classes = places.map { classes[$0] }
    } else {
      self.classes = classes
    }
    ranges = rows.ranges.map { range in
      if range.count <= most { return range }
      return truncate == .front ? range.suffix(most) : range.prefix(most)
    }
  }

  func range(_ sequence: Int) -> Range<Int> { ranges[sequence] }

  /// Where the classes of a sequence are: of its steps, or its own.
  func labelled(_ sequence: Int) -> Range<Int> {
    everyStep ? range(sequence) : sequence..<(sequence + 1)
  }
}

/// Sequences of one part.
struct SequenceExamples: Examples {
  let store: SequenceStore
  /// Which sequences of the store, in order.
  let part: [Int]

  /// - Parameter part: those of which nothing is left are not taken.
  init(store: SequenceStore, part: Range<Int>) {
    self.store = store
    self.part = part.filter { !store.range($0).isEmpty }
  }

  var count: Int { part.count }

  func steps(of index: Int) -> Int? { store.range(part[index]).count }

  func hasTarget(_ index: Int) -> Bool {
    store.labelled(part[index]).contains { store.classes[$0] >= 0 }
  }

  func write(_ index: Int, pass: Int, to batch: BatchPointers, column: Int) {
    let rows = store.range(part[index])
    if let inputs = batch.inputs {
      let features = store.features
      store.values.withUnsafeBufferPointer { values in
        var place = column * features
        for row in rows {
          for feature in 0..<features { inputs[place + feature] = values[row * features + feature] }
          place += batch.batch * features
        }
      }
    }
    if let tokens = batch.tokens {
      var place = column
      for row in rows {
        tokens[place] = store.tokens[row]
        place += batch.batch
      }
    }
    if let classes = batch.targetClasses {
      if store.everyStep {
        var place = column
        for row in rows {
          classes[place] = store.classes[row]
          place += batch.batch
        }
      } else {
        classes[column] = store.classes[part[index]]
      }
    }
    batch.lengths[column] = Int32(rows.count)
  }

  /// How often each of `count` classes is a target.
  func classCounts(_ count: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for sequence in part {
      for place in store.labelled(sequence) where store.classes[place] >= 0 {
        counts[Int(store.classes[place])] += 1
      }
    }
    return counts
  }
}
