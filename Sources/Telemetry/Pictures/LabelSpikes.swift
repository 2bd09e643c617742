/// How probable labels are at each step, where a loss lays them along the steps, and what was fed there.
package struct LabelSpikes: Sendable, Equatable, Codable {
  /// Steps of the source, and of the answers: fewer where the model passes over some.
  package var inputSteps: Int
  package var steps: Int
  /// Those of answer and target, in the order in which they come first.
  package var labels: [String]
  /// Stretches of the source's steps that are drawn.
  package var columns: Int
  /// [labels, columns]: the highest of each stretch.
  @Packed package var probabilities: [Float]
  /// [columns]: the lowest of each stretch that the step says nothing.
  @Packed package var blank: [Float]
  /// [inputRows, columns]: the mean of each stretch, 0 to 1 between the least and the largest number of the
  /// source; empty where tokens are fed.
  package var inputRows: Int
  @Packed package var input: [Float]
  /// The first input is drawn at the top, not at the bottom.
  package var isPicture: Bool

  package init(
    inputSteps: Int, steps: Int, labels: [String], columns: Int, probabilities: [Float],
    blank: [Float], inputRows: Int, input: [Float], isPicture: Bool
  ) {
    self.inputSteps = inputSteps
    self.steps = steps
    self.labels = labels
    self.columns = columns
    self.probabilities = probabilities
    self.blank = blank
    self.inputRows = inputRows
    self.input = input
    self.isPicture = isPicture
  }

  /// The numbers are as many as the sizes say, however damaged they are read.
  package var isWhole: Bool {
    columns > 0 && columns <= 4096 && inputRows >= 0 && inputRows <= 4096
      && probabilities.count == labels.count * columns && blank.count == columns
      && input.count == inputRows * columns
  }
}
