/// An optimizer: how a gradient changes the weights. Definitions and defaults are PyTorch's.
///
/// A new optimizer is one file that conforms to this and one line in `OptimizerRegistry.all`.
package protocol Optimizer: Sendable {
  static var name: String { get }
  /// Blocks of moments it keeps, each as long as the weights, zero at first.
  static var momentCount: Int { get }
  /// The keys of `OptimizerOptions` that it reads, with their defaults.
  static var defaults: OptimizerOptions { get }
  static var keys: [String] { get }
  static func update(_ part: OptimizerPart, _ options: OptimizerOptions)
}

package struct OptimizerOptions: Sendable, Equatable, Codable {
  package var momentum: Float = 0
  package var nesterov = false
  package var beta1: Float = 0.9
  package var beta2: Float = 0.999
  package var epsilon: Float = 1e-8
  /// RMSprop's smoothing constant.
  package var alpha: Float = 0.99
  /// Weight decay: added to the gradient (adamw: decoupled, times the learning rate).
  package var decay: Float = 0

  package init() {}
}

/// A run of parameters to update.
package struct OptimizerPart {
  package let count: Int
  package let weights: UnsafeMutablePointer<Float>
  package let gradients: UnsafePointer<Float>
  /// Multiplies the gradient (clipping by norm).
  package let gradientScale: Float
  /// `momentCount` runs, as long as the weights.
  package let moments: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?)
  package let rate: Float
  /// The update's number, from 1.
  package let step: Int

  package init(
    count: Int, weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    gradientScale: Float, moments: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?),
    rate: Float, step: Int
  ) {
    self.count = count
    self.weights = weights
    self.gradients = gradients
    self.gradientScale = gradientScale
    self.moments = moments
    self.rate = rate
    self.step = step
  }
}
