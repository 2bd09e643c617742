import ArgumentParser
import Datasets
import Engine
import Foundation
import Training

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Run one forward and backward pass and write all values as safetensors.")

  private static let optimizerNames = OptimizerRegistry.all.map { $0.name }.joined(separator: ", ")

  @Argument(help: "A model file (safetensors).", completion: .file(extensions: ["safetensors"]))
  var model: String
  @Argument(
    help: "A batch file (safetensors): inputs, targets, lengths, initial states.",
    completion: .file(extensions: ["safetensors"]))
  var batch: String
  @Option(help: "The file to write.") var output: String
  @Option(help: "Train with this optimizer: \(Self.optimizerNames).") var optimizer: String?
  @Option(help: "Learning rate of the optimizer.") var learningRate: Float?
  @Option(help: "Momentum (sgd, momentum, nesterov, rmsprop); the optimizer's default if absent.")
  var momentum: Float?
  @Flag(help: "Nesterov momentum (sgd).") var nesterov = false
  @Option(help: "Weight decay; PyTorch's default for the optimizer if absent.")
  var weightDecay: Float?
  @Option(help: "Clip the gradient's norm.") var clipNorm: Float?
  @Option(help: "Clip each entry of the gradient.") var clipValue: Float?
  @Option(help: "Factor of sum |w| over the weights.") var l1: Float?
  @Option(help: "Factor of sum w^2 over the weights.") var l2: Float?
  @Option(help: "Optimizer steps on this batch; 1 if absent.") var steps: Int?

  func validate() throws {
    if let optimizer, OptimizerRegistry.named(optimizer) == nil {
      throw ValidationError(
        "no optimizer '\(escaped(optimizer))'; optimizers: \(Self.optimizerNames)")
    }
    guard optimizer == nil || learningRate != nil else {
      throw ValidationError("--optimizer needs --learning-rate")
    }
    guard steps ?? 1 >= 1 else { throw ValidationError("--steps must be at least 1") }
    let numbers = [learningRate, momentum, weightDecay, clipNorm, clipValue, l1, l2]
    guard numbers.compactMap({ $0 }).allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw ValidationError("numbers must be finite and not negative")
    }
    guard clipNorm == nil || clipValue == nil else {
      throw ValidationError("give either --clip-norm or --clip-value, not both")
    }
    guard clipNorm != 0, clipValue != 0 else {
      throw ValidationError("--clip-norm and --clip-value must be above 0")
    }
    try validateTraining()
    let inputs = [model, batch].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
    guard !inputs.contains(URL(fileURLWithPath: output).resolvingSymlinksInPath()) else {
      throw ValidationError("--output would replace the model or the batch")
    }
  }

  /// Training options need an optimizer that uses them.
  private func validateTraining() throws {
    guard let type = optimizer.flatMap({ OptimizerRegistry.named($0) }) else {
      let given = [
        ("learning-rate", learningRate != nil), ("momentum", momentum != nil),
        ("nesterov", nesterov), ("weight-decay", weightDecay != nil),
        ("clip-norm", clipNorm != nil), ("clip-value", clipValue != nil), ("l1", l1 != nil),
        ("l2", l2 != nil), ("steps", steps != nil),
      ]
      guard let flag = given.first(where: { $0.1 })?.0 else { return }
      throw ValidationError("--\(flag) needs --optimizer")
    }
    let momentum = momentum ?? 0
    guard momentum == 0 || type.keys.contains("momentum") else {
      throw ValidationError("\(type.name) has no --momentum")
    }
    guard !nesterov || type.keys.contains("nesterov") && momentum > 0 else {
      throw ValidationError(
        "--nesterov needs sgd and a --momentum above 0; or use --optimizer nesterov")
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
    regularization["l1"] = RegularizerSetting(isOn: true, strength: l1 ?? 0)
    regularization["l2"] = RegularizerSetting(isOn: true, strength: l2 ?? 0)
    return Probe.Optimization(
      optimizer: type, options: options, rate: learningRate, steps: steps ?? 1,
      regularization: regularization)
  }
}
