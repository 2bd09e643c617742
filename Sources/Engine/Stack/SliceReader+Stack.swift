extension SliceReader {
  /// By layer and direction (see `StackShape.recurrences`).
  mutating func next(
    _ shape: StackShape, cell: any RecurrentCell
  ) -> [ParameterLayout.LayerSlices] {
    let isRecurrent = cell.hasRecurrentWeights
    let hasPeephole = cell.peepholeShape(hidden: 1) != nil
    let stageTensors = cell.outputStage.map { $0 == .withContext ? 5 : 3 } ?? 0
    return (0..<shape.recurrences).map { _ in
      ParameterLayout.LayerSlices(
        inputWeight: next(), recurrentWeight: isRecurrent ? next() : nil, inputBias: next(),
        recurrentBias: isRecurrent ? next() : nil,
        peephole: hasPeephole ? next() : nil, outputStage: next(stageTensors))
    }
  }
}
