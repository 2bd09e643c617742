/// Why a lane ended.
package enum EndReason: String, Sendable, Codable {
  case maxEpochs = "max_epochs"
  case maxSteps = "max_steps"
  case earlyStop = "early_stop"
  case diverged
  case interrupted

  /// "max epochs".
  package var text: String { rawValue.split(separator: "_").joined(separator: " ") }
}
