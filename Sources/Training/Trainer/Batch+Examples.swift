import Datasets
import Engine

extension Batch {
  /// Writes examples to the columns in use; the batch then has as many time steps as the longest of
  /// them.
  package func fill<Result>(_ write: (BatchPointers) -> Result) -> Result {
    timeSteps = maxTimeSteps
    targetSteps = maxTargetSteps
    let result = write(pointers)
    fitToLongest()
    return result
  }

  /// Writes an example of a part to each column in use.
  /// - Parameters:
  ///   - pass: see `Examples.write`.
  ///   - example: the example for a column.
  func fill(_ part: any Examples, pass: Int = 0, example: (Int) -> Int) {
    fill { pointers in
      for column in 0..<pointers.batch {
        part.write(example(column), pass: pass, to: pointers, column: column)
      }
    }
  }

  /// Sets the time steps to those of the longest sequence in use, and of the longest target.
  func fitToLongest() {
    timeSteps = Int(lengths.values[..<size].max() ?? 1)
    if maxTargetSteps > 0 { targetSteps = Int(targetLengths.values[..<size].max() ?? 1) }
  }

  /// A view for the dataset to write to, laid out for the size in use.
  var pointers: BatchPointers {
    BatchPointers(
      inputs: inputs.count > 0 ? inputs.pointer : nil,
      tokens: tokens.count > 0 ? tokens.pointer : nil,
      targetValues: targetValues.count > 0 ? targetValues.pointer : nil,
      targetClasses: targetClasses.count > 0 ? targetClasses.pointer : nil,
      lengths: lengths.pointer,
      targetLengths: targetLengths.count > 0 ? targetLengths.pointer : nil, timeSteps: timeSteps,
      batch: size)
  }

  /// Steps worth writing for answers to the batch, including their end: an answer far longer than
  /// its target is wrong, however it continues.
  var mostAnswerSteps: Int { min(maxTargetSteps, 2 * targetSteps + 8) }

  /// The tokens of each source in use.
  var sources: [[Int32]] {
    guard tokens.count > 0 else { return Array(repeating: [], count: size) }
    return (0..<size).map { column in
      (0..<Int(lengths.pointer[column])).map { tokens.pointer[$0 * size + column] }
    }
  }

  /// The tokens of each target in use, up to the end token.
  func targets(end: Int32) -> [[Int32]] {
    (0..<size).map { column in
      (0..<Int(targetLengths.pointer[column])).map { targetClasses.pointer[$0 * size + column] }
        .filter { $0 != end }
    }
  }
}
