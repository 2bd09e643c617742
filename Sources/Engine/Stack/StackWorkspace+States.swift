/// States before the first step, and those carried from batch to batch of a stream.
extension StackWorkspace {
  /// Sets them up for a pass.
  func beginStates(_ states: PassJob.States) {
    switch states {
    case .zero: clearInitialStates()
    case .carried: loadCarriedStates()
    case .given, .continued: break
    }
  }

  private func clearInitialStates() {
    for (u, layer) in layers.enumerated() {
      let count = pass.rows * shape.units(u)
      layer.hiddenStates.pointer.update(repeating: 0, count: count)
      if layer.cellStates.count > 0 {
        layer.cellStates.pointer.update(repeating: 0, count: count)
      }
    }
  }

  /// The state after every sequence's last valid step becomes the state before the first.
  func continueStates() {
    for (u, layer) in layers.enumerated() {
      pass.gatherLast(hiddenStates(u), width: shape.units(u), into: layer.hiddenStates.pointer)
      if layer.cellStates.count > 0 {
        pass.gatherLast(cellStates(u), width: shape.units(u), into: layer.cellStates.pointer)
      }
    }
  }

  /// Takes the states set aside as those before the first step.
  private func loadCarriedStates() {
    for (u, layer) in layers.enumerated() {
      let count = pass.rows * shape.units(u)
      layer.hiddenStates.pointer.update(from: layer.carriedHidden.pointer, count: count)
      if layer.cellStates.count > 0 {
        layer.cellStates.pointer.update(from: layer.carriedCell.pointer, count: count)
      }
    }
  }

  /// Sets the states after the last valid step aside, where other passes do not touch them.
  func keepCarriedStates() {
    for (u, layer) in layers.enumerated() {
      pass.gatherLast(hiddenStates(u), width: shape.units(u), into: layer.carriedHidden.pointer)
      if layer.cellStates.count > 0 {
        pass.gatherLast(cellStates(u), width: shape.units(u), into: layer.carriedCell.pointer)
      }
    }
  }

  // MARK: states of a stream

  /// By recurrence: h, then c.
  var carriedStates: [[Float]] {
    layers.flatMap { [$0.carriedHidden.array, $0.carriedCell.array] }
  }

  func takeCarriedStates(_ rest: inout ArraySlice<[Float]>) {
    for layer in layers {
      for block in [layer.carriedHidden, layer.carriedCell] {
        if let values = rest.popFirst() { block.copy(from: values) }
      }
    }
  }

  func clearCarriedStates() {
    for layer in layers {
      layer.carriedHidden.clear()
      layer.carriedCell.clear()
    }
  }
}
