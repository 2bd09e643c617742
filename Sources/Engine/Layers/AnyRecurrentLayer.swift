/// The input of a recurrent layer.
enum LayerInput {
  /// [T*S, I] numbers.
  case rows(UnsafePointer<Float>)
  /// Token ids [T*S] whose products with the input weights are ready in a table [V, G*H]: with
  /// fewer words than places, the product is taken once per word and not once per place.
  case tokens(UnsafePointer<Int32>, table: UnsafePointer<Float>)
}

/// Where the layer's output is used, and so where its gradient comes from.
enum GradientFromAbove {
  /// Nowhere: the layer's output is not used.
  case nothing
  /// [T*S, H]: at every step.
  case everyStep(UnsafePointer<Float>)
  /// [S, H]: at each sequence's last valid step only.
  case lastStep(UnsafePointer<Float>)
}

/// The noise on the states inside a layer; the masks are in its workspace.
struct StateNoise {
  enum Mask {
    case none
    /// [S, H], the same at every step.
    case sequence
    /// [T, S, H]
    case step
  }
  var recurrentDropout = Mask.none
  /// Zoneout: training draws a mask a step, evaluation takes the mean at every step.
  var hiddenZoneout = Mask.none
  var cellZoneout = Mask.none

  var hasZoneout: Bool { hiddenZoneout != .none || cellZoneout != .none }
}

/// How a backward pass differs from the one that trains.
struct BackwardOptions {
  /// Only norms and the input gradient come out of it.
  var keepsActivations = false
  var wantsInputGradient = false
  /// Leaves the norms of an earlier pass as they are.
  var discardsNorms = false
  /// Also takes the norms of what step t + 1 passes back to c_t.
  var takesCarriedNorms = false
  /// Adds the derivatives with respect to the last states that are in the workspace.
  var addsFinalGradient = false
  /// Goes on to the states before the first step.
  var reachesInitialStates = false
}

/// One recurrent layer in one direction with its cell's type erased, once per batch and shard.
protocol AnyRecurrentLayer: AnyObject, Sendable {
  var hidden: Int { get }
  var width: Int { get }
  var columnsFed: Int { get }
  var products: [LayerProduct] { get }
  var stage: OutputStage? { get }
  var packParts: Int { get }
  func pack(_ weights: UnsafePointer<Float>, part: Int)
  func inputProducts(
    rows: Int, _ input: UnsafePointer<Float>, into table: UnsafeMutablePointer<Float>)
  func inputGradient(
    rows: Int, _ gates: UnsafePointer<Float>, into gradient: UnsafeMutablePointer<Float>,
    accumulate: Bool)
  /// - Parameter steps: all of them at once, or one range after the other.
  func forward(
    _ w: LayerWorkspace, _ input: LayerInput, _ pass: ShardPass, _ noise: StateNoise,
    steps: Range<Int>)
  /// - Parameters:
  ///   - scratch: between ranges of steps it holds the gradient for the step before.
  ///   - steps: all of them at once, or one range after the other, the last one first.
  func backward(
    _ w: LayerWorkspace, _ scratch: StepScratch, _ above: GradientFromAbove, _ pass: ShardPass,
    _ noise: StateNoise, _ options: BackwardOptions, steps: Range<Int>)
}
