import Engine
import Foundation
import Telemetry

/// How a lane's gradient travels through time, gathered from some of its steps and prepared for
/// drawing row by row.
package struct LaneDiagnostics {
  fileprivate struct Layer {
    var whole: GradientThroughTime
    /// For h and c separately, if the cell has both.
    var parts: (hidden: GradientThroughTime, carriedCell: GradientThroughTime)?
    let counts = Block<Int64>(count: 36)
    let cellCounts = Block<Int64>(count: 36)
    /// Nil for the output of convolutions.
    var units: UnitDiagnostics?
    /// Only the loss of the last step is passed back.
    let isOfLastStepAlone: Bool
    /// Number of steps gathered, and of columns they are drawn in.
    let timeSteps: Int
    let columns: Int
    /// Before anything is gathered.
    let empty: GradientSnapshot
    var snapshot: GradientSnapshot
    /// For the latest rows, newest last.
    var recent: [Reach] = []

    /// - Parameters:
    ///   - timeSteps: number of steps gathered.
    ///   - units: nil for the output of convolutions.
    ///   - describe: names in a snapshot what the map is of.
    init(
      timeSteps: Int, hasCellState: Bool, units: UnitDiagnostics?, isOfLastStepAlone: Bool,
      describe: (inout GradientSnapshot) -> Void
    ) {
      let sums = GradientThroughTime(timeSteps: timeSteps)
      whole = sums
      parts = hasCellState ? (sums, sums) : nil
      self.units = units
      self.isOfLastStepAlone = isOfLastStepAlone
      self.timeSteps = timeSteps
      columns = min(timeSteps, LaneDiagnostics.mostColumns)
      var snapshot = GradientSnapshot(map: Waterfall(columns: columns))
      snapshot.isOfLastStepAlone = isOfLastStepAlone
      describe(&snapshot)
      (empty, self.snapshot) = (snapshot, snapshot)
    }

    mutating func reset() {
      whole.reset()
      parts?.hidden.reset()
      parts?.carriedCell.reset()
      counts.clear()
      cellCounts.clear()
    }
  }

  /// More columns than any screen has; longer sequences share these.
  static let mostColumns = 512
  /// The most steps that a new row of the map covers.
  static let mostStepsPerRow = 500
  /// Rows for a whole run, if its length is known.
  static let rowsPerRun = 96
  /// In a run without an end, a row covers at most this share of it.
  static let longestShare = 256
  /// The median of this many rows is reported, because neighbours scatter.
  static let rowsTold = 5

  private let stepsPerRow: Int
  private let isDirect: Bool
  /// One per recurrence, then one for the output of convolutions.
  private var layers: [Layer]
  var tensors: TensorStatistics
  /// The first step of the row that is being gathered.
  private var rowBegan = 1

  /// - Parameters:
  ///   - most: time steps that training passes at once.
  ///   - run: its length, if known.
  init(_ model: any Model, most: Int, run: RunLength) {
    stepsPerRow = min(
      Self.mostStepsPerRow, max(1, run.steps.map { $0 / Self.rowsPerRun } ?? run.stepsPerEpoch / 2))
    isDirect = model.hasAttention
    let isOfSequences = model.loss.isOfSequences ? true : nil
    layers = model.recurrences.map { recurrence in
      Layer(
        timeSteps: min(most, recurrence.maxTimeSteps),
        hasCellState: recurrence.cell.hasCellState, units: UnitDiagnostics(recurrence),
        isOfLastStepAlone: recurrence.looksAtLastStepAlone
      ) {
        ($0.layer, $0.isReverse, $0.part) = (
          recurrence.layer, recurrence.isReverse, recurrence.part
        )
        $0.isOfSequences = isOfSequences
      }
    }
    if let front = model.convolvedSteps {
      layers.append(
        Layer(
          timeSteps: min(most, front.maxTimeSteps), hasCellState: false, units: nil,
          isOfLastStepAlone: front.looksAtLastStepAlone
        ) { ($0.isConvolved, $0.isOfSequences) = (true, isOfSequences) })
    }
    tensors = TensorStatistics(model)
  }

  /// Everything that is gathered about a lane, and the pictures made from it.
  package struct State: Sendable, Codable {
    struct Layer: Sendable, Codable {
      var whole: GradientThroughTime
      var hidden: GradientThroughTime?
      var carriedCell: GradientThroughTime?
      var counts: [Int64]
      var cellCounts: [Int64]
      var units: UnitDiagnostics.State?
      var snapshot: GradientSnapshot
      var recent: [Reach]
    }
    var layers: [Layer]
    var tensors: TensorStatistics.State
    /// The first step of the row that is being gathered.
    var rowBegan: Int
  }

  var state: State {
    get {
      State(
        layers: layers.map { layer in
          State.Layer(
            whole: layer.whole, hidden: layer.parts?.hidden,
            carriedCell: layer.parts?.carriedCell, counts: layer.counts.array,
            cellCounts: layer.cellCounts.array, units: layer.units?.state, snapshot: layer.snapshot,
            recent: layer.recent)
        }, tensors: tensors.state, rowBegan: rowBegan)
    }
    set {
      for (k, layer) in newValue.layers.enumerated() {
        layers[k].whole = layer.whole
        if let hidden = layer.hidden, let carriedCell = layer.carriedCell {
          layers[k].parts = (hidden, carriedCell)
        }
        layers[k].counts.copy(from: layer.counts)
        layers[k].cellCounts.copy(from: layer.cellCounts)
        if let units = layer.units { layers[k].units?.state = units }
        layers[k].snapshot = layer.snapshot
        layers[k].recent = layer.recent
      }
      tensors.state = newValue.tensors
      rowBegan = newValue.rowBegan
    }
  }

  mutating func reset() {
    for k in layers.indices {
      layers[k].snapshot = layers[k].empty
      layers[k].units?.reset()
      layers[k].recent = []
    }
    tensors.reset()
    beginRow(at: 1)
  }

  /// The last step of the newest row of the maps; 0 before the first.
  var lastRow: Int { rowBegan - 1 }

  /// The output of convolutions, then the recurrences. Without the backward direction if every step
  /// has a loss: the loss of the last step alone does not travel through it.
  var snapshots: [GradientSnapshot] {
    let shown = layers.filter { !$0.isOfLastStepAlone || !$0.snapshot.isReverse }.map(\.snapshot)
    // Nearest to the inputs first.
    return shown.filter { $0.isConvolved == true } + shown.filter { $0.isConvolved != true }
  }
  var layerSnapshots: [LayerSnapshot] { layers.compactMap { $0.units?.snapshot } }

  /// Takes in the results of the last training pass, before the update.
  /// - Returns: true when the map has a new row.
  mutating func collect(_ model: any Model, step: Int) -> Bool {
    tensors.lookBefore(model)
    for k in layers.indices {
      guard layers[k].units != nil else {
        model.convolvedSteps?.collectGradients(
          into: &layers[k].whole, counts: layers[k].counts)
        continue
      }
      let recurrence = model.recurrence(k)
      layers[k].units?.collect(recurrence)
      recurrence.collectGradients(of: .whole, into: &layers[k].whole, counts: layers[k].counts)
      if layers[k].parts != nil {
        recurrence.collectGradients(of: .hidden, into: &layers[k].parts!.hidden)
        recurrence.collectGradients(
          of: .carriedCell, into: &layers[k].parts!.carriedCell, counts: layers[k].cellCounts)
      }
    }
    // The first rows come soon.
    guard step - rowBegan + 1 >= min(max(stepsPerRow, step / Self.longestShare), step / 8) else {
      return false
    }
    finishRow(step)
    return true
  }

  mutating func setSpectralRadius(_ radius: Float?, recurrence: Int) {
    layers[recurrence].snapshot.spectralRadius = radius
  }

  private mutating func finishRow(_ step: Int) {
    for k in layers.indices {
      layers[k].units?.finishRow()
      let sums = layers[k].whole
      let reach = GradientReach((0..<sums.reach).map { sums.norm($0) })
      layers[k].recent =
        layers[k].recent.suffix(Self.rowsTold - 1) + [Reach(reach, isDirect: isDirect)]
      if let told = Reach.middle(of: layers[k].recent) { layers[k].snapshot.reach = told }
      let levels = (0..<layers[k].columns).map { layers[k].level($0, reach.levels) }
      layers[k].snapshot.map.push(
        steps: rowBegan...max(rowBegan, step), end: reach.end > 0 ? Float(log10(reach.end)) : .nan
      ) { levels[$0] }
      layers[k].snapshot.profile = layers[k].profile(sums)
      layers[k].snapshot.histogram = NormHistogram(counts: layers[k].counts)
      if let parts = layers[k].parts {
        layers[k].snapshot.hiddenProfile = layers[k].profile(parts.hidden)
        layers[k].snapshot.cellProfile = layers[k].profile(parts.carriedCell)
        layers[k].snapshot.cellHistogram = NormHistogram(counts: layers[k].cellCounts)
      }
    }
    beginRow(at: step + 1)
  }

  private mutating func beginRow(at step: Int) {
    rowBegan = step
    for k in layers.indices { layers[k].reset() }
  }
}

