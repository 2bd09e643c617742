import Datasets
import Engine
import Telemetry

/// The memory a network will need, estimated before anything is allocated: running out of memory
/// cannot be caught later.
package enum MemoryEstimate {
  /// Approximate bytes.
  package static func needed(
    _ a: Architecture, timeSteps: Int, targetSteps: Int = 0, batch: Int
  ) -> Double {
    let fed = Double(timeSteps) * Double(batch)
    let places = Double(a.recurrentSteps(timeSteps)) * Double(batch)
    var floats = Double(a.parameterCount ?? .max) * 9
    floats += recurrences(a.stack, places: places)
    if let c = a.convolution {
      floats += 2 * fed * Double(a.input)
      for k in 0..<c.layers {
        floats += places * Double(c.width * (k == 0 ? a.input : c.channels) + 2 * c.channels)
      }
    }
    let headRows = a.head == .every ? places : Double(batch)
    let top = Double(a.columnsOfTop)
    floats += headRows * (2 * top + 2 * Double(a.outputs))
    if a.attention != .none {
      floats += 3 * places * top + headRows * (4 * top + Double(timeSteps))
    }
    let shards = (Double(batch) / Double(ShardPass.maxRows)).rounded(.up)
    let (outputs, steps) = (Double(a.outputs), Double(a.recurrentSteps(timeSteps)))
    switch LossRegistry.named(a.loss)?.scope {
    case .sequence:
      floats += shards * outputs * (7 * steps + 4 + 4 * outputs) + places * (1 + outputs)
    case .alignment:
      let states = 2 * Double(targetSteps) + 1
      floats += shards * (4 * outputs * steps + 2 * states * (steps + 2)) + places * (1 + outputs)
    case .row, nil: break
    }
    return floats * 4
  }

  /// The same for any model.
  package static func needed(
    _ a: ModelArchitecture, timeSteps: Int, targetSteps: Int, batch: Int
  ) -> Double {
    switch a {
    case .network(let a):
      needed(a, timeSteps: timeSteps, targetSteps: targetSteps, batch: batch)
    case .encoderDecoder(let a):
      needed(a, timeSteps: timeSteps, targetSteps: targetSteps, batch: batch)
    }
  }

  private static func needed(
    _ a: EncoderDecoderArchitecture, timeSteps: Int, targetSteps: Int, batch: Int
  ) -> Double {
    let (source, target) = (
      Double(timeSteps) * Double(batch), Double(targetSteps) * Double(batch)
    )
    var floats = Double(a.parameterCount ?? .max) * 9
    floats += recurrences(a.encoder, places: source) + recurrences(a.decoder, places: target)
    floats += target * (2 * Double(a.decoderColumns) + 2 * Double(a.targetVocabulary))
    if a.attention != .none {
      let (top, hidden) = (Double(a.encoder.columnsOfTop), Double(a.decoderColumns))
      floats += source * (2 * hidden + top)
      floats += target * (2 * top + 9 * hidden + 2 * Double(timeSteps))
    }
    return floats * 4
  }

  private static func recurrences(_ stack: StackShape, places: Double) -> Double {
    let gates = Double(stack.recurrentCell?.gates.count ?? 4)
    let stage: Double = stack.recurrentCell?.outputStage == nil ? 0 : 5
    return stack.hidden.enumerated().reduce(0) { sum, layer in
      let fed = Double(stack.columnsFed(to: layer.offset))
      let hidden = Double(layer.element)
      let recurrence = hidden * (2 * gates + 4 + stage) + 3 * fed
      let reverse = stack.bidirectional ? 3 * hidden + fed : 0
      return sum + places * (Double(stack.directions) * recurrence + reverse)
    }
  }

  /// Bytes of a separate batch, for a lane with augmented sequences.
  static func batch(
    _ a: ModelArchitecture, timeSteps: Int, targetSteps: Int, batch: Int
  ) -> Double {
    let places = Double(timeSteps) * Double(batch)
    let answers: Double =
      switch a {
      case .network(let a) where a.isAligned: Double(targetSteps) * Double(batch)
      case .network(let a):
        (a.head == .every ? places : Double(batch)) * Double(a.outputs)
      case .encoderDecoder: Double(targetSteps) * Double(batch)
      }
    return 4 * (places * Double(a.vocabulary > 0 ? 1 : a.input) + answers)
  }

  /// The memory of a thread besides the network: its stacks, and the allocator's reserve for it.
  private static let thread = 16e6
  /// The memory that the rest of the program may still need: results, a checkpoint's bytes, the
  /// screen.
  private static let rest = 24e6

  /// Throws if there is not enough memory for a network, or for the products of `threads` at a
  /// time. Call it before the first product.
  package static func require(
    _ needed: Double, threads: Int = 1, available: AvailableMemory = .now
  ) throws(Trainer.Failure) {
    guard needed + rest <= available.storage else {
      throw Trainer.Failure(
        description: "these sizes need about \(Numbers.memory(needed + rest)) of memory; "
          + "\(Numbers.memory(available.storage)) are available: reduce model.hidden, training.batch or "
          + "data.length")
    }
    let pieces = Double(ProductMemory.missing(threads: threads) * ProductMemory.piece)
    let mapped = needed + rest + pieces + thread * Double(threads)
    guard mapped <= available.addresses, ProductMemory.take(threads: threads) else {
      throw Trainer.Failure(
        description: "\(threads) thread\(threads == 1 ? "" : "s") and these sizes need about "
          + "\(Numbers.memory(mapped)) of address space; \(Numbers.memory(available.addresses)) are available: raise "
          + "the limit (ulimit -v), or reduce --threads")
    }
  }
}
