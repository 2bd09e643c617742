/// Presets that need nothing on disk.
package enum EmbeddedPresets {
  /// The same as presets/compare.yaml, which a test compares.
  package static let compare = #"""
    title: RNN, LSTM and GRU on the adding problem
    about: >-
      Two of 150 numbers are marked; the answer is their sum. Watch the gradient map: in the plain RNN
      dL/dh dies on its way back and the loss stays on the baseline. GRU and LSTM also start out half
      blind, then learn to open their gates: their maps brighten towards the left, and the loss falls.
      Press 5 to turn clipping off, ( and ) for the learning rate, [ and ] to select a lane.
    data: {source: adding, length: 150, count: 10000}
    model: {hidden: [64], match: parameters, init: orthogonal, forget_bias: 1}
    training: {batch: 32, optimizer: adam, learning_rate: 0.005, max_epochs: 50, seed: 4}
    regularizers:
      clip: {on: true, strength: 1, by: norm}
    early_stopping: {on: true, patience: 15}
    lanes:
      - {cell: rnn}
      - {cell: lstm}
      - {cell: gru}

    """#
}
