/// A stack of recurrent layers: one cell, any depth, one direction or two.
package struct StackShape: Sendable, Equatable {
  /// The cell's registry name, and what the name leaves open.
  package var cell: String
  package var options: CellOptions
  /// A second net reads every sequence from its end.
  package var bidirectional: Bool
  /// Columns fed to the first layer.
  package var input: Int
  /// Sizes of the layers, first to last; with two directions, of each.
  package var hidden: [Int]

  package init(
    cell: String, options: CellOptions = CellOptions(), bidirectional: Bool = false, input: Int,
    hidden: [Int]
  ) {
    self.cell = cell
    self.options = options
    self.bidirectional = bidirectional
    self.input = input
    self.hidden = hidden
  }

  package var directions: Int { bidirectional ? 2 : 1 }

  /// Columns of layer `k`'s output, all directions side by side.
  package func columnsOut(of layer: Int) -> Int { directions * hidden[layer] }

  /// Columns fed to layer `k`.
  package func columnsFed(to layer: Int) -> Int {
    layer == 0 ? input : columnsOut(of: layer - 1)
  }

  /// Columns of the top layer's output.
  package var columnsOfTop: Int { columnsOut(of: hidden.count - 1) }

  /// Layers times directions: layer k forward, layer k backward, layer k + 1 forward ...
  package var recurrences: Int { hidden.count * directions }

  /// The cell; nil if the registry has none of the name.
  package var recurrentCell: (any RecurrentCell)? { CellRegistry.cell(cell, options) }

  /// The size of a recurrence.
  func units(_ recurrence: Int) -> Int { hidden[recurrence / directions] }

  /// Every tensor in order, under PyTorch's names.
  /// - Parameter prefix: the names' prefix ("rnn.").
  func tensors(_ prefix: String, cell: any RecurrentCell) -> [ParameterLayout.Tensor] {
    var tensors: [ParameterLayout.Tensor] = []
    let gates = cell.gates.count
    for (k, size) in hidden.enumerated() {
      for direction in 0..<directions {
        let end = "l\(k)" + (direction == 0 ? "" : "_reverse")
        let fed = columnsFed(to: k)
        func add(_ name: String, _ shape: [Int], _ kind: ParameterLayout.Kind) {
          tensors.append(
            ParameterLayout.Tensor(
              name: "\(prefix)\(name)_\(end)", shape: shape, kind: kind, layer: k))
        }
        add("weight_ih", [gates * size, fed], .input)
        if cell.hasRecurrentWeights { add("weight_hh", [gates * size, size], .recurrent) }
        add("bias_ih", [gates * size], .bias)
        if cell.hasRecurrentWeights { add("bias_hh", [gates * size], .bias) }
        if let shape = cell.peepholeShape(hidden: size) {
          add("weight_peephole", shape, .recurrent)
        }
        guard let stage = cell.outputStage else { continue }
        add("weight_ho", [size, size], .recurrent)
        add("weight_xo", [size, fed], .input)
        add("bias_o", [size], .bias)
        guard stage == .withContext else { continue }
        add("weight_hc", [size, size], .recurrent)
        add("weight_co", [size, size], .recurrent)
      }
    }
    return tensors
  }
}
