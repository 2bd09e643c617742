import Datasets
import Engine

extension TargetKind {
  /// The loss of models of such data, unless `model.loss` names another one.
  var loss: any Loss.Type {
    switch self {
    case .values: MeanSquaredError.self
    case .binary: BinaryCrossEntropy.self
    case .classes, .tokens: SoftmaxCrossEntropy.self
    }
  }
}
