import ArgumentParser
import Datasets
import Engine
import Training

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "One forward and backward pass; everything inside, as safetensors.")

  private static let optimizerNames = OptimizerRegistry.all.map { $0.name }.joined(separator: ", ")

  @Argument(help: "A model file (safetensors).") var model: String
  @Argument(help: "A batch file (safetensors): inputs, targets, lengths, initial states.")
  var batch: String
  @Option(help: "The file to write.") var output: String
  @Option(help: "Train with this optimizer: \(Self.optimizerNames).") var optimizer: String?
  @Option(help: "Learning rate of the optimizer.") var learningRate: Float?
  @Option(help: "Momentum (sgd, momentum, nesterov, rmsprop); the optimizer's default if absent.")
  var momentum: Float?
  @Flag(help: "Nesterov's momentum (sgd).") var nesterov = false
  @Option(help: "Weight decay; PyTorch's default of the optimizer if absent.")
  var weightDecay: Float?
  @Option(help: "Clip the gradient's norm.") var clipNorm: Float?
  @Option(help: "Clip each entry of the gradient.") var clipValue: Float?
  @Option(help: "Factor of sum |w| over the weights.") var l1: Float = 0
  @Option(help: "Factor of sum w^2 over the weights.") var l2: Float = 0
  @Option(help: "Optimizer steps on this batch.") var steps = 1

  func validate() throws {
    if let optimizer, OptimizerRegistry.named(optimizer) == nil {
      throw ValidationError(
        "no optimizer '\(escaped(optimizer))'; there are \(Self.optimizerNames)")
    }
    guard optimizer == nil || learningRate != nil else {
      throw ValidationError("--optimizer needs --learning-rate")
    }
    guard steps >= 1 else { throw ValidationError("--steps must be at least 1") }
    let numbers = [learningRate, momentum, weightDecay, clipNorm, clipValue, l1, l2]
    guard numbers.compactMap({ $0 }).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw ValidationError("numbers must be finite and not negative")
    }
  }

  func run() throws {
    LinearAlgebra.useOneThreadPerCall()
    do {
      let probe = try Probe(
        ModelFile(contentsOf: model), batch: TensorFile(contentsOf: batch), path: batch)
      try probe.run(optimization).write(to: output)
    } catch {
      throw Failure.badData(error.description)
    }
  }

  private var optimization: Probe.Optimization? {
    guard let type = optimizer.flatMap({ OptimizerRegistry.named($0) }), let learningRate else {
      return nil
    }
    var options = type.defaults
    if let momentum { options.momentum = momentum }
    if nesterov { options.nesterov = true }
    if let weightDecay { options.decay = weightDecay }
    var regularization = Regularization()
    regularization["clip"] = RegularizerSetting(
      isOn: clipNorm != nil || clipValue != nil, strength: clipNorm ?? clipValue ?? 0,
      options: ["by": [clipNorm == nil && clipValue != nil ? "value" : "norm"]])
    regularization["l1"] = RegularizerSetting(isOn: l1 > 0, strength: l1)
    regularization["l2"] = RegularizerSetting(isOn: l2 > 0, strength: l2)
    return Probe.Optimization(
      optimizer: type, options: options, rate: learningRate, steps: steps,
      regularization: regularization)
  }
}