extension LaneDiagnostics.Layer {
  private func firstStep(_ column: Int) -> Int { column * timeSteps / columns }
  /// Exclusive.
  private func lastStep(_ column: Int) -> Int {
    max(firstStep(column) + 1, (column + 1) * timeSteps / columns)
  }

  /// The steps in a column.
  /// - Parameter levels: by distance from the end.
  fileprivate func level(_ column: Int, _ levels: [Float]) -> UInt8 {
    var level: UInt8?
    for t in firstStep(column)..<lastStep(column) where timeSteps - 1 - t < levels.count {
      let next = NormLevel.of(log10: levels[timeSteps - 1 - t])
      level = level.map { NormLevel.merged($0, next) } ?? next
    }
    return level ?? NormLevel.absent
  }

  /// log10 norms over columns, the far past first; several steps per column give their root mean
  /// square. NaN where no sequence reached.
  fileprivate func profile(_ sums: GradientThroughTime) -> [Float] {
    let reach = sums.reach
    return (0..<columns).map { column in
      var (square, count) = (0.0, 0.0)
      for t in firstStep(column)..<lastStep(column) where t >= timeSteps - reach {
        let norm = sums.norm(timeSteps - 1 - t)
        square += norm * norm
        count += 1
      }
      guard count > 0 else { return .nan }
      let norm = (square / count).squareRoot()
      return norm == 0 ? -.infinity : Float(log10(norm))
    }
  }
}

