import Telemetry

/// One kind of step of `data.prepare`. A new one is one file and one line in `Preparations.all`.
protocol Preparation: Sendable {
  /// Its name in a preset.
  static var name: String { get }
  /// The values that may follow the name.
  static var allowed: String { get }
  /// Nil where `value` is not allowed.
  init?(_ value: String)

  /// The numbers that the step needs, from the training part alone.
  /// - Returns: numbers that `apply` takes; they are kept with the model.
  func fit(_ frame: Frame, _ context: PreparationContext) throws(DatasetError) -> [[Double]]

  /// Why `apply` cannot take these numbers for this many inputs and targets; nil if it can. Asked
  /// before every use of numbers that come from a file.
  func fault(in fitted: [[Double]], inputs: Int, targets: Int) -> String?

  /// Changes the frame, by numbers that `fit` gave here or for other data.
  func apply(
    _ fitted: [[Double]], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) -> PreparationEffect
}

extension Preparation {
  func fit(_ frame: Frame, _ context: PreparationContext) throws(DatasetError) -> [[Double]] { [] }

  func fault(in fitted: [[Double]], inputs: Int, targets: Int) -> String? {
    fitted.isEmpty ? nil : "has \(fitted.count) rows; this step is not fitted"
  }
}

/// Facts that steps need besides the frame.
struct PreparationContext {
  /// Rows ahead that are predicted.
  var horizon: Int
  var seed: UInt64
  /// Predicts missing values; nil if not available.
  var model: (any MissingValueModel)?
}

/// The effect of a step.
struct PreparationEffect {
  /// "643 values filled in pm2.5".
  var text: String
  var changed = 0
}

/// A step with what it was fitted to; part of a model file.
package struct FittedPreparation: Sendable, Equatable, Codable {
  package var step: PreparationStep
  /// The fitted numbers that the step's `apply` takes.
  package var fitted: [[Double]]
}

/// The steps of `data.prepare`, run in order.
struct PreparationRun {
  private(set) var fitted: [FittedPreparation] = []
  private(set) var report: [PreparationReport] = []

  /// Fits each step on the training part of `frame` as the steps before left it, and applies it.
  init(
    _ steps: [PreparationStep], on frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) {
    for step in steps {
      try Interruption.check()
      let preparation = try Preparations.make(step)
      let numbers = try preparation.fit(frame, context)
      fitted.append(FittedPreparation(step: step, fitted: numbers))
      try apply(preparation, numbers, step, to: &frame, context)
    }
  }

  /// Applies steps that were fitted before to other data.
  init(
    applying fitted: [FittedPreparation], to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) {
    self.fitted = fitted
    for step in fitted {
      let preparation = try Preparations.make(step.step)
      let fault = preparation.fault(
        in: step.fitted, inputs: frame.inputs.count, targets: frame.targets.count)
      if let fault {
        throw .unusableDescription("does not fit the columns: \(step.step.name): \(fault)")
      }
      try apply(preparation, step.fitted, step.step, to: &frame, context)
    }
  }

  private mutating func apply(
    _ preparation: any Preparation, _ numbers: [[Double]], _ step: PreparationStep,
    to frame: inout Frame, _ context: PreparationContext
  ) throws(DatasetError) {
    let before = frame
    let effect = try preparation.apply(numbers, to: &frame, context)
    report.append(
      PreparationReport(
        name: "\(step.name): \(step.value)", effect: effect.text, rowsBefore: before.rows,
        rowsAfter: frame.rows, valuesChanged: effect.changed,
        examples: Self.examples(before, frame)))
  }

  /// The first few rows whose first changed input differs, as "row 25: missing to 129".
  private static func examples(_ before: Frame, _ after: Frame) -> [String] {
    guard before.rows == after.rows else { return [] }
    func text(_ value: Double) -> String { value.isNaN ? "missing" : Numbers.fourDigits(value) }
    for (old, new) in zip(before.inputs, after.inputs) where !old.isIndicator {
      let changed = (0..<before.rows).lazy.filter { row in
        let (one, other) = (old.values[row], new.values[row])
        return one != other && !(one.isNaN && other.isNaN)
      }.prefix(3)
      if changed.isEmpty { continue }
      return changed.map { row in
        "row \(before.rowNumber(row)) of \(escaped(old.name)): \(text(old.values[row])) to "
          + text(new.values[row])
      }
    }
    return []
  }
}
