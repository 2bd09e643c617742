/// Presets that need nothing on disk.
package enum EmbeddedPresets {
  /// The same as presets/compare.yaml, which a test compares.
  package static let compare = #"""
    title: RNN, LSTM and GRU on the adding problem
    about: >-
      Each sequence has two marked numbers, up to 150 steps apart, and the answer is their sum. Watch
      the gradient map: in the plain RNN dL/dh dies on its way back, so it never beats the baseline at
      0.167, while LSTM and GRU fall below it once they have learned to keep a number. Press 5 to take
      gradient clipping away, ) to raise the learning rate, [ and ] to select a lane.
    data: {source: adding, length: 150, count: 10000}
    model: {hidden: [64], match: parameters, init: orthogonal, forget_bias: 1}
    training: {batch: 32, optimizer: adam, learning_rate: 0.002, max_epochs: 50, seed: 1}
    regularizers:
      clip: {on: true, strength: 1, by: norm}
    early_stopping: {on: true, patience: 15}
    lanes:
      - {cell: rnn}
      - {cell: lstm}
      - {cell: gru}

    """#
}