extension Reach {
  /// Share of the variance that a straight line must explain to be reported.
  private static let leastFit: Float = 0.8

  package init(_ reach: GradientReach, isDirect: Bool) {
    let levels = reach.levels
    let zeros = levels.count { $0 == -.infinity }
    self.init(
      reaches: reach.reaches, of: levels.count, pace: Self.pace(reach),
      growth: max(0, levels.filter(\.isFinite).max() ?? 0),
      isFinite: !levels.contains { $0.isNaN }, isZero: zeros > 0 && zeros * 20 >= levels.count * 19,
      isDirect: isDirect)
  }

  private static func pace(_ reach: GradientReach) -> Pace {
    guard let slope = reach.log2PerStepBack, slope.isFinite else { return .unsteady }
    let levels = reach.levels.filter(\.isFinite)
    let spread = (levels.max() ?? 0) - (levels.min() ?? 0)
    if abs(slope) * Float(levels.count) < 1, spread < 1 { return .none }
    // If the gradient is the same at every step, up to a factor of 2, also when no line fits.
    if reach.fit < leastFit, levels.count == reach.levels.count, spread <= NormLevel.grownDecades {
      return .none
    }
    guard reach.fit >= leastFit, slope != 0 else { return .unsteady }
    return slope < 0 ? .halves(every: -1 / slope) : .doubles(every: 1 / slope)
  }
}

extension TensorSnapshot {
  /// Every tensor of a model; empty before the first inspection.
  static func all(_ statistics: TensorStatistics, _ model: any Model) -> [TensorSnapshot] {
    guard statistics.taken > 0 else { return [] }
    return model.layout.slices.enumerated().map { i, slice in
      var histogram = NormHistogram()
      for norm in statistics.gradientNorms(i) { histogram.add(norm) }
      return TensorSnapshot(
        name: slice.name, shape: slice.shape, gradientNorm: statistics.latestGradientNorm(i),
        weightNorm: statistics.weightNorms[i], updateNorm: statistics.updateNorms[i],
        histogram: histogram, isFrozen: model.parameters.isFrozen[i])
    }
  }
}

extension NormHistogram {
  /// From the engine's 36 counts: the bins, then zero, underflow, overflow, NaN.
  fileprivate init(counts: Block<Int64>) {
    self.init()
    for i in 0..<Self.binCount { bins[i] = Int(counts.pointer[i]) }
    zero = Int(counts.pointer[32])
    underflow = Int(counts.pointer[33])
    overflow = Int(counts.pointer[34])
    nan = Int(counts.pointer[35])
  }
}
