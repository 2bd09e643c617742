import Datasets
import Telemetry

/// Errors of numeric answers, in the data's own units. With several targets: the mean over targets,
/// each measured in its own unit first.

/// The mean of (answer - truth)^2.
package enum MeanSquaredErrorMetric: Metric {
  package static let name = "mse"
  package static let isBetterHigher = false
  package static let restatesLoss = true

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.meanOverOutputs { $0.meanSquare }
  }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    context.outputs == 1 ? baseline[RootMeanSquaredError.name].map { $0 * $0 } : nil
  }
}

package enum RootMeanSquaredError: Metric {
  package static let name = "rmse"
  package static let isBetterHigher = false

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.meanOverOutputs { $0.rootMeanSquare }
  }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    context.outputs == 1 ? baseline[MeanSquaredErrorMetric.name]?.squareRoot() : nil
  }
}

/// The mean over series of each one's root mean squared error, so that long or large series do not
/// count more.
package enum MacroRootMeanSquaredError: Metric {
  package static let name = "rmse_macro"
  package static let isBetterHigher = false

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.meanOverSeries { $0.rootMeanSquare }
  }
}

/// The mean of |answer - truth|.
package enum MeanAbsoluteError: Metric {
  package static let name = "mae"
  package static let isBetterHigher = false

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    sums.meanOverOutputs { $0.meanMagnitude }
  }
}

/// 1 - mse / mse of the trivial predictor shown: 0 is as good as the predictor, 1 perfect, below 0
/// worse (Murphy 1988).
///
/// With several targets it is computed from the loss, whose scaled values weigh them equally.
package enum Skill: Metric {
  package static let name = "skill"
  package static let isBetterHigher = true

  package static func follows(from named: [String], _ kind: DataKind) -> Bool {
    kind == .series
      && (named.contains(RootMeanSquaredError.name) || named.contains(MeanSquaredErrorMetric.name))
  }

  package static func value(_ sums: ScoreSums, _ context: MetricContext) -> Double {
    guard let reference = context.reference else { return .nan }
    guard context.outputs == 1, let wanted = square(reference) else {
      return 1 - sums.meanLoss / reference.loss
    }
    return 1 - MeanSquaredErrorMetric.value(sums, context) / wanted
  }

  package static func value(of baseline: BaselineScore, _ context: MetricContext) -> Double? {
    guard let reference = context.reference else { return nil }
    if context.outputs == 1, let own = square(baseline), let wanted = square(reference) {
      return 1 - own / wanted
    }
    return 1 - baseline.loss / reference.loss
  }

  private static func square(_ baseline: BaselineScore) -> Double? {
    baseline[MeanSquaredErrorMetric.name]
      ?? baseline[RootMeanSquaredError.name].map { $0 * $0 }
  }
}
