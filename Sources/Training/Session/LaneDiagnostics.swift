import Engine
import Foundation
import Telemetry

/// How a lane's gradient travels through time, gathered from some of its steps and made ready to
/// draw row by row.
struct LaneDiagnostics {
  private struct Layer {
    var sums: GradientThroughTime
    var cellSums: GradientThroughTime?
    let counts = Block<Int64>(count: 36)
    let cellCounts = Block<Int64>(count: 36)
    var units: UnitDiagnostics
    var snapshot: GradientSnapshot
  }

  /// More columns than any screen has; longer sequences are drawn in as many.
  static let mostColumns = 512

  private let timeSteps: Int
  private let stepsPerRow: Int
  private let columns: Int
  private var layers: [Layer]
  var tensors: TensorStatistics
  private var rowBegan = 0
  private var hasRow = false

  init(_ network: Network, timeSteps: Int, stepsPerRow: Int) {
    self.timeSteps = timeSteps
    self.stepsPerRow = stepsPerRow
    let columns = min(timeSteps, Self.mostColumns)
    self.columns = columns
    layers = (0..<network.architecture.recurrences).map { recurrence in
      Layer(
        sums: GradientThroughTime(timeSteps: timeSteps),
        cellSums: network.cell.hasCellState ? GradientThroughTime(timeSteps: timeSteps) : nil,
        units: UnitDiagnostics(network, recurrence: recurrence),
        snapshot: Self.empty(network, recurrence, columns))
    }
    tensors = TensorStatistics(network)
  }

  private static func empty(
    _ network: Network, _ recurrence: Int, _ columns: Int
  ) -> GradientSnapshot {
    let directions = network.architecture.directions
    var snapshot = GradientSnapshot(map: Waterfall(columns: columns))
    (snapshot.layer, snapshot.isReverse) = (recurrence / directions, recurrence % directions == 1)
    return snapshot
  }

  mutating func reset() {
    for k in layers.indices {
      let (layer, isReverse) = (layers[k].snapshot.layer, layers[k].snapshot.isReverse)
      layers[k].snapshot = GradientSnapshot(map: Waterfall(columns: columns))
      (layers[k].snapshot.layer, layers[k].snapshot.isReverse) = (layer, isReverse)
      layers[k].units.reset()
    }
    tensors.reset()
    beginRow(at: 0)
    hasRow = false
  }

  var snapshots: [GradientSnapshot] { layers.map(\.snapshot) }
  var layerSnapshots: [LayerSnapshot] { layers.compactMap(\.units.snapshot) }

  /// Takes in what the last training pass left behind, before the update.
  mutating func collect(_ network: Network, step: Int) {
    tensors.lookBefore(network)
    for k in layers.indices {
      layers[k].units.collect(network)
      network.collectGradients(
        recurrence: k, ofCell: false, into: &layers[k].sums, counts: layers[k].counts)
      if layers[k].cellSums != nil {
        network.collectGradients(
          recurrence: k, ofCell: true, into: &layers[k].cellSums!, counts: layers[k].cellCounts)
      }
    }
    guard !hasRow || step - rowBegan >= stepsPerRow else { return }
    finishRow(step)
  }

  mutating func setSpectralRadius(_ radius: Float?, recurrence: Int) {
    layers[recurrence].snapshot.spectralRadius = radius
  }

  private mutating func finishRow(_ step: Int) {
    for k in layers.indices {
      layers[k].units.finishRow()
      let norms = (0..<timeSteps).map { layers[k].sums.norm($0) }
      let reach = layers[k].sums.reach
      let profile = profile(norms, reach: reach)
      layers[k].snapshot.profile = profile
      layers[k].snapshot.histogram = NormHistogram(counts: layers[k].counts)
      let absent = absentColumns(reach: reach)
      layers[k].snapshot.map.push(step: step) {
        $0 < absent ? NormLevel.absent : NormLevel.of(log10: profile[$0])
      }
      let decay = GradientDecay(Array(norms.prefix(reach)))
      layers[k].snapshot.decay = Decay(
        log2PerStepBack: decay.log2PerStepBack, fit: decay.fit, reaches: decay.reaches,
        of: decay.of)
      if let cellSums = layers[k].cellSums {
        layers[k].snapshot.cellProfile = self.profile(
          (0..<timeSteps).map { cellSums.norm($0) }, reach: reach)
        layers[k].snapshot.cellHistogram = NormHistogram(counts: layers[k].cellCounts)
      }
    }
    hasRow = true
    beginRow(at: step)
  }

  private mutating func beginRow(at step: Int) {
    rowBegan = step
    for k in layers.indices {
      layers[k].sums.reset()
      layers[k].cellSums?.reset()
      layers[k].counts.clear()
      layers[k].cellCounts.clear()
    }
  }

  /// Columns of the far past that no sequence reached.
  private func absentColumns(reach: Int) -> Int {
    (0..<columns).first { lastStep($0) > timeSteps - reach } ?? columns
  }

  private func firstStep(_ column: Int) -> Int { column * timeSteps / columns }
  /// Exclusive.
  private func lastStep(_ column: Int) -> Int {
    max(firstStep(column) + 1, (column + 1) * timeSteps / columns)
  }

  /// log10 norms over columns, the far past first; several steps a column give their root mean
  /// square. NaN where no sequence reached.
  private func profile(_ normsFromEnd: [Double], reach: Int) -> [Float] {
    (0..<columns).map { column in
      var (square, count) = (0.0, 0.0)
      for t in firstStep(column)..<lastStep(column) where t >= timeSteps - reach {
        let norm = normsFromEnd[timeSteps - 1 - t]
        square += norm * norm
        count += 1
      }
      guard count > 0 else { return .nan }
      let norm = (square / count).squareRoot()
      return norm == 0 ? -.infinity : Float(log10(norm))
    }
  }
}

extension TensorSnapshot {
  /// Every tensor of a network; none before the first look.
  static func all(_ statistics: TensorStatistics, _ network: Network) -> [TensorSnapshot] {
    guard statistics.taken > 0 else { return [] }
    return network.layout.slices.enumerated().map { i, slice in
      var histogram = NormHistogram()
      for norm in statistics.gradientNorms(i) { histogram.add(norm) }
      return TensorSnapshot(
        name: slice.name, shape: slice.shape, gradientNorm: statistics.latestGradientNorm(i),
        weightNorm: statistics.weightNorms[i], updateNorm: statistics.updateNorms[i],
        histogram: histogram, isFrozen: network.isFrozen[i])
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
