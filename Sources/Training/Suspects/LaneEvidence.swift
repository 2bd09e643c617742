import Datasets
import Engine
import Telemetry

/// The facts about a lane at a validation, for the rules that look for problems.
package struct LaneEvidence: Sendable {
  package var step = 0
  package var epochs = 0
  package var cell = "rnn"
  /// True if gates decide what is kept.
  package var isGated = false
  package var kind = DataKind.task
  package var standing = Standing.early
  package var predictorName = "the trivial predictor"
  package var predictorLoss: Float?
  /// The number shown next to the loss, if it is an accuracy, and the predictor's.
  package var accuracy: Float?
  package var predictorAccuracy: Float?
  /// Losses of the validations so far, oldest first: on the validation part, and on the training
  /// part measured the same way.
  package var validation: [Float] = []
  package var plain: [Float] = []
  package var epochsPerValidation = 1.0
  /// For the layer that the gradient reaches least.
  package var reach: Reach?
  package var reachLayer: String?
  package var layers: [LayerSnapshot] = []
  package var tensors: [TensorEvidence] = []
  package var explosion: Explosion?
  /// Means since the previous validation, before and after clipping, and the share of steps
  /// clipped.
  package var norm: Float?
  package var normClipped: Float?
  package var clippedShare: Float = 0
  package var clips: Bool { regularizers.contains(GradientClipping.key) }
  /// For the next step, with and without its schedule.
  package var rate: Float = 0
  package var baseRate: Float = 0
  package var stopsEarly = false
  /// The training loss counts classes differently.
  package var weighsClasses = false
  package var confusion: Confusion?
  /// The most informative lag for the target, if windows do not reach that far.
  package var hiddenLag: LagFinding?
  /// Regularizers that are on, by key.
  package var regularizers: Set<String> = []
  /// Current suspects: it takes less evidence to stay one than to become one.
  package var told: Set<Suspect.Kind> = []

  package init() {}

  /// One matrix of the parameters at the latest inspection.
  package struct TensorEvidence: Sendable, Equatable {
    package var name: String
    /// Norms of the weights, at the start and now, and of one update.
    package var startNorm: Float
    package var norm: Float
    package var update: Float

    package init(name: String, startNorm: Float, norm: Float, update: Float) {
      self.name = name
      self.startNorm = startNorm
      self.norm = norm
      self.update = update
    }
  }

  /// The median over the matrices of |update| / |weights|; nil before there is one.
  package var updateRatio: Float? {
    let ratios = tensors.filter { $0.norm > 0 && $0.update.isFinite }.map { $0.update / $0.norm }
      .sorted()
    return ratios.isEmpty ? nil : ratios[ratios.count / 2]
  }

  /// The validation's loss divided by the predictor's.
  package var share: Float? {
    guard let predictorLoss, predictorLoss > 0, let last = validation.last, last.isFinite else {
      return nil
    }
    return last / predictorLoss
  }

  /// The relative fall of the best loss over the latest validations; 1 if there are no earlier
  /// ones.
  package func fell(over validations: Int) -> Float { Self.fall(validation, validations) }

  /// The same for the training loss.
  package func trainingFell(over validations: Int) -> Float { Self.fall(plain, validations) }

  private static func fall(_ losses: [Float], _ latest: Int) -> Float {
    let before = losses.dropLast(latest).filter(\.isFinite).min()
    let last = losses.suffix(latest).filter(\.isFinite).min()
    guard let before else { return 1 }
    guard let last, before > 0 else { return 0 }
    return max(0, (before - last) / before)
  }

  /// The index of the best validation.
  package var best: Int? {
    validation.indices.filter { validation[$0].isFinite }.min { validation[$0] < validation[$1] }
  }

  /// The best validation's loss divided by the predictor's.
  package var bestShare: Float? {
    guard let best, let predictorLoss, predictorLoss > 0 else { return nil }
    return validation[best] / predictorLoss
  }
}

extension LaneEvidence {
  /// The standard deviation of the last 13 validations about the mean of their neighbours, from the
  /// median of the magnitudes, so that a steady rise is not noise. For independent noise it is
  /// sqrt(3 / 2) times the noise's own deviation.
  package var noise: Float {
    let last = Array(validation.suffix(13))
    guard last.count >= 3 else { return 0 }
    let bends = (1..<last.count - 1).map { (place: Int) -> Float in
      let mean: Float = (last[place - 1] + last[place + 1]) / 2
      return abs(last[place] - mean)
    }
    let sorted = bends.filter(\.isFinite).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2] * 1.4826 / 1.2247
  }
}
